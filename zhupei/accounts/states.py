"""Whether an account is in use, and what the support desk may do about it (domain section 1).

Every move takes two persons of the support desk (`approvals`) and documents that were seen.
"""

from zhupei.kernel.moves import Move, Moves

ACTIVE, FROZEN, RELEASED = "active", "frozen", "released"

SUPPORT = "support"

MOVES = Moves(
    name="Account 账号",
    initial=ACTIVE,
    table=(
        Move(ACTIVE, "freeze", SUPPORT, FROZEN, "sessions end; what was submitted waits"),
        Move(FROZEN, "unfreeze", SUPPORT, ACTIVE, "the person logs in again with his password"),
        Move(ACTIVE, "replace-phone", SUPPORT, ACTIVE, "the telephone is lost; sessions and devices end"),
        Move(FROZEN, "replace-phone", SUPPORT, FROZEN, "as above, before it is unfrozen"),
        Move(ACTIVE, "release", SUPPORT, RELEASED, "the number was a stranger's; what he submitted is void"),
        Move(FROZEN, "release", SUPPORT, RELEASED, "as above; final"),
    ),
    labels={
        ACTIVE: "正常",
        FROZEN: "已冻结",
        RELEASED: "已收回",
        "freeze": "冻结账号",
        "unfreeze": "解除冻结",
        "replace-phone": "更换手机号",
        "release": "收回证件号",
    },
)
