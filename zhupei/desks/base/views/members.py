"""工作人员 of a base: who works here, inviting reviewers, ending their role."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhupei.bases import actions, queries
from zhupei.bases.models import Membership
from zhupei.desks.base.forms import ReviewerInvitationForm
from zhupei.desks.base.frame import DESK, base_of
from zhupei.desks.shared import acts, lists, moment
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.invited import link, waiting
from zhupei.kernel import clock
from zhupei.reports.lists import staff


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter(Membership.Role.ADMINISTRATOR)
def members(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """POST invites a reviewer; the link is shown once, in the answer, and kept nowhere in plain."""
    if request.method != "POST":
        return _show(request, ReviewerInvitationForm())
    form, base = ReviewerInvitationForm(request.POST), base_of(request)
    return acts.answer(
        request,
        lambda: actions.invite_reviewer(actor=request.user, base=base, at=moment.of(request), **form.cleaned_data),
        form=form,
        again=lambda fault: _show(request, form, fault),
        done=lambda token: _show(
            request, ReviewerInvitationForm(), link=link(request, token), invited=form.cleaned_data["name"]
        ),
    )


@require_POST
@DESK.enter(Membership.Role.ADMINISTRATOR)
def member_ending(request: HttpRequest, base_id: UUID, user_id: UUID) -> HttpResponse:
    """The reviewer's role ends; the next click finds nothing."""
    found = queries.members(base_of(request)).filter(user=user_id, role=Membership.Role.REVIEWER).first()
    if found is None:
        raise Http404
    said = f"已结束{found.user.get_full_name()}在本基地的审核员角色，立即生效。"
    return acts.answer(
        request,
        lambda: actions.end_reviewer(actor=request.user, membership_id=found.pk, at=clock.now()),
        again=lambda fault: _show(request, ReviewerInvitationForm(), ending=fault.above),
        done=lambda _: acts.done(request, said, reverse("base:members", args=[base_id])),
    )


def _show(
    request: HttpRequest, form: ReviewerInvitationForm, fault: ActFault | None = None, **special: Any
) -> HttpResponse:
    """`ending`: why a role was not ended; the fault of the form stands beside that."""
    at, base = moment.of(request), base_of(request)
    office = staff.Office(request.user, at, base)
    context = {
        "form": form,
        "members": lists.table(staff.Members(), office, queries.members(base), at),
        "waiting": lists.table(staff.Invited(), office, waiting(at, base.pk), at),
        **special,
    }
    return DESK.page(request, "base_desk/members.html", context, at=at, fault=fault)
