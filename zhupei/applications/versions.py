"""What a submission leaves: the version with its preferences and documents, ready to be written, and its number."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from zhupei.accounts.models import ConsentText
from zhupei.applications import rules, snapshot, states
from zhupei.applications.models import Application, Preference, Version, VersionDocument
from zhupei.dossiers.snapshot import Frozen

LETTERS = {"western": "W", "tcm": "T"}


class VersionRows(NamedTuple):
    """Append-only once they are written."""

    version: Version
    preferences: list[Preference]
    documents: list[VersionDocument]


def number(application: Application, running: int) -> str:
    """报名号: year, track and round, running number, e.g. 2026-W1-004821."""
    round_ = application.round
    return f"{round_.cycle.year}-{LETTERS[application.track]}{round_.number}-{running:06d}"


def freeze(
    submission: rules.Submission,
    dossier: Frozen,
    *,
    consent: ConsentText,
    token: UUID,
    shown: str,
    received_at: datetime,
) -> VersionRows:
    """The rows of the next version of an application that has its number. `token` and `shown` as of `submit`."""
    application, category, ordinal = submission.application, submission.category, submission.submissions + 1
    assert category is not None and application.number is not None
    text = snapshot.canonical(
        snapshot.build(
            application=application,
            number=application.number,
            ordinal=ordinal,
            category=category,
            plans=submission.plans,
            consent=consent,
            dossier=dossier,
            received_at=received_at,
        )
    )
    version = Version(
        id=uuid4(),
        application=application,
        ordinal=ordinal,
        token=token,
        receipt_number=f"{application.number}-{ordinal}",
        received_at=received_at,
        grace_until=application.correction_until if application.state == states.RETURNED else None,
        snapshot=text,
        digest=snapshot.digest(text),
        body_digest=shown,
        base=submission.plans[0].base,
        name=application.person.name,
        category=category.code,
        category_name=category.name,
        accepts_adjustment=bool(application.accepts_adjustment),
        consent_version=consent.version,
    )
    preferences = [Preference(version=version, rank=rank, plan=plan) for rank, plan in enumerate(submission.plans, 1)]
    return VersionRows(version, preferences, _documents(version, dossier))


def _documents(version: Version, dossier: Frozen) -> list[VersionDocument]:
    return [
        VersionDocument(
            version=version,
            document_id=item["id"],
            slot=item["slot"],
            position=position,
            title=item["title"],
            digest=item["digest"],
        )
        for position, item in enumerate(dossier["documents"], 1)
    ]
