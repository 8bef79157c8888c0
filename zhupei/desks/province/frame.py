"""The desk of the province (省级工作台): dates, settings, bases and their staff."""

from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, MenuItem, offices
from zhupei.desks.shared.guards import staff_required

WAYS = ("confirmation", "refusal", "withdrawal")

DESK = Desk(
    namespace="province",
    name="省级工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.PROVINCE,),
    menu=(
        MenuItem("概况", "province:home"),
        MenuItem("日程", "province:calendar", under=("extending",)),
        MenuItem("设置", "province:settings", under=("setting", "differences", "changes")),
        MenuItem("双人事项", "province:motions", under=("motion", *WAYS), count="undecided"),
        MenuItem("指定学员名单", "province:designated", under=("import", "import_confirmation")),
        MenuItem("基地工作人员", "province:invitations"),
        MenuItem("技术支持办理记录", "support:history"),
        MenuItem("招录计划", "public:plan"),
    ),
    role=offices,
)
