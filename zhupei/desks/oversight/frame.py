"""What every page of the oversight desk shows: each office has its own menu."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhupei.accounts import office_queries, rules
from zhupei.accounts.models import Post
from zhupei.desks.oversight.waiting import DECIDE, waiting
from zhupei.desks.shared.guards import posts_of
from zhupei.desks.shared.navigation import Entry
from zhupei.kernel import clock

# office, label, view name, other view names under the same entry
MENU = (
    (Post.Role.SYSTEM, "账号", "oversight:accounts", ("invitation_again",)),
    (Post.Role.SYSTEM, "邀请", "oversight:invitations", ()),
    (Post.Role.SECURITY, "角色", "oversight:roles", ()),
    (Post.Role.AUDIT, "审计日志", "oversight:trail", ("trail_people", "trail_act")),
)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    pending: int | None = None,
) -> HttpResponse:
    """Render a page of the desk. `pending`: how many wait to be confirmed; counted here when the view has not. The
    page finds as `vacant` whether nobody is system administrator.
    """
    posts = posts_of(request)
    vacant = Post.Role.SECURITY in posts and not office_queries.is_held(Post.Role.SYSTEM)
    frame = {
        "nav": list(_menu(request, posts, pending, vacant)),
        "vacant": vacant,
        "me": {
            "name": request.user.get_full_name(),
            "masked": "",
            "role": "、".join(rules.role_label(role) for role in sorted(posts)),
            "links": [],
        },
        "server_now": clock.reading(),
    }
    return render(request, template, {**frame, **context}, status=status)


def _menu(request: HttpRequest, posts: set[str], pending: int | None, vacant: bool) -> Iterator[Entry]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    for office, label, view, others in MENU:
        if office in posts:
            yield Entry(label, reverse(view), here in (view.removeprefix("oversight:"), *others))
    if posts & DECIDE:
        current = here in ("pending", "confirmations", "refusals")
        count = len(waiting(request.user, posts)) if pending is None else pending
        yield Entry("待确认", reverse("oversight:pending"), current, count)
    if Post.Role.SECURITY in posts:
        if vacant:
            yield Entry("邀请", reverse("oversight:invitations"), here == "invitations")
        yield Entry("技术支持办理记录", reverse("support:history"), False)
