"""One motion of the province: what would change, and the second signature."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import Post
from zhupei.applications import acts, concerned_queries
from zhupei.approvals import actions, queries
from zhupei.approvals.models import Motion
from zhupei.cycles import policies
from zhupei.desks.province import previews
from zhupei.desks.province.frame import page
from zhupei.desks.shared import motions as shared
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused


def verbs() -> list[str]:
    """The acts of two officers of the province."""
    return [acts.EXTEND, *(group.verb for group in policies.known())]


@require_safe
@staff_required(Post.Role.PROVINCE)
def motion(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    return _show(request, _found(request, motion_id), clock.reading())


@require_POST
@staff_required(Post.Role.PROVINCE)
def confirmation(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    found, at, form = _found(request, motion_id), clock.now(), shared.SignForm(request.POST)
    if not form.is_valid():
        return _show(request, found, at, status=422, sign_form=form)
    try:
        shared.confirm(request, found, form, at)
    except Refused as refused:
        if refused.refusal.field in form.fields:
            show(form, refused.refusal)
            return _show(request, found, at, status=status_of(refused.refusal), sign_form=form)
        return _refused(request, motion_id, refused.refusal, at)
    messages.success(request, "已复签，立即生效。")
    return HttpResponseRedirect(reverse("province:motion", args=[motion_id]))


@require_POST
@staff_required(Post.Role.PROVINCE)
def refusal(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    found, at, form = _found(request, motion_id), clock.now(), shared.RefusalForm(request.POST)
    if not form.is_valid():
        return _show(request, found, at, status=422, refusal_form=form)
    try:
        actions.refuse(motion_id=motion_id, reason=form.cleaned_data["reason"], actor=request.user, at=at)
    except Refused as refused:
        if refused.refusal.field in form.fields:
            show(form, refused.refusal)
            return _show(request, found, at, status=status_of(refused.refusal), refusal_form=form)
        return _refused(request, motion_id, refused.refusal, at)
    messages.success(request, "已记录不同意，这件事已结束，没有执行。")
    return HttpResponseRedirect(reverse("province:motion", args=[motion_id]))


@require_POST
@staff_required(Post.Role.PROVINCE)
def withdrawal(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    found, at = _found(request, motion_id), clock.now()
    try:
        actions.withdraw(motion_id=found.pk, actor=request.user, at=at)
    except Refused as refused:
        return _refused(request, motion_id, refused.refusal, at)
    messages.success(request, "已撤回，没有执行。")
    return HttpResponseRedirect(reverse("province:motion", args=[motion_id]))


def _found(request: HttpRequest, motion_id: UUID) -> Motion:
    return get_object_or_404(queries.visible_to(request.user).filter(verb__in=verbs()), pk=motion_id)


def _refused(request: HttpRequest, motion_id: UUID, refusal: Refusal, at: datetime) -> HttpResponse:
    """The page as things are now, with the reason above."""
    return _show(request, _found(request, motion_id), at, status=409, refused=refusal)


def _show(request: HttpRequest, found: Motion, at: datetime, *, status: int = 200, **special: Any) -> HttpResponse:
    sight = shared.sight(found, request, at)
    context = {
        "sight": sight,
        "about": _about(sight),
        "sign_form": shared.SignForm(initial={"shown": sight.shown}),
        "refusal_form": shared.RefusalForm(),
        "refused": None,
        **(_extension(sight, at) if found.verb == acts.EXTEND else {"preview": None}),
        **special,
    }
    return page(request, "province/motion.html", at, context, status=status)


def _about(sight: shared.Sight) -> str:
    """Whose dates or settings."""
    return str(sight.subject.round if sight.motion.verb == acts.EXTEND else sight.subject.owner)


def _extension(sight: shared.Sight, at: datetime) -> dict[str, Any]:
    """What would change, as long as it may still be decided; afterwards the dates are others."""
    closes = acts.closes_of(sight.motion.contents)
    shown = previews.preview(sight.subject, closes, at) if sight.open else None
    counts = concerned_queries.counts(sight.subject.round) if sight.open else None
    return {"preview": shown, "counts": counts, "note": sight.motion.contents["note"], "closes": closes}
