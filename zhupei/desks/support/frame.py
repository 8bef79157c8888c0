"""The desk of 技术支持; the security administrator and the province look over its shoulder."""

from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, MenuItem, holds, offices
from zhupei.desks.shared.guards import posts_of, staff_required

AT_THE_DESK = holds(Post.Role.SUPPORT)

DESK = Desk(
    namespace="support",
    name="技术支持工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.SUPPORT,),
    menu=(
        MenuItem("回到监督工作台", "oversight:home", seen=holds(Post.Role.SECURITY)),
        MenuItem("回到省级工作台", "province:home", seen=holds(Post.Role.PROVINCE)),
        MenuItem("查找与办理", "support:home", under=("look_ups", "account", "proposing", "motion"), seen=AT_THE_DESK),
        MenuItem("办理记录", "support:history"),
    ),
    role=offices,
    facts=lambda request, context: {"at_the_desk": Post.Role.SUPPORT in posts_of(request)},
    folds=False,
)
