"""系统管理员: staff accounts and invitations. No applicant, no dossier."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.accounts import office_queries, queries
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Post
from zhupei.desks.oversight.forms import InvitationForm
from zhupei.desks.oversight.frame import page
from zhupei.desks.shared import lists
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import posts_of, staff_required
from zhupei.desks.shared.invited import resembling
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.reports.lists import staff as staff_lists

ACCOUNTS = staff_lists.Accounts()


@require_safe
@staff_required(Post.Role.SYSTEM)
def accounts(request: HttpRequest) -> HttpResponse:
    at = clock.reading()
    listed = lists.show(request, ACCOUNTS, staff_lists.Office(request.user, at), at)
    return page(request, "oversight/accounts.html", {"listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.SYSTEM, Post.Role.SECURITY)
def invitations(request: HttpRequest) -> HttpResponse:
    """The link is shown once, to be handed over in person or by a channel one trusts.

    The security administrator comes here only while there is no system administrator, to invite the next one.
    """
    own = Post.Role.SYSTEM in posts_of(request)
    if not own and office_queries.is_held(Post.Role.SYSTEM):
        raise Http404
    form, status, link = InvitationForm(), 200, ""
    warnings: tuple[str, ...] = ()
    if request.method == "POST":
        form, status = InvitationForm(request.POST), 422
        if form.is_valid():
            try:
                token = staff.invite(actor=request.user, at=clock.now(), **form.cleaned_data)
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
            else:
                link, status = _link(request, token), 200
                warnings = resembling(form.cleaned_data["name"], form.cleaned_data["phone"])
    context = {
        "form": form,
        "link": link,
        "warnings": warnings,
        "login_name": form.data.get("login_name", ""),
        "back": reverse("oversight:accounts" if own else "oversight:roles"),
    }
    return page(request, "oversight/invitations.html", context, status=status)


@require_POST
@staff_required(Post.Role.SYSTEM)
def invitation_again(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """For somebody who has lost password or authenticator; without the owner's telephone the link opens nothing."""
    user = get_object_or_404(queries.staff_accounts(), pk=user_id)
    try:
        token = staff.invite_again(actor=request.user, user=user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.refusal.message)
        return HttpResponseRedirect(reverse("oversight:accounts"))
    context = {
        "form": None,
        "link": _link(request, token),
        "login_name": user.login_name,
        "back": reverse("oversight:accounts"),
        "told": user.phone.masked(),
    }
    return page(request, "oversight/invitations.html", context)


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("public:invitation", args=[token]))
