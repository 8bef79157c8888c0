"""Who has looked for whose account, as the trail tells it: whom he found, never what was typed."""

from zhupei.audit import verbs
from zhupei.audit.verbs import Detail

TYPED = {"application": "报名号", "name": "姓名", "number": "证件号码", "phone": "手机号"}
KIND = Detail("按什么查", TYPED)
FOUND = Detail("找到的账号", about="account")


def register() -> None:
    verbs.register("support.look-up", "技术支持查找账号", kind=KIND, found=FOUND)
    verbs.register("support.open", "技术支持打开账号")
    verbs.register("trail.look-up", "审计管理员查找账号", kind=KIND, found=FOUND)
