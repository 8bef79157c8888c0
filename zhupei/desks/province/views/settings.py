"""设置: every group of settings of a round and its cycle, its form, what was changed, what differs from last year."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.approvals import queries as motions
from zhupei.approvals.models import Motion
from zhupei.cycles import actions, differences, history, policies, policy_rules
from zhupei.cycles import queries as cycles
from zhupei.cycles.actions.policies import digest
from zhupei.cycles.changes import SettingChange
from zhupei.cycles.models import Round
from zhupei.cycles.policies import Settings
from zhupei.desks.province.frame import DESK
from zhupei.desks.province.setting_form import SettingForm
from zhupei.desks.province.views.motions import labelled
from zhupei.desks.shared import acts, lists
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.addresses import url
from zhupei.kernel import clock
from zhupei.reports.lists.setting_changes import SettingChanges
from zhupei.reports.lists.staff import Office

LATEST = 30  # changes beside the form; all of them are a list of their own


@require_safe
@DESK.enter()
def overview(request: HttpRequest) -> HttpResponse:
    """`?round=2`: another round of the current cycle."""
    at = clock.request_time()
    calendar, round_ = _chosen(request, at)
    if round_ is None:
        return DESK.page(request, "province/settings.html", {"calendar": None}, at=at)
    groups = list(differences.compared(round_, None))
    context = {"calendar": calendar, "round": round_, "groups": groups}
    return DESK.page(request, "province/settings.html", context, at=at)


@require_safe
@DESK.enter()
def against_last_cycle(request: HttpRequest) -> HttpResponse:
    """Every setting beside that of the cycle before; beside the usual one where there was none."""
    at = clock.request_time()
    calendar, round_ = _chosen(request, at)
    if round_ is None:
        return DESK.page(request, "province/differences.html", {"calendar": None}, at=at)
    former = differences.former_cycle(round_.cycle)
    groups = list(differences.compared(round_, former))
    context = {"calendar": calendar, "round": round_, "former": former, "groups": groups}
    return DESK.page(request, "province/differences.html", context, at=at)


@require_safe
@DESK.enter()
def changes(request: HttpRequest) -> HttpResponse:
    """Of dates and settings, newest first."""
    at = clock.request_time()
    listed = lists.show(
        request,
        SettingChanges(),
        Office(request.user, at),
        at,
        row_address=lambda act: url("province:motion", act.motion) if act.motion else "",
        empty="日程和设置还没有改动过。",
    )
    return DESK.page(request, "province/changes.html", {"listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def setting(request: HttpRequest, group: str, owner_id: UUID) -> HttpResponse:
    """Saves, or proposes to a second officer once people register. Whoever was overtaken sees what holds now."""
    settings, at = _found(group, owner_id), clock.now()
    if request.method != "POST":
        return _show(request, _form(settings, at), at)
    form = _form(settings, at, request.POST)
    return acts.answer(
        request,
        lambda: _propose(request, form, at) if form.two else _save(request, form, at),
        form=form,
        again=lambda fault: _again(request, form, fault, at),
        done=lambda result: acts.done(request, _said(result), _address(result, settings)),
    )


def _save(request: HttpRequest, form: SettingForm, at: datetime) -> Sequence[SettingChange]:
    return actions.set_policies(**_given(request, form, at))


def _propose(request: HttpRequest, form: SettingForm, at: datetime) -> Motion:
    return actions.propose_policies(reason=form.cleaned_data["reason"], **_given(request, form, at))


def _given(request: HttpRequest, form: SettingForm, at: datetime) -> dict[str, Any]:
    return {
        "group": form.settings.group.name,
        "owner_id": form.settings.owner.pk,
        "values": form.values(),
        "shown": form.cleaned_data["shown"],
        "actor": request.user,
        "at": at,
    }


def _said(result: Sequence[SettingChange] | Motion) -> str:
    if isinstance(result, Motion):
        return "已提出，等另一位省级管理员复签。复签之前设置不变。"
    words = "、".join(f"{change.label}改为{change.new}" for change in result)
    return f"已保存：{words}。" if words else "没有改动，设置与之前相同。"


def _address(result: Sequence[SettingChange] | Motion, settings: Settings) -> str:
    if isinstance(result, Motion):
        return reverse("province:motion", args=[result.pk])
    return reverse("province:setting", args=[settings.group.name, settings.owner.pk])


def _again(request: HttpRequest, form: SettingForm, fault: ActFault, at: datetime) -> HttpResponse:
    """What was chosen stays when the fault stands beside it; else the page shows what holds now."""
    if fault.above is None:
        return _show(request, form, at, fault)
    return _show(request, _form(_found(form.settings.group.name, form.settings.owner.pk), at), at, fault)


def _show(request: HttpRequest, form: SettingForm, at: datetime, fault: ActFault | None = None) -> HttpResponse:
    group, owner = form.settings.group, form.settings.owner
    context = {
        "form": form,
        "group": group,
        "owner_name": str(owner),
        "waiting": labelled([motions.open_about(group.verb, group.scope, str(owner.pk))]),
        "changes": history.entries(history.of_group(group, owner.pk)[:LATEST]),
        "address": reverse("province:setting", args=[group.name, owner.pk]),
    }
    return DESK.page(request, "province/setting.html", context, at=at, fault=fault)


def _form(settings: Settings, at: datetime, *given: Any) -> SettingForm:
    two = policy_rules.alone(settings, at) is not None
    return SettingForm(settings, digest(settings), two, *given)


def _found(name: str, owner_id: UUID) -> Settings:
    try:
        return policies.find(policies.get(name), owner_id)
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404 from error


def _chosen(request: HttpRequest, at: datetime) -> tuple[cycles.Calendar | None, Round | None]:
    calendar = cycles.calendar(at)
    if calendar is None:
        return None, None
    wanted = [each for each in calendar.rounds if str(each.number) == request.GET.get("round", "")]
    return calendar, wanted[0] if wanted else calendar.round
