"""Tables in two phases: received and checked by a job, shown, confirmed as shown, committed by a job."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.desks.province.frame import DESK
from zhupei.desks.province.imports import ChoicesForm, ShownForm, ShownImport, UploadForm, sight
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.uploads import SHEET_BYTES, takes_file
from zhupei.imports import actions, kinds, queries
from zhupei.imports.models import Import
from zhupei.kernel import clock
from zhupei.pure.sheets.writing import template as workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST = 20
REFRESH = "3"  # seconds; the page of a running job asks again by itself, with or without a script


@partial(takes_file, most=SHEET_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def imports(request: HttpRequest, kind: str) -> HttpResponse:
    """What has been imported, and the form for the next file. POST receives it."""
    at = clock.now()
    subjects = kinds.get(kind).subjects(at)
    form = UploadForm(subjects, *((request.POST, request.FILES) if request.method == "POST" else ()))

    def show(fault: ActFault | None = None) -> HttpResponse:
        labels = {each.id: each.label for each in subjects}
        latest = [(each, labels.get(each.subject, "")) for each in queries.latest(request.user, kind, LATEST)]
        taken = any(each.open for each in subjects)
        context = {"kind": kinds.get(kind), "form": form, "latest": latest, "open": taken}
        return DESK.page(request, "province/imports.html", context, at=at, fault=fault)

    if request.method != "POST":
        return show()
    return acts.answer(
        request,
        form=form,
        act=lambda: actions.upload(
            actor=request.user,
            kind=kind,
            subject_id=form.cleaned_data["subject"],
            name=form.cleaned_data["file"].name,
            data=form.cleaned_data["file"].read(),
            at=at,
        ),
        again=show,
        done=lambda found: acts.done(request, "", _address(found)),
    )


@require_safe
@DESK.enter()
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook to fill in; filled with the roster where the kind has one."""
    found = kinds.get(kind)
    subject = next((each for each in found.subjects(clock.now()) if each.open), None)
    content = workbook(found.label, found.columns, found.rows(subject) if subject else ())
    return _file(content, f"{found.label}模板.xlsx")


@require_safe
@DESK.enter()
def import_(request: HttpRequest, import_id: UUID) -> HttpResponse:
    return _show(request, import_id)


@require_POST
@DESK.enter()
def choices(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Another sheet, other columns, rows left out: checked again."""
    seen = _sight(request, import_id)
    if seen.report is None:
        return acts.done(request, "", _address(seen.found))
    form = ChoicesForm(seen.kind, seen.report, seen.found.chosen, request.POST)
    return acts.answer(
        request,
        form=form,
        act=lambda: actions.choose(import_id=import_id, choices=form.choices(), actor=request.user, at=clock.now()),
        again=lambda fault: _show(request, import_id, fault, form),
        done=lambda found: acts.done(request, "", _address(found)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def confirmation(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The last question, with the counts once more. POST confirms what was shown."""
    seen = _sight(request, import_id)
    if request.method != "POST":
        if not seen.ready:
            return acts.done(request, "", _address(seen.found))
        context = {"sight": seen, "form": ShownForm(initial={"shown": seen.found.report_digest})}
        return DESK.page(request, "province/import_confirmation.html", context)
    form = ShownForm(request.POST)
    return acts.answer(
        request,
        form=form,
        act=lambda: actions.confirm(
            import_id=import_id, shown=form.cleaned_data["shown"], actor=request.user, at=clock.now()
        ),
        again=lambda fault: _show(request, import_id, fault),
        done=lambda found: acts.done(request, "", _address(found)),
    )


@require_POST
@DESK.enter()
def discarding(request: HttpRequest, import_id: UUID) -> HttpResponse:
    found = _found(request, import_id)
    return acts.answer(
        request,
        act=lambda: actions.discard(import_id=import_id, actor=request.user, at=clock.now()),
        again=lambda fault: _show(request, import_id, fault),
        done=lambda _: acts.done(request, "已放弃，什么都没有写入。", reverse(f"province:{found.kind}")),
    )


@require_safe
@DESK.enter()
def marked(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """His own workbook with the faults marked."""
    found = _found(request, import_id)
    content = queries.marked(found)
    if content is None:
        raise Http404
    stem = found.name.plain().rpartition(".")[0]
    return _file(content, f"{stem}（标注）.xlsx")


def _show(
    request: HttpRequest, import_id: UUID, fault: ActFault | None = None, typed: ChoicesForm | None = None
) -> HttpResponse:
    """The import as it is now. What was chosen stays when the fault stands beside it; else the form is new."""
    seen = _sight(request, import_id)
    form = ChoicesForm(seen.kind, seen.report, seen.found.chosen) if seen.report else None
    if fault is not None and fault.above is None and typed is not None:
        form = typed
    context = {"sight": seen, "form": form, "same": queries.same_file(seen.found), "back": _back(seen)}
    response = DESK.page(request, "province/import.html", context, fault=fault)
    if seen.running and fault is None:
        response["Refresh"] = REFRESH
    return response


def _sight(request: HttpRequest, import_id: UUID) -> ShownImport:
    found = _found(request, import_id)
    return sight(found, queries.report(found), kinds.get(found.kind).subjects(clock.request_time()))


def _found(request: HttpRequest, import_id: UUID) -> Import:
    found = queries.visible_to(request.user).filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def _back(seen: ShownImport) -> str:
    return reverse(f"province:{seen.kind.name}")


def _address(found: Import) -> str:
    return reverse("province:import", args=[found.pk])


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
