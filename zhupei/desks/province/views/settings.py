"""设置: every group of settings of a round and its cycle, its form, what was changed, what differs from last year."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.accounts.models import Post
from zhupei.approvals import queries as motions
from zhupei.cycles import actions, differences, history, policies, policy_rules
from zhupei.cycles import queries as cycles
from zhupei.cycles.actions.policies import digest
from zhupei.cycles.changes import Change
from zhupei.cycles.models import Round
from zhupei.cycles.policies import Settings
from zhupei.desks.province.frame import page
from zhupei.desks.province.setting_form import SettingForm
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused

PER_PAGE = 30


@require_safe
@staff_required(Post.Role.PROVINCE)
def overview(request: HttpRequest) -> HttpResponse:
    """`?round=2`: another round of the current cycle."""
    at = clock.reading()
    calendar, round_ = _chosen(request, at)
    if round_ is None:
        return page(request, "province/settings.html", at, {"calendar": None})
    groups = list(differences.compared(round_, None))
    context = {"calendar": calendar, "round": round_, "groups": groups}
    return page(request, "province/settings.html", at, context)


@require_safe
@staff_required(Post.Role.PROVINCE)
def against_last_cycle(request: HttpRequest) -> HttpResponse:
    """Every setting beside that of the cycle before; beside the usual one where there was none."""
    at = clock.reading()
    calendar, round_ = _chosen(request, at)
    if round_ is None:
        return page(request, "province/differences.html", at, {"calendar": None})
    former = differences.former_cycle(round_.cycle)
    groups = list(differences.compared(round_, former))
    context = {"calendar": calendar, "round": round_, "former": former, "groups": groups}
    return page(request, "province/differences.html", at, context)


@require_safe
@staff_required(Post.Role.PROVINCE)
def changes(request: HttpRequest) -> HttpResponse:
    """Of dates and settings, newest first."""
    listed = Paginator(history.events(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": listed, "changes": history.entries(listed)}
    return page(request, "province/changes.html", clock.reading(), context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.PROVINCE)
def setting(request: HttpRequest, group: str, owner_id: UUID) -> HttpResponse:
    """Whoever was overtaken by somebody else sees what holds now."""
    settings, at = _found(group, owner_id), clock.now()
    form = _form(settings, at)
    if request.method != "POST":
        return _show(request, form, at)
    form = _form(settings, at, request.POST)
    if not form.is_valid():
        return _show(request, form, at, status=422)
    try:
        return _saved(request, form, at)
    except Refused as refused:
        return _refused(request, form, refused.refusal, at)


def _saved(request: HttpRequest, form: SettingForm, at: datetime) -> HttpResponse:
    settings = form.settings
    given: dict[str, Any] = {
        "group": settings.group.name,
        "owner_id": settings.owner.pk,
        "values": form.values(),
        "shown": form.cleaned_data["shown"],
        "actor": request.user,
        "at": at,
    }
    if "reason" in form.fields:
        motion = actions.propose_policies(reason=form.cleaned_data["reason"], **given)
        messages.success(request, "已提出，等另一位省级管理员复签。复签之前设置不变。")
        return HttpResponseRedirect(reverse("province:motion", args=[motion.pk]))
    messages.success(request, _said(actions.set_policies(**given)))
    return HttpResponseRedirect(reverse("province:setting", args=[settings.group.name, settings.owner.pk]))


def _said(changed: Sequence[Change]) -> str:
    words = "、".join(f"{change.label}改为{change.new}" for change in changed)
    return f"已保存：{words}。" if words else "没有改动，设置与之前相同。"


def _refused(request: HttpRequest, form: SettingForm, refusal: Refusal, at: datetime) -> HttpResponse:
    """A fault of one field stands beside it; for anything else the page shows what holds now, and the reason above."""
    place = form.place(refusal.field)
    if place in form.fields:
        form.add_error(place, refusal.words)
        return _show(request, form, at, status=status_of(refusal))
    now = _found(form.settings.group.name, form.settings.owner.pk)
    return _show(request, _form(now, at), at, status=status_of(refusal), refusal=refusal)


def _show(request: HttpRequest, form: SettingForm, at: datetime, *, status: int = 200, **more: Any) -> HttpResponse:
    settings = form.settings
    group, owner = settings.group, settings.owner
    context = {
        "form": form,
        "group": group,
        "owner_name": str(owner),
        "two": "reason" in form.fields,
        "waiting": motions.open_about(group.verb, group.scope, str(owner.pk)),
        "changes": history.entries(history.events([owner.pk])[:PER_PAGE]),
        "refusal": None,
        "address": reverse("province:setting", args=[group.name, owner.pk]),
        **more,
    }
    return page(request, "province/setting.html", at, context, status=status)


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
