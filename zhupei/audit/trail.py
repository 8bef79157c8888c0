"""What the technical site writes into the trail, in words."""

from zhupei.audit import verbs
from zhupei.audit.verbs import CHANGES, Detail

BEFORE = {"fields": Detail("字段"), "values": Detail("改动前后")}


def register() -> None:
    for name, label in (
        ("admin-add", "技术后台新增"),
        ("admin-change", "技术后台修改"),
        ("admin-delete", "技术后台删除"),
    ):
        verbs.register(name, label, changes=CHANGES)
        verbs.formerly(name, **BEFORE)
