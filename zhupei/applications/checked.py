"""What the check page showed, as a digest that the submission brings back: nothing else is ever submitted.

The digest consists of one piece for each part of the page, so that a part that has changed meanwhile can be named.
"""

import hashlib
import json
from typing import Any

from zhupei.applications import rules
from zhupei.applications.models import Application
from zhupei.dossiers import snapshot
from zhupei.dossiers.sections import DOCUMENTS, SECTIONS

PARTS = ("报名状态", "志愿", "服从调剂", *(section.title for section in SECTIONS))
PIECE = 8  # hexadecimal digits


def digest(submission: rules.Submission, frozen: snapshot.Frozen) -> str:
    """64 hexadecimal digits over what people read on the check page; the same content gives the same digest."""
    application = submission.application
    values = [
        [application.state, submission.submissions],
        [[plan.base.name, plan.specialty_id, str(plan.pk)] for plan in submission.plans],
        application.accepts_adjustment,
        *(
            frozen["documents"] if section is DOCUMENTS else snapshot.section(frozen, section.key)
            for section in SECTIONS
        ),
    ]
    return "".join(_piece(application, value) for value in values)


def changed(shown: str, now: str) -> list[str]:
    """The parts in which two digests differ, in the words of the page."""
    places = [PIECE * n for n in range(len(PARTS))]
    return [part for part, at in zip(PARTS, places, strict=True) if shown[at : at + PIECE] != now[at : at + PIECE]]


def _piece(application: Application, value: Any) -> str:
    text = json.dumps([str(application.pk), value], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:PIECE]
