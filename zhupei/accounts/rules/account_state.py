"""What a frozen or released account may not do any more, whichever page was open."""

from zhupei.accounts import states
from zhupei.kernel.refusals import Refusal

FROZEN_LOGIN = Refusal(
    "login:frozen",
    "您的账号已由技术支持冻结，暂时不能登录。报名材料都在，没有删除。",
    remedy="请联系技术支持，核验身份后解除冻结。",
)


def in_use(standing: str) -> Refusal | None:
    """Asked after the lock by what a person does himself: the page may have been open before the account was frozen."""
    if standing == states.ACTIVE:
        return None
    return Refusal(f"account:{standing}", "这个账号现在不能操作，没有执行。", remedy="请联系技术支持。")


def undisturbed(standing: str) -> Refusal | None:
    """Asked after the lock by what others decide about this person."""
    if standing != states.FROZEN:
        return None
    return Refusal(
        "account:frozen",
        "这个账号已由技术支持冻结，正在核实身份，暂不能作决定。",
        remedy="解除冻结后可以继续。",
    )
