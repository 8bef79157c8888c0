"""The portal: what everybody may read without an account."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhupei.bases.models import Track
from zhupei.cycles import queries as cycles
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.prose import paragraphs
from zhupei.desks.public.shelved import shelved
from zhupei.kernel import clock
from zhupei.portal import actions, queries

LATEST = 6
PER_PAGE = 20


@require_safe
@DESK.enter()
@shelved()
def home(request: HttpRequest, at: datetime) -> HttpResponse:
    """首页: where the year stands, the two entries, announcements, templates."""
    calendar = cycles.calendar(at)
    context = {
        "calendar": calendar,
        "steps": calendar.steps(at) if calendar else [],
        "window": calendar and calendar.registration.window.state(at),
        "tracks": _tracks(cycles.plan_totals(calendar.round) if calendar else {}),
        "announcements": queries.latest(at, LATEST),
        "templates": queries.blanks(),
    }
    return DESK.page(request, "public/home.html", context, at=at)


def _tracks(totals: dict[str, cycles.Totals]) -> list[tuple[Track, str, cycles.Totals | None]]:
    words = {
        Track.WESTERN: "住院医师规范化培训 · 助理全科医生培训",
        Track.TCM: "中医、中医全科住院医师规范化培训",
    }
    return [(track, words[track], totals.get(track)) for track in Track]


@require_safe
@DESK.enter()
@shelved("page")
def announcements(request: HttpRequest, at: datetime) -> HttpResponse:
    page = Paginator(queries.announcements(at), PER_PAGE).get_page(request.GET.get("page"))
    return DESK.page(request, "public/announcements.html", {"page": page}, at=at)


@require_safe
@DESK.enter()
@shelved()
def announcement(request: HttpRequest, pk: UUID, at: datetime) -> HttpResponse:
    found = get_object_or_404(queries.announcements(at), pk=pk)
    context = {"announcement": found, "paragraphs": paragraphs(found.body)}
    return DESK.page(request, "public/announcement.html", context, at=at)


@require_safe
@DESK.enter()
@shelved()
def procedure(request: HttpRequest, at: datetime) -> HttpResponse:
    """报名流程 and 操作须知, with the exact dates of every stage."""
    calendar = cycles.calendar(at)
    rows = [(stage, stage.window.state(at)) for stage in (calendar.stages if calendar else [])]
    texts = [(page, paragraphs(page.body)) for page in queries.pages("procedure", "instructions")]
    rounds = [
        (round_, [row for row in rows if row[0].round_id == round_.pk])
        for round_ in (calendar.rounds if calendar else [])
    ]
    return DESK.page(request, "public/procedure.html", {"texts": texts, "rounds": rounds}, at=at)


@require_safe
@DESK.enter()
def account_help(request: HttpRequest) -> HttpResponse:
    """账号找回: whom to call, what to bring, what happens when telephone or number is not in its owner's hands."""
    return DESK.page(request, "public/account_help.html", {"contacts": queries.contacts()}, at=clock.now())


@require_safe
@DESK.enter()
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """模版下载: the blank form as PDF, drawn when it was loaded."""
    found = queries.templates().filter(kind=kind).defer(None).first()
    if found is None:
        raise Http404
    pdf = bytes(found.pdf) if found.pdf else actions.draw(found)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.title}.pdf") or "attachment"
    response["Cache-Control"] = "public, max-age=3600"
    return response
