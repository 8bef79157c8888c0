"""系统管理员: staff accounts and invitations. No applicant, no dossier."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.accounts import office_queries, queries
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Post, User
from zhupei.desks.oversight.forms import OfficerInvitationForm
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.shared import acts, lists
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.guards import posts_of
from zhupei.desks.shared.invited import link, resembling
from zhupei.kernel import clock
from zhupei.reports.lists import staff as staff_lists


@require_safe
@DESK.enter(Post.Role.SYSTEM)
def accounts(request: HttpRequest) -> HttpResponse:
    return _accounts(request)


def _accounts(request: HttpRequest, fault: ActFault | None = None) -> HttpResponse:
    at = clock.request_time()
    listed = lists.show(request, staff_lists.Accounts(), staff_lists.Office(request.user, at), at)
    return DESK.page(request, "oversight/accounts.html", {"listed": listed}, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter(Post.Role.SYSTEM, Post.Role.SECURITY)
def invitations(request: HttpRequest) -> HttpResponse:
    """The link is shown once, to be handed over in person or by a channel one trusts.

    The security administrator comes here only while there is no system administrator, to invite the next one.
    """
    own = Post.Role.SYSTEM in posts_of(request)
    if not own and office_queries.is_held(Post.Role.SYSTEM):
        raise Http404
    back = reverse("oversight:accounts" if own else "oversight:roles")
    if request.method != "POST":
        return _invitation(request, OfficerInvitationForm(), back=back)
    form = OfficerInvitationForm(request.POST)
    return acts.answer(
        request,
        lambda: staff.invite(actor=request.user, at=clock.now(), **form.cleaned_data),
        form=form,
        again=lambda fault: _invitation(request, form, fault, back=back),
        done=lambda token: _invited(request, form, token, back),
    )


def _invited(request: HttpRequest, form: OfficerInvitationForm, token: str, back: str) -> HttpResponse:
    given = form.cleaned_data
    warnings = resembling(given["name"], given["phone"])
    shown = {"link": link(request, token), "login_name": given["login_name"], "warnings": warnings, "back": back}
    return _invitation(request, form, **shown)


@require_POST
@DESK.enter(Post.Role.SYSTEM)
def invitation_again(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """For somebody who has lost password or authenticator; without the owner's telephone the link opens nothing."""
    user: User = get_object_or_404(queries.staff_accounts(), pk=user_id)
    return acts.answer(
        request,
        lambda: staff.invite_again(actor=request.user, user=user, at=clock.now()),
        again=lambda fault: _accounts(request, fault),
        done=lambda token: _invitation(
            request,
            None,
            link=link(request, token),
            login_name=user.login_name,
            back=reverse("oversight:accounts"),
            told=user.phone.masked(),
        ),
    )


def _invitation(
    request: HttpRequest, form: OfficerInvitationForm | None, fault: ActFault | None = None, **shown: Any
) -> HttpResponse:
    return DESK.page(request, "oversight/invitations.html", {"form": form, **shown}, fault=fault)
