"""SMS codes: how often they are sent, how long and how often they may be tried (domain section 4, ADR 13)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from zhupei.accounts.models import VerificationCode
from zhupei.accounts.throttles import Window, span
from zhupei.kernel.refusals import Refusal

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
QUEUE = timedelta(seconds=30)
SMS_GAP = timedelta(seconds=60)
HOUR, CODES_COUNT = timedelta(hours=1), timedelta(days=1)

# What a stranger can make us send to any number is counted apart from what only the owner of an account can ask
# for: an enemy who uses up the first kind cannot keep the owner from submitting. For the same reason the rooms of
# addresses hold for the first kind only: a whole hospital submits from one address in the last hour.
OPEN_PURPOSES = frozenset({"register", "reset", "change-phone"})
LINK_PURPOSES = frozenset({"invitation"})  # needs the link of an invitation
OWN_PURPOSES = frozenset(VerificationCode.Purpose.values) - OPEN_PURPOSES - LINK_PURPOSES


class Quota(NamedTuple):
    """How many codes: in an hour, in a day, of these for one network, and beyond them, for networks that have not
    asked at all that day.
    """

    hour: int
    day: int
    network: int
    reserve: int


OWN = Quota(hour=5, day=10, network=10, reserve=0)
REGISTERING = Quota(hour=5, day=6, network=3, reserve=3)
RESETTING = Quota(hour=4, day=4, network=3, reserve=3)


class Sent(NamedTuple):
    """When, and for which network (its hash)."""

    at: datetime
    network: str


def quota(purpose: str) -> Quota:
    """Of a reset without a known browser; with one it is `OWN`."""
    if purpose not in OPEN_PURPOSES:
        return OWN
    return RESETTING if purpose == "reset" else REGISTERING


def sms_budget(a_day: int, *, by_stranger: bool) -> Window:
    """What the whole province sends: strangers have a budget of their own, so a flood of registrations cannot keep
    anybody from submitting.
    """
    if by_stranger:
        return Window("sms-budget-open", max(1, a_day * 4 // 5), 86_400)
    return Window("sms-budget", a_day, 86_400)


def sending(sent: Sequence[Sent], network: str, allowed: Quota, now: datetime) -> Refusal | None:
    """`sent`: the codes of the last day that count together, newest first; `network`: which one is asking."""
    if sent and now - sent[0].at < SMS_GAP:
        return Refusal("sms:gap", f"验证码刚刚发过，请在 {_seconds(sent[0].at + SMS_GAP - now)} 秒后重新获取。")
    here = [code.at for code in sent if code.network == network]
    if len(here) >= allowed.network:
        return _used_up(here[allowed.network - 1] + CODES_COUNT - now, elsewhere=allowed.reserve > 0)
    full = [
        sent[most - 1].at + length - now
        for most, length in ((allowed.hour, HOUR), (allowed.day, CODES_COUNT))
        if len(sent) >= most and now - sent[most - 1].at < length
    ]
    most_of_all = allowed.day + allowed.reserve
    if not full or (not here and len(sent) < most_of_all):
        return None
    return _used_up(max(full), elsewhere=len(sent) < most_of_all)


def _used_up(wait: timedelta, *, elsewhere: bool) -> Refusal:
    message = f"获取验证码的次数已用完，请在 {span(_seconds(wait))}后再试。"
    if elsewhere:
        message = f"{message}也可以换一个网络（如手机流量）再获取。"
    return Refusal("sms:number", f"{message}账号没有被锁定。")


def _seconds(length: timedelta) -> int:
    return max(1, int(length.total_seconds() + 0.999))


def code(row: VerificationCode | None, now: datetime, *, patience: timedelta = timedelta(0)) -> Refusal | None:
    """Why this code cannot be used any more, whatever is typed. `patience`: for what has been typed in time."""
    if row is None:
        return Refusal("code:none", "请先获取手机验证码。", field="code")
    if row.used_at is not None:
        return Refusal("code:used-up", "这个验证码已经用过，请重新获取。", field="code")
    if row.tries >= CODE_TRIES:
        return Refusal("code:used-up", f"验证码输错 {CODE_TRIES} 次，已作废，请重新获取。", field="code")
    if now >= row.expires_at + patience:
        return Refusal("code:expired", "验证码已过期（5 分钟内有效），请重新获取。", field="code")
    return None


def wrong_code(row: VerificationCode) -> Refusal:
    left = CODE_TRIES - row.tries
    more = f"还可以再试 {left} 次" if left else "请重新获取"
    return Refusal("code:wrong", f"验证码不对，请以最近一条短信为准，{more}。", field="code")
