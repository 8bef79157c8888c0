"""Who edits a dossier: its owner, while nothing that stands above it keeps it closed."""

from datetime import datetime

from zhupei.accounts import rules as accounts
from zhupei.dossiers.lock_queries import LockedDossier
from zhupei.kernel.refusals import Refusal


def editing(held: LockedDossier, item: str, at: datetime) -> Refusal | None:
    """`item`: a section (basics, education, work, licence) or `document:<slot>`."""
    if refusal := accounts.applicant(held.owner):
        return refusal
    refusals = (rule.refusal(answer, item, at) for rule, answer in held.answers)
    return next(filter(None, refusals), None)
