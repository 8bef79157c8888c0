"""Reading the words on a document that already counts: hints that nobody has to wait for."""

from dataclasses import asdict

from zhupei.dossiers import actions, document_queries
from zhupei.dossiers.actions.documents import READ
from zhupei.dossiers.tasks.checking import limits_at, read
from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault


@jobs.app.task(**jobs.READING, name=READ, retry=jobs.RETRY)
def read_document(document_id: str) -> None:
    """Add what is read to the report, once."""
    document = document_queries.unread(document_id)
    if document is None:
        return
    at = clock.now()
    pages = (vault.get(key) for key in document.page_keys or (document.clean_key,))
    checks, card = read(document, pages, limits_at(at), at, upright=not document.page_keys)
    actions.note(document=document, checks=[asdict(each) for each in checks], card=card, at=at)
