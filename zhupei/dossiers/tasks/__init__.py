"""Jobs of the dossier: checking uploads, taking up lost checks, sweeping files that no row knows."""

from zhupei.dossiers.tasks.checking import check_document, reconcile_checks
from zhupei.dossiers.tasks.document_words import read_document
from zhupei.dossiers.tasks.sweeping import orphans, sweep_orphans

__all__ = ["check_document", "orphans", "read_document", "reconcile_checks", "sweep_orphans"]
