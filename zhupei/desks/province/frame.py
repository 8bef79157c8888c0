"""The desk of the province (省级工作台): dates, settings, bases and their staff."""

from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, Item, offices
from zhupei.desks.shared.guards import staff_required

WAYS = ("confirmation", "refusal", "withdrawal")

DESK = Desk(
    namespace="province",
    name="省级工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.PROVINCE,),
    menu=(
        Item("概况", "province:home"),
        Item("日程", "province:calendar", under=("extending",)),
        Item("设置", "province:settings", under=("setting", "differences", "changes")),
        Item("双人事项", "province:motions", under=("motion", *WAYS), count="undecided"),
        Item("指定学员名单", "province:designated", under=("import", "import_confirmation")),
        Item("基地工作人员", "province:invitations"),
        Item("技术支持办理记录", "support:history"),
        Item("招录计划", "public:plan"),
    ),
    role=offices,
)
