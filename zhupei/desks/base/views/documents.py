"""The bytes of submitted documents: found only through an application that this base sees."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhupei.applications import desk_queries, snapshot
from zhupei.desks.base.frame import DESK, base_of
from zhupei.desks.base.shown_version import pending_slots
from zhupei.dossiers.models import Document
from zhupei.kernel.crypto import vault

PDF, JPEG = "application/pdf", "image/jpeg"


@require_safe
@DESK.enter()
def document(request: HttpRequest, base_id: UUID, application_id: UUID, document_id: UUID) -> HttpResponse:
    """The whole file as it was checked: an image to look at, a PDF to save."""
    number, found = _find(request, application_id, document_id)
    ending = "pdf" if found.media_type == PDF else "jpg"
    return _send(found.clean_key, found.media_type, f"{number}-{found.kind}.{ending}")


@require_safe
@DESK.enter()
def document_page(
    request: HttpRequest, base_id: UUID, application_id: UUID, document_id: UUID, number: int
) -> HttpResponse:
    """The picture of one page of a PDF, counted from 1."""
    application_number, found = _find(request, application_id, document_id)
    if not 1 <= number <= len(found.page_keys):
        raise Http404
    return _send(found.page_keys[number - 1], JPEG, f"{application_number}-{found.kind}-{number}.jpg")


@require_safe
@DESK.enter()
def document_thumbnail(request: HttpRequest, base_id: UUID, application_id: UUID, document_id: UUID) -> HttpResponse:
    number, found = _find(request, application_id, document_id)
    if not found.thumbnail_key:
        raise Http404
    return _send(found.thumbnail_key, JPEG, f"{number}-{found.kind}-small.jpg")


def _find(request: HttpRequest, application_id: UUID, document_id: UUID) -> tuple[str, Document]:
    """The application's number and the file; a stranger's file and a missing one are the same 404."""
    base = base_of(request)
    application = desk_queries.find_version(base, application_id)
    if application is None or application.version is None:
        raise Http404
    slots = pending_slots(snapshot.read(application.version))
    found = desk_queries.file(application, base, document_id, slots)
    if found is None:
        raise Http404
    return application.number or "", found


def _send(key: str, media_type: str, name: str) -> HttpResponse:
    try:
        content = vault.get(key)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=media_type == PDF, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
