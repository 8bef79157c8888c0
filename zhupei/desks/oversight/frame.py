"""The desks of the three officers (监督工作台): each office has its own menu."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from zhupei.accounts import office_queries
from zhupei.accounts.models import Post
from zhupei.desks.oversight.waiting import DECIDE, waiting
from zhupei.desks.shared.frame import Desk, MenuItem, holds, offices
from zhupei.desks.shared.guards import posts_of, staff_required

SYSTEM, SECURITY, AUDIT = Post.Role.SYSTEM, Post.Role.SECURITY, Post.Role.AUDIT


def _facts(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """`pending`: how many wait to be confirmed, counted here when the view has not; `vacant`: whether nobody is system
    administrator, for the one who may then invite the next.
    """
    posts = posts_of(request)
    vacant = SECURITY in posts and not office_queries.is_held(SYSTEM)
    counted = {} if "pending" in context or not posts & DECIDE else {"pending": len(waiting(request.user, posts))}
    return {"vacant": vacant, **counted}


def _invites(request: HttpRequest, shown: Mapping[str, Any]) -> bool:
    return bool(shown["vacant"])


DESK = Desk(
    namespace="oversight",
    name="监督工作台",
    template="desk.html",
    guard=staff_required,
    roles=(SYSTEM, SECURITY, AUDIT),
    home="oversight:home",
    menu=(
        MenuItem("账号", "oversight:accounts", under=("invitation_again",), seen=holds(SYSTEM)),
        MenuItem("邀请", "oversight:invitations", seen=holds(SYSTEM)),
        MenuItem("角色", "oversight:roles", under=("ending",), seen=holds(SECURITY)),
        MenuItem("审计日志", "oversight:trail", under=("trail_people", "trail_act"), seen=holds(AUDIT)),
        MenuItem(
            "待确认", "oversight:pending", under=("confirmations", "refusals"), seen=holds(*DECIDE), count="pending"
        ),
        MenuItem("邀请", "oversight:invitations", seen=_invites),
        MenuItem("技术支持办理记录", "support:history", seen=holds(SECURITY)),
    ),
    role=offices,
    facts=_facts,
)
