"""The desk of the province (省级工作台)."""

from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, Item, offices
from zhupei.desks.shared.guards import staff_required

DESK = Desk(
    namespace="province",
    name="省级工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.PROVINCE,),
    menu=(
        Item("概况", "province:home"),
        Item("指定学员名单", "province:designated", under=("import", "import_confirmation")),
        Item("基地工作人员", "province:invitations"),
        Item("照片和材料检查", "province:picture_checks"),
        Item("技术支持办理记录", "support:history"),
        Item("招录计划", "public:plan"),
    ),
    role=offices,
)
