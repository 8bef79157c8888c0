"""What exactly was submitted: one JSON value, its canonical bytes and their digest.

The snapshot is stored sealed; the digest is over the plain canonical bytes, so that anybody who may read a version
can recompute it (invariant 7).
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhupei.accounts.models import ConsentText
from zhupei.applications.models import Application, Version
from zhupei.cycles.models import PersonCategory, PlanLine
from zhupei.kernel.clock import SHANGHAI

SCHEMA = "zhupei-application/1"


def build(
    *,
    application: Application,
    number: str,
    ordinal: int,
    category: PersonCategory,
    plans: Sequence[PlanLine],
    consent: ConsentText,
    dossier: dict[str, Any],
    received_at: datetime,
) -> dict[str, Any]:
    """Everything that a reviewer judges and the printed form shows, in plain values."""
    return {
        "schema": SCHEMA,
        "application": {
            "number": number,
            "ordinal": ordinal,
            "round": str(application.round),
            "track": application.track,
            "track_label": application.get_track_display(),
            "kind": application.kind,
            "kind_label": application.get_kind_display(),
            "category": category.code,
            "category_label": category.name,
            "received_at": received_at.astimezone(SHANGHAI).isoformat(timespec="milliseconds"),
        },
        "preferences": [
            {
                "rank": rank,
                "plan": str(plan.pk),
                "base": plan.base.name,
                "base_code": plan.base.code,
                "specialty": plan.specialty.name,
                "specialty_code": plan.specialty_id,
            }
            for rank, plan in enumerate(plans, 1)
        ],
        "adjustment": {
            "accepts": application.accepts_adjustment,
            "text": consent.body,
            "text_version": consent.version,
        },
        "dossier": dossier,
    }


def canonical(snapshot: dict[str, Any]) -> str:
    """The one spelling of a snapshot: sorted keys, no spaces."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(version: Version) -> dict[str, Any]:
    """The snapshot of a version."""
    return json.loads(version.snapshot.plain())


def short(digest_: str) -> str:
    """The first 16 digits in groups of four, as printed on receipt and form."""
    return " ".join(digest_[i : i + 4] for i in range(0, 16, 4)).upper()
