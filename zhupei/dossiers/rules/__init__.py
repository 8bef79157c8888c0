"""What a dossier must contain, which documents are asked of whom, and what may be saved or uploaded (domain 5).

Completeness is never a reason not to save: `gaps` says what is missing, `tasks` says it as a list for people.
"""

from zhupei.dossiers.rules.completeness import (
    ASSISTANT_GP,
    RESIDENCY,
    Gap,
    gaps,
    impossible_dates,
    likely_kind,
    warnings,
)
from zhupei.dossiers.rules.conditions import CONDITIONS, NEEDED, asked, condition
from zhupei.dossiers.rules.doubts import Doubt, doubts
from zhupei.dossiers.rules.editing import editing
from zhupei.dossiers.rules.majors import contradiction
from zhupei.dossiers.rules.matrix import PER_EDUCATION, Demanded, demanded, education_name, slot_of, split_slot
from zhupei.dossiers.rules.pictures import (
    DISTINCT,
    blocking,
    document,
    document_limits,
    is_card,
    judged,
    portrait,
    read,
    reading_decides,
    reading_kind,
    repairable,
    seen,
)
from zhupei.dossiers.rules.prefill import card, prefill
from zhupei.dossiers.rules.saving import MOST_ROWS, conflict, room
from zhupei.dossiers.rules.tasklist import Task, tasks
from zhupei.dossiers.rules.uploads import (
    CONSENTED,
    MOST_UPLOADS,
    UPLOADS_WINDOW,
    consent,
    intake_limits,
    limits_in_words,
    pace,
    portrait_limits,
    scan_kind,
    upload,
)

__all__ = [
    "ASSISTANT_GP",
    "CONDITIONS",
    "CONSENTED",
    "DISTINCT",
    "MOST_ROWS",
    "MOST_UPLOADS",
    "NEEDED",
    "PER_EDUCATION",
    "RESIDENCY",
    "UPLOADS_WINDOW",
    "Demanded",
    "Doubt",
    "Gap",
    "Task",
    "asked",
    "blocking",
    "card",
    "condition",
    "conflict",
    "contradiction",
    "consent",
    "demanded",
    "document",
    "document_limits",
    "doubts",
    "editing",
    "education_name",
    "gaps",
    "impossible_dates",
    "intake_limits",
    "is_card",
    "judged",
    "likely_kind",
    "limits_in_words",
    "pace",
    "portrait",
    "portrait_limits",
    "prefill",
    "read",
    "reading_decides",
    "reading_kind",
    "repairable",
    "room",
    "scan_kind",
    "seen",
    "slot_of",
    "split_slot",
    "tasks",
    "upload",
    "warnings",
]
