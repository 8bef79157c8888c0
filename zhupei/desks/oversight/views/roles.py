"""安全管理员: who holds which role, ending one, and whose links were issued again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import office_queries as queries
from zhupei.accounts.actions import roles as actions
from zhupei.accounts.models import Post
from zhupei.bases import actions as base_actions
from zhupei.bases.models import Membership
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.shared import acts, lists
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock
from zhupei.reports.lists import staff


@require_safe
@DESK.enter(Post.Role.SECURITY)
def roles(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_POST
@DESK.enter(Post.Role.SECURITY)
def ending(request: HttpRequest) -> HttpResponse:
    """The next click of the holder finds nothing."""
    return acts.answer(
        request,
        lambda: _end(request),
        again=lambda fault: _show(request, fault),
        done=lambda _: acts.done(request, "角色已结束，立即生效。", reverse("oversight:roles")),
    )


def _end(request: HttpRequest) -> None:
    at = clock.now()
    try:
        if post := _row(request, "post"):
            actions.end_post(actor=request.user, post_id=post, at=at)
        elif membership := _row(request, "membership"):
            base_actions.end_membership(actor=request.user, membership_id=membership, at=at)
        else:
            raise Http404
    except (Post.DoesNotExist, Membership.DoesNotExist):
        raise Http404


def _row(request: HttpRequest, name: str) -> int:
    """The number of the row in the form, 0 when there is none that could be one."""
    raw = request.POST.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0


def _show(request: HttpRequest, fault: ActFault | None = None) -> HttpResponse:
    at = clock.request_time()
    office = staff.Office(request.user, at)
    context = {
        "offices": lists.table(staff.Offices(), office, queries.current_posts(), at),
        "reissued": lists.table(staff.Reissued(), office, queries.reissued_invitations(), at),
        "listed": lists.show(request, staff.BaseRoles(), office, at),
    }
    return DESK.page(request, "oversight/roles.html", context, fault=fault)
