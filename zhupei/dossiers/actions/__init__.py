"""Everything that changes a dossier. Each action is one transaction; a refusal changes nothing."""

from zhupei.dossiers.actions.documents import accept, note, offer, refuse, take, upload
from zhupei.dossiers.actions.rows import (
    add_education,
    add_employment,
    remove_education,
    remove_employment,
    save_education,
    save_employment,
)
from zhupei.dossiers.actions.saving import save_basics, save_licence, save_work

__all__ = [
    "accept",
    "add_education",
    "add_employment",
    "note",
    "offer",
    "refuse",
    "remove_education",
    "remove_employment",
    "save_basics",
    "save_education",
    "save_employment",
    "save_licence",
    "save_work",
    "take",
    "upload",
]
