"""The person's own checked files. Only what a decoder has made is ever served, never the upload itself."""

from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhupei.desks.applicant.frame import DESK
from zhupei.dossiers import document_queries
from zhupei.dossiers.models import Document
from zhupei.kernel.crypto import vault

PICTURE = "image/jpeg"


@require_safe
@DESK.enter()
def file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The clean file to keep; a picture also to be shown (`?inline`)."""
    document = _find(request, document_id)
    shown = document.media_type == PICTURE and "inline" in request.GET
    name = f"{Path(document.name).stem}.jpg" if document.media_type == PICTURE else document.name
    return _serve(document.clean_key, document.media_type, name, download=not shown)


@require_safe
@DESK.enter()
def page(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """One page as a picture, counted from 1; a picture is its own first page."""
    document = _find(request, document_id)
    keys = document.page_keys or [document.clean_key]
    if not 1 <= number <= len(keys):
        raise Http404
    return _serve(keys[number - 1], PICTURE, f"{number}.jpg", download=False)


@require_safe
@DESK.enter()
def thumbnail(request: HttpRequest, document_id: UUID) -> HttpResponse:
    return _serve(_find(request, document_id).thumbnail_key, PICTURE, "thumbnail.jpg", download=False)


def _find(request: HttpRequest, document_id: UUID) -> Document:
    document = document_queries.visible_to(request.user).filter(pk=document_id).first()
    if document is None:
        raise Http404
    return document


def _serve(key: str, media_type: str, name: str, *, download: bool) -> HttpResponse:
    try:
        content = vault.get(key)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
