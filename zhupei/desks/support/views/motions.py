"""One motion: who has proposed what against which documents, and the second signature."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import Post
from zhupei.approvals import actions, queries
from zhupei.approvals.models import Motion
from zhupei.desks.shared import motions as shared
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.desks.support.frame import page
from zhupei.desks.support.kinds import BY_VERB
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.pure.identity import grouped_phone
from zhupei.support import acts
from zhupei.support import queries as people


@require_safe
@staff_required(Post.Role.SUPPORT)
def motion(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    return _show(request, _found(request, motion_id), clock.reading())


@require_POST
@staff_required(Post.Role.SUPPORT)
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
    messages.success(request, f"已确认，“{BY_VERB[found.verb].label}”已执行，双方手机都会收到短信。")
    return HttpResponseRedirect(reverse("support:motion", args=[motion_id]))


@require_POST
@staff_required(Post.Role.SUPPORT)
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
    messages.success(request, "已记录不同意，这件事已结束，没有执行。仍需办理的，可以重新提出。")
    return HttpResponseRedirect(reverse("support:motion", args=[motion_id]))


@require_POST
@staff_required(Post.Role.SUPPORT)
def withdrawal(request: HttpRequest, motion_id: UUID) -> HttpResponse:
    found, at = _found(request, motion_id), clock.now()
    try:
        actions.withdraw(motion_id=found.pk, actor=request.user, at=at)
    except Refused as refused:
        return _refused(request, motion_id, refused.refusal, at)
    messages.success(request, "已撤回，没有执行。")
    return HttpResponseRedirect(reverse("support:motion", args=[motion_id]))


def _found(request: HttpRequest, motion_id: UUID) -> Motion:
    return get_object_or_404(queries.visible_to(request.user).filter(verb__in=BY_VERB), pk=motion_id)


def _refused(request: HttpRequest, motion_id: UUID, refusal: Refusal, at: datetime) -> HttpResponse:
    """The page as things are now, with the reason above."""
    return _show(request, _found(request, motion_id), at, status=409, refused=refusal)


def _show(request: HttpRequest, found: Motion, at: datetime, *, status: int = 200, **special: Any) -> HttpResponse:
    sight = shared.sight(found, request, at)
    person = sight.subject
    context = {
        "sight": sight,
        "kind": BY_VERB[found.verb],
        "read_back": _read_back(sight),
        "person": person,
        "application": people.applications_word([person])[person.pk],
        "sign_form": shared.SignForm(initial={"shown": sight.shown}),
        "refusal_form": shared.RefusalForm(),
        **special,
    }
    return page(request, "support/motion.html", at, context, status=status)


def _read_back(sight: shared.Sight) -> str:
    """The new telephone in full, only for whoever can confirm it now: he reads it out to the person."""
    asked = sight.motion.verb == acts.REPLACE_PHONE and sight.may_refuse
    return grouped_phone(sight.motion.contents["phone"]) if asked else ""
