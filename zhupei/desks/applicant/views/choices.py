"""志愿填报: choose a base, then up to three of its specialties in order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.accounts import queries as accounts
from zhupei.applications import actions, queries, rules, states
from zhupei.applications.models import Application, Choice
from zhupei.bases.models import ProgrammeKind, Track
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PersonCategory
from zhupei.cycles.rules import open_window
from zhupei.desks.applicant import choice_list, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers.sections import EDUCATION
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates
from zhupei.reports import competition
from zhupei.reports.journey import Journey

STALE = "choice:stale"
AWAY = {"check": "applicant:check", "basics": "applicant:basics"}


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def choices(request: HttpRequest) -> HttpResponse:
    """Shows bases or the specialties of one; a POST makes one change to the list."""
    shown = dossiers.asked(request.user, (EDUCATION.key,)) if request.method != "POST" else []
    own_journey.read_ahead(request, *shown, about=own_journey.choices)
    now = own_journey.of(request)
    if now.round is None:
        return DESK.page(request, "applicant/application/no_round.html")
    return _change(request) if request.method == "POST" else _show(request)


def _show(request: HttpRequest, fault: ActFault | None = None) -> HttpResponse:
    now = own_journey.of(request)
    assert now.round is not None
    application = now.application
    track, kind = _entry(request, application)
    data = dossiers.load(request.user, parts=(EDUCATION.key,))
    category = queries.category(now.round.cycle, data.dossier.category)
    listed = now.round.cycle_id in data.listed_cycles
    chosen = queries.choices(application)
    asked = _uuid(request.GET.get("base", ""))
    base_id = asked or (chosen[0].plan.base_id if chosen else None)
    lines = cycles.plan_lines(now.round, track=track, kind=kind)
    context: dict[str, Any] = {
        "application": application,
        "category": category,
        "place": queries.designated_place(request.user, now.round) if listed else None,
        "chosen": chosen,
        "ranks": {choice.plan_id: choice.rank for choice in chosen},
        "entry": {"track": track, "kind": kind},
        "entries": choice_list.entries(track, kind),
        "adjustment": accounts.adjustment_text(),
        "editable": application is None or application.state == states.DRAFT,
        "window_refusal": open_window(now.window, now.at, "网上报名"),
        "category_refusal": rules.category_may_choose(category),
        "competition": competition.counts(now.round) if now.round.show_competition else None,
        "bases": choice_list.bases(lines, request.GET.get("q", "")),
        "q": request.GET.get("q", ""),
    }
    if base_id is not None and "change" not in request.GET:
        own = [line for line in lines if line.base_id == base_id]
        if not own and asked:
            raise Http404
        majors = [education.major_id for education in data.educations]
        context["lines"] = choice_list.rows(own, context, majors, cycles.major_rules(now.round.cycle_id))
        context["elsewhere"] = _elsewhere(chosen, base_id, track, kind)
    return DESK.page(request, "applicant/application/choices.html", context, fault=fault)


def _elsewhere(chosen: Sequence[Choice], base_id: UUID, track: str, kind: str) -> str:
    """What separates the choices from the base that is shown: choosing there means giving them up. '' for nothing."""
    if not chosen:
        return ""
    plan = chosen[0].plan
    if (plan.specialty.track, plan.specialty.kind) != (track, kind):
        return "类别"
    return "基地" if plan.base_id != base_id else ""


def _change(request: HttpRequest) -> HttpResponse:
    """One button: whatever it is, the answer about 服从调剂 is saved with it; then it leads on."""
    now = own_journey.of(request)
    assert now.round is not None
    track, kind = _entry(request, now.application)
    move, automatic, at = request.POST.get("move", ""), "X-Autosave" in request.headers, clock.now()
    text = request.POST.get("q", "").strip()
    back = reverse("applicant:choices") + choice_list.onward(move, request.GET, text)

    def change() -> Application:
        application = _draft(request, now, track, kind, at)
        plans = [choice.plan_id for choice in queries.choices(application)]
        arranged = choice_list.after(move, plans, _given_place(request, now, move))
        answer = {"yes": True, "no": False}.get(request.POST.get("accepts_adjustment", ""))
        if answer is None and _is_designated(request, now):
            answer = False
        return actions.set_choices(
            application_id=application.pk,
            plan_ids=arranged,
            accepts_adjustment=answer if answer is not None else application.accepts_adjustment,
            revision=_number(request.POST.get("version", ""), application.revision),
            actor=request.user,
            at=at,
        )

    def changed(application: Application) -> HttpResponse:
        if automatic:
            return JsonResponse({"saved_at": dates.clock(at), "version": application.revision})
        said = f"已保存 {dates.clock(at)}，还没有提交。" if move == "save" and not text else ""
        return acts.done(request, said, reverse(AWAY[move]) if move in AWAY else back)

    def again(fault: ActFault) -> HttpResponse:
        own_journey.forget(request)
        return _show(request, fault)

    return acts.answer(request, change, again=again, done=changed, explained=partial(_explained, request, now, move))


def _draft(request: HttpRequest, now: Journey, track: str, kind: str, at: datetime) -> Application:
    """The application to arrange; opened when there is none, or when the person comes through another entry."""
    known = now.application
    if known is not None and (known.track, known.kind) == (track, kind):
        return known
    return actions.open_draft(actor=request.user, round_=now.round, track=track, kind=kind, at=at)


def _given_place(request: HttpRequest, now: Journey, move: str) -> UUID | None:
    """The plan line of a designated person, where the button asks for it."""
    place = queries.designated_place(request.user, now.round) if move == "designated" else None
    return place.plan_id if place else None


def _explained(request: HttpRequest, now: Journey, move: str, refusal: Refusal) -> Refusal:
    """On a conflict, what another window has changed is named."""
    if refusal.code != STALE:
        return refusal
    return replace(refusal, message=f"{refusal.message}{_differences(request, now, move)}")


def _differences(request: HttpRequest, now: Journey, move: str) -> str:
    """What was chosen here, on the list that the page had shown, beside what is stored."""
    assert now.round is not None
    own_journey.forget(request)
    application = own_journey.of(request).application
    if application is None:
        return ""
    plan = cycles.plan(now.round.pk)
    stored = [choice.plan_id for choice in queries.choices(application)]
    seen = [found for each in request.POST.get("seen", "").split(",") if (found := _uuid(each)) in plan and found]
    place = _given_place(request, now, move)
    wanted = choice_list.after(move, seen, place) if "seen" in request.POST else stored
    return choice_list.differences(
        [plan[each].specialty.name for each in wanted if each in plan],
        [plan[each].specialty.name for each in stored],
        {"yes": True, "no": False}.get(request.POST.get("accepts_adjustment", "")),
        application.accepts_adjustment,
    )


def _is_designated(request: HttpRequest, now: Journey) -> bool:
    assert now.round is not None
    data = dossiers.load(request.user, parts=())
    category = queries.category(now.round.cycle, data.dossier.category)
    return category is not None and category.choice_mode == PersonCategory.ChoiceMode.DESIGNATED


def _entry(request: HttpRequest, application: Application | None) -> tuple[str, str]:
    """Track and kind: asked for in the address, else the application's, else those of the portal's entry."""
    asked = request.POST if request.method == "POST" else request.GET
    track, kind = asked.get("track", ""), asked.get("kind", "")
    if track in Track.values and kind in ProgrammeKind.values:
        return track, kind
    if application is not None:
        return application.track, application.kind
    return own_journey.track_of(request), ProgrammeKind.RESIDENCY.value


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
