"""One application: fields of the version in force beside its documents, checklist, decision, revocation, reveal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.applications import actions, desk_queries, rules
from zhupei.applications import neighbour_queries as neighbours
from zhupei.applications.actions.leasing import take_lease
from zhupei.applications.actions.revealing import reveal
from zhupei.bases.models import Membership
from zhupei.desks.base import checklist, forms
from zhupei.desks.base.application_page import ApplicationPage
from zhupei.desks.base.filters import Chosen, desk_of
from zhupei.desks.base.frame import DESK, base_of
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock, prepared
from zhupei.kernel.refusals import require

VOID = "这份报名已作废：经技术支持核实，账号是他人用别人的证件号注册的，已经收回。没有执行任何操作，材料不再显示。"
DONE = {"approve": "已通过", "return": "已退回补正", "reject": "已审核不通过", "revoke": "已撤销通过，重新待审核"}


@require_safe
@DESK.enter()
def application(request: HttpRequest, base_id: UUID, application_id: UUID) -> HttpResponse:
    """The page; from now on the others see that this reviewer is looking."""
    at, base = clock.request_time(), base_of(request)
    found = desk_queries.on_desk.first_of(base, application_id, request.user, at)
    prepared.ahead(found, desk_queries.decided.of(application_id, base))
    page = _page(request, application_id, at)
    if page is None:
        return _gone(request, application_id)
    chosen = _chosen(request, at)
    list_ = (base, chosen.round_id(page.application.round_id), chosen.wanted, page.position)
    around = neighbours.asked_around(*list_, viewer=request.user, at=at)
    prepared.ahead(*page.asked(), *around)
    shown = _show(request, page)
    if page.waits and page.frozen is None:
        take_lease(application_id=application_id, actor=request.user, at=at)
    return shown


@require_POST
@DESK.enter()
def decision(request: HttpRequest, base_id: UUID, application_id: UUID) -> HttpResponse:
    """通过, 退回补正, 不通过: about exactly the version that was seen; then on to the next of the list."""
    form, at, base = forms.DecisionForm(request.POST), clock.now(), base_of(request)
    form.is_valid()
    marks = checklist.read(request.POST)
    found = desk_queries.find(base, application_id, viewer=request.user, at=at)
    if found is None:
        return _gone(request, application_id, form.cleaned_data.get("version_id"))
    page = ApplicationPage(base, found, at, marks, {})

    def again(fault: ActFault) -> HttpResponse:
        if fault.refusal is None:
            return _show(request, page, fault, form=form)
        fresh = desk_queries.find(base, application_id, viewer=request.user, at=at)
        if fresh is None:
            return _to_queue(request, f"{page.version.name}：{fault.refusal.words}")
        return _show(request, ApplicationPage(base, fresh, at, marks, {}), fault, form=form)

    return acts.answer(
        request,
        lambda: _decide(request, page, form.cleaned_data, at),
        form=form,
        again=again,
        done=lambda _: _onwards(request, page, form.cleaned_data["verdict"]),
    )


@require_POST
@DESK.enter(Membership.Role.ADMINISTRATOR)
def revocation(request: HttpRequest, base_id: UUID, application_id: UUID) -> HttpResponse:
    """撤销通过, by the base administrator, with a reason."""
    form, at = forms.RevocationForm(request.POST), clock.now()
    page = _page(request, application_id, at)
    if page is None:
        return _gone(request, application_id)

    def again(fault: ActFault) -> HttpResponse:
        fresh = page if fault.refusal is None else _page(request, application_id, at)
        return _show(request, fresh, fault, revocation=form) if fresh else _gone(request, application_id)

    return acts.answer(
        request,
        lambda: actions.revoke(application_id=application_id, actor=request.user, at=at, **form.cleaned_data),
        form=form,
        again=again,
        done=lambda _: acts.done(
            request, f"{DONE['revoke']}：{page.version.name}", _address(page) + _chosen(request, at).address
        ),
    )


@require_POST
@DESK.enter()
def reveals(request: HttpRequest, base_id: UUID, application_id: UUID) -> HttpResponse:
    """Show one masked number in this answer only: recorded with its reason, limited a day."""
    form, at = forms.RevealForm(request.POST), clock.now()
    page = _page(request, application_id, at)
    if page is None:
        return _gone(request, application_id)

    def shown(value: str) -> HttpResponse:
        page.revealed = {form.cleaned_data["what"]: value}
        return _show(request, page)

    return acts.answer(
        request,
        lambda: reveal(application_id=application_id, actor=request.user, at=at, **form.cleaned_data),
        form=form,
        again=lambda fault: _show(request, page, reveal_fault=fault),
        done=shown,
    )


def _page(request: HttpRequest, application_id: UUID, at: datetime) -> ApplicationPage | None:
    base = base_of(request)
    found = desk_queries.find(base, application_id, viewer=request.user, at=at)
    return ApplicationPage(base, found, at, {}, {}) if found is not None else None


def _gone(request: HttpRequest, application_id: UUID, version_id: UUID | None = None) -> HttpResponse:
    """The base is told what is void, and who had the version on the screen that it was withdrawn; else the 404."""
    base = base_of(request)
    if desk_queries.is_void_here(base, application_id):
        return _to_queue(request, VOID)
    if version_id is None or not desk_queries.was_seen_here(base, application_id, version_id):
        raise Http404
    return _to_queue(request, "学员刚刚取消了这份报名，没有执行任何操作。")


def _to_queue(request: HttpRequest, why: str) -> HttpResponse:
    messages.warning(request, why)
    return HttpResponseRedirect(_queue(base_of(request).pk) + _chosen(request, clock.request_time()).address)


def _decide(request: HttpRequest, page: ApplicationPage, given: dict[str, Any], at: datetime) -> None:
    """Carry the decision out, or raise `Refused`."""
    verdict, flagged = given["verdict"], checklist.flagged(page.items)
    seen: dict[str, Any] = {
        "application_id": page.application.pk,
        "version_id": given["version_id"],
        "actor": request.user,
        "at": at,
    }
    if verdict == "approve":
        require(rules.approving(checklist.marked(page.items)))
        actions.approve(**seen)
    elif verdict == "return":
        actions.return_for_correction(items=flagged, reason=given["reason"], **seen)
    else:
        actions.reject(reason=given["reason"], **seen)


def _onwards(request: HttpRequest, page: ApplicationPage, verdict: str) -> HttpResponse:
    """To the next of the list one came from, or back to the list when it is done."""
    chosen = _chosen(request, page.at)
    round_id = chosen.round_id(page.application.round_id)
    following = neighbours.next_after(page.base, round_id, chosen.wanted, page.position)
    left = following is None or following == page.application.pk
    to = _queue(page.base.pk) if left else reverse("base:application", args=[page.base.pk, following])
    return acts.done(request, f"{DONE[verdict]}：{page.version.name}（{page.application.number}）", to + chosen.address)


def _chosen(request: HttpRequest, at: datetime) -> Chosen:
    """The list one came from."""
    return Chosen.read(request.GET, desk_of(request, at))


def _queue(base_id: UUID) -> str:
    return reverse("base:queue", args=[base_id])


def _address(page: ApplicationPage) -> str:
    return reverse("base:application", args=[page.base.pk, page.application.pk])


def _show(request: HttpRequest, page: ApplicationPage, fault: ActFault | None = None, **special: Any) -> HttpResponse:
    """`special`: bound forms of what was just posted; `reveal_fault`: why a number is not shown."""
    chosen = _chosen(request, page.at)
    list_ = (page.base, chosen.round_id(page.application.round_id), chosen.wanted, page.position)
    rows = neighbours.around(*list_, viewer=request.user, at=page.at)
    ids = [row.id for row in rows]
    here = ids.index(page.application.pk) if page.application.pk in ids else None
    later, earlier = neighbours.beside(rows, page.position, chosen.wanted)
    context = {
        "page": page,
        "chosen": chosen,
        "rows": rows,
        "here": here,
        "following": later[0].id if later else None,
        "preceding": earlier[-1].id if earlier else None,
        "form": forms.DecisionForm(initial={"version_id": page.version.pk}),
        "revocation": forms.RevocationForm(initial={"version_id": page.version.pk}),
        **special,
    }
    return DESK.page(request, "base_desk/application.html", context, at=page.at, fault=fault)
