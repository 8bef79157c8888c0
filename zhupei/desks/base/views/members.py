"""工作人员 of a base: who works here, inviting reviewers, ending their role."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhupei.bases import actions, queries
from zhupei.bases.models import Membership
from zhupei.desks.base.forms import InvitationForm
from zhupei.desks.base.frame import base_of, page
from zhupei.desks.shared import lists
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import base_member
from zhupei.desks.shared.invited import waiting
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.reports.lists import staff


@require_http_methods(["GET", "HEAD", "POST"])
@base_member(Membership.Role.ADMINISTRATOR)
def members(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """POST invites a reviewer; the link is shown once, in the answer, and kept nowhere in plain."""
    form, link, invited, status = InvitationForm(), "", "", 200
    if request.method == "POST":
        form, status = InvitationForm(request.POST), 422
    at = clock.now()
    if form.is_valid():
        try:
            token = actions.invite_reviewer(actor=request.user, base=base_of(request), at=at, **form.cleaned_data)
        except Refused as refused:
            show(form, refused.refusal)
            status = status_of(refused.refusal)
        else:
            link = request.build_absolute_uri(reverse("public:invitation", args=[token]))
            invited = form.cleaned_data["name"]
            form, status = InvitationForm(), 200
    office = staff.Office(request.user, at, base_of(request))
    context = {
        "form": form,
        "link": link,
        "invited": invited,
        "members": lists.table(staff.Members(), office, queries.members(base_of(request)), at),
        "waiting": lists.table(staff.Invited(), office, waiting(at, base_id), at),
    }
    return page(request, "base_desk/members.html", at, context, status=status)


@require_POST
@base_member(Membership.Role.ADMINISTRATOR)
def member_ending(request: HttpRequest, base_id: UUID, user_id: UUID) -> HttpResponse:
    """The reviewer's role ends; the next click finds nothing."""
    at = clock.now()
    found = queries.members(base_of(request)).filter(user=user_id, role=Membership.Role.REVIEWER).first()
    if found is None:
        raise Http404
    actions.end_reviewer(actor=request.user, membership_id=found.pk, at=at)
    messages.success(request, f"已结束{found.user.get_full_name()}在本基地的审核员角色，立即生效。")
    return HttpResponseRedirect(reverse("base:members", args=[base_id]))
