"""Invariant 10: every document row has its file, and reviewers see only what a decoder has passed."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from zhupei.applications.models import FormPaper, VersionDocument
from zhupei.dossiers.models import Document
from zhupei.dossiers.tasks import orphans
from zhupei.kernel.crypto import vault
from zhupei.kernel.crypto.ring import UnreadableSeal
from zhupei.reports.models import Export

ORPHAN_AGE = timedelta(days=1)


def documents() -> Iterator[str]:
    for row in Document.objects.order_by().iterator(chunk_size=1000):
        if row.state == Document.State.RECEIVED and not vault.exists(row.original_key):
            yield f"document {row.pk}: its file is missing"
        if row.clean_key and (fault := _fault(row.clean_key, row.digest) or _pictures(row)):
            yield f"document {row.pk}: {fault}"
    for paper in FormPaper.objects.exclude(made_at=None):
        if fault := _fault(paper.key, paper.digest):
            yield f"form of version {paper.version_id}: {fault}"
    for export in Export.objects.exclude(key=""):
        if fault := _fault(export.key, export.digest):
            yield f"export {export.pk}: {fault}"
    shown = VersionDocument.objects.filter(
        ~Q(document__state=Document.State.ACCEPTED) | ~Q(digest=F("document__digest"))
    )
    for version_id, slot in shown.values_list("version", "slot"):
        yield f"version {version_id} shows {slot} unchecked or with another digest"
    for key in orphans(older_than=ORPHAN_AGE):
        yield f"file {key} belongs to no row"


def _fault(key: str, digest: str) -> str:
    try:
        found = hashlib.sha256(vault.get(key)).hexdigest()
    except FileNotFoundError:
        return "its file is missing"
    except UnreadableSeal as error:
        return f"its file cannot be read ({error})"
    return "" if found == digest else "its file has another digest"


def _pictures(row: Document) -> str:
    """The small picture and the pages: made from the file, so their being there is enough."""
    missing = [key for key in (row.thumbnail_key, *row.page_keys) if not vault.exists(key)]
    return "a picture of it is missing" if missing else ""
