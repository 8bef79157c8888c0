"""SMS codes: how often they are sent, how long and how often they may be tried (domain section 4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhupei.accounts.models import VerificationCode
from zhupei.accounts.throttles import Window, span
from zhupei.kernel.refusals import Refusal

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
SMS_GAP = timedelta(seconds=60)
SMS_PER_HOUR, SMS_PER_DAY = 5, 10
SMS_PER_ADDRESS = Window("sms-address", 20, 86_400)

# What a stranger can make us send to any number is counted apart from what only the owner of an account can ask
# for: an enemy who uses up the first kind cannot keep the owner from submitting. For the same reason the limit per
# address holds for the first kind only: a whole hospital submits from one address in the last hour.
OPEN_PURPOSES = frozenset({"register", "reset", "change-phone"})
LINK_PURPOSES = frozenset({"invitation"})  # needs the link of an invitation
OWN_PURPOSES = frozenset(VerificationCode.Purpose.values) - OPEN_PURPOSES - LINK_PURPOSES


def purposes_counted_with(purpose: str) -> frozenset[str]:
    return next(group for group in (OPEN_PURPOSES, LINK_PURPOSES, OWN_PURPOSES) if purpose in group)


def sms_budget(purpose: str, a_day: int) -> Window:
    """What the whole province sends: strangers have a budget of their own, so a flood of registrations cannot keep
    anybody from submitting.
    """
    if purpose in OPEN_PURPOSES:
        return Window("sms-budget-open", max(1, a_day * 4 // 5), 86_400)
    return Window("sms-budget", a_day, 86_400)


def sending(sent: Sequence[datetime], at: datetime) -> Refusal | None:
    """`sent`: when the latest codes went to this number, newest first, at least `SMS_PER_DAY` of them."""
    if sent and at - sent[0] < SMS_GAP:
        seconds = int((sent[0] + SMS_GAP - at).total_seconds() + 0.999)
        return Refusal("sms:gap", f"验证码刚刚发过，请在 {seconds} 秒后重新获取。")
    for most, length in ((SMS_PER_HOUR, timedelta(hours=1)), (SMS_PER_DAY, timedelta(days=1))):
        if len(sent) >= most and at - sent[most - 1] < length:
            seconds = int((sent[most - 1] + length - at).total_seconds() + 0.999)
            return Refusal("sms:number", f"这个手机号获取验证码的次数已用完，请在 {span(seconds)}后再试。")
    return None


def code(row: VerificationCode | None, at: datetime) -> Refusal | None:
    """Why this code cannot be used any more, whatever is typed."""
    if row is None:
        return Refusal("code:none", "请先获取手机验证码。", field="code")
    if row.used_at is not None:
        return Refusal("code:used-up", "这个验证码已经用过，请重新获取。", field="code")
    if row.tries >= CODE_TRIES:
        return Refusal("code:used-up", f"验证码输错 {CODE_TRIES} 次，已作废，请重新获取。", field="code")
    if at >= row.expires_at:
        return Refusal("code:expired", "验证码已过期（5 分钟内有效），请重新获取。", field="code")
    return None


def wrong_code(row: VerificationCode) -> Refusal:
    left = CODE_TRIES - row.tries
    more = f"还可以再试 {left} 次" if left else "请重新获取"
    return Refusal("code:wrong", f"验证码不对，请以最近一条短信为准，{more}。", field="code")
