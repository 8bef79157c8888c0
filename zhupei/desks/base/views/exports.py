"""导出 of the queue: asked for with a reason, made by a job, taken by whoever asked, gone after a day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.desks.base.filters import QUEUE, Chosen, desk_of
from zhupei.desks.base.frame import DESK, base_of
from zhupei.desks.shared import acts, lists
from zhupei.desks.shared import exports as shared
from zhupei.desks.shared.addresses import url
from zhupei.kernel import clock
from zhupei.reports import actions, queries
from zhupei.reports.lists import own_exports
from zhupei.reports.models import Export


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def exports(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """What would go into the file, and the files of today; POST asks for one."""
    if request.method != "POST":
        return _show(request, clock.request_time())
    at, form = clock.now(), shared.ExportForm(request.POST)
    return acts.answer(
        request,
        form=form,
        act=lambda: shared.ask(request, form, QUEUE, desk_of(request, at), at),
        again=lambda fault: _show(request, at, fault, form=form),
        done=lambda export: acts.done(request, "", reverse("base:export", args=[base_id, export.pk])),
    )


@require_safe
@DESK.enter()
def export(request: HttpRequest, base_id: UUID, export_id: UUID) -> HttpResponse:
    """How far it is; without a script, too, the page comes again until the file is there."""
    found, at = _find(request, export_id), clock.request_time()
    context = {
        "export": found,
        "why": own_exports.why(found),
        "goes_at": found.made_at and found.made_at + queries.LIFE,
        "address": found.address.plain(),
    }
    response = DESK.page(request, "base_desk/export.html", context, at=at)
    if found.waits:
        response["Refresh"] = shared.REFRESH
    return response


@require_POST
@DESK.enter()
def export_file(request: HttpRequest, base_id: UUID, export_id: UUID) -> HttpResponse:
    """One download; recorded before the file leaves."""
    found, at = _find(request, export_id), clock.now()
    return acts.answer(
        request,
        act=lambda: actions.take(export_id=found.pk, actor=request.user, at=at),
        again=lambda fault: _again(request, export_id, fault),
        done=shared.file_of,
    )


def _again(request: HttpRequest, export_id: UUID, fault: acts.ActFault) -> HttpResponse:
    found = _find(request, export_id)
    context = {"export": found, "why": "", "address": found.address.plain()}
    return DESK.page(request, "base_desk/export.html", context, fault=fault)


def _find(request: HttpRequest, export_id: UUID) -> Export:
    """One's own; a colleague's, a stranger's and one that does not exist are the same 404."""
    found = queries.own.first(request.user, str(base_of(request).pk), export_id)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, at: datetime, fault: acts.ActFault | None = None, **special: Any) -> HttpResponse:
    base, desk = base_of(request), desk_of(request, at)
    chosen = Chosen.read(request.GET, desk)
    mine = own_exports.Mine(request.user, str(base.pk), at)
    rows = queries.recent(request.user, mine.desk, at - queries.LIFE)
    counted = QUEUE.count(desk, chosen.asked)
    context = {
        "chosen": chosen,
        "told": QUEUE.told(chosen.asked, desk),
        "rows": counted.total,
        "form": shared.fresh_form(),
        "mine": lists.table(
            *(own_exports.OwnExports(), mine, rows, at),
            row_address=lambda row: url("base:export", base.pk, row.pk),
        ),
        **special,
    }
    return DESK.page(request, "base_desk/exports.html", context, at=at, fault=fault)
