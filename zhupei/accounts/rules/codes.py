"""SMS codes: how often they are sent, how long and how often they may be tried (domain section 4, ADR 13)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from zhupei.accounts.models import VerificationCode
from zhupei.accounts.throttles import CountingWindow
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates
from zhupei.pure.identity import normalise

CODE_LIFE = timedelta(minutes=5)
VALID = f"{dates.at_most(CODE_LIFE)}内有效"
CODE_TRIES = 5
CODE_DIGITS = 6
NOT_A_CODE = Refusal("code:form", f"验证码是 {CODE_DIGITS} 位数字", field="code")
QUEUE = timedelta(seconds=30)
SMS_GAP = timedelta(seconds=60)
HOUR, CODES_COUNT, NONE = timedelta(hours=1), timedelta(days=1), timedelta(0)

# What a stranger can make us send to any number is counted apart from what only the owner of an account can ask
# for: an enemy who uses up the first kind cannot keep the owner from submitting. For the same reason the rooms of
# addresses hold for the first kind only: a whole hospital submits from one address in the last hour.
OPEN_PURPOSES = frozenset({"register", "reset", "change-phone"})
LINK_PURPOSES = frozenset({"invitation"})  # needs the link of an invitation
OWN_PURPOSES = frozenset(VerificationCode.Purpose.values) - OPEN_PURPOSES - LINK_PURPOSES


class Quota(NamedTuple):
    """How many codes: in an hour, in a day, of these for one network. Beyond them only networks that have not asked
    at all that day get one: at first `reserve` as quickly as the others, then one an hour for all of them together,
    so that nobody is shut out and a phone is not flooded. Without a reserve it ends there.
    """

    hour: int
    day: int
    network: int
    reserve: int


OWN = Quota(hour=5, day=10, network=10, reserve=0)
REGISTERING = Quota(hour=5, day=6, network=3, reserve=3)
RESETTING = Quota(hour=4, day=4, network=3, reserve=3)


class Sent(NamedTuple):
    """When, for which network (its hash), and whether it has been used."""

    at: datetime
    network: str
    used: bool = False


def quota(purpose: str) -> Quota:
    """Of a reset without a known browser; with one it is `OWN`."""
    if purpose not in OPEN_PURPOSES:
        return OWN
    return RESETTING if purpose == "reset" else REGISTERING


def sms_budget(a_day: int, *, by_stranger: bool) -> CountingWindow:
    """What the whole province sends: strangers have a budget of their own, so a flood of registrations cannot keep
    anybody from submitting.
    """
    if by_stranger:
        return CountingWindow("sms-budget-open", max(1, a_day * 4 // 5), 86_400)
    return CountingWindow("sms-budget", a_day, 86_400)


def budget_gone(seconds: int) -> str:
    return f"今天全省获取验证码的人太多，请在 {dates.at_most(timedelta(seconds=seconds))}后再试。账号没有被锁定。"


def settles(purpose: str) -> bool:
    """Whether a used code takes those before it off the count. Not a reset: a stranger whose limit is lifted would
    learn that number and phone belong together; and whoever has reset comes back in a known browser.
    """
    return purpose in OPEN_PURPOSES and purpose != "reset"


def sending(sent: Sequence[Sent], network: str, allowed: Quota, now: datetime) -> Refusal | None:
    """`sent`: the codes of the last day that count together, newest first; `network`: which one is asking."""
    if sent and now - sent[0].at < SMS_GAP:
        return Refusal(
            "sms:gap", f"验证码刚刚发过，请在 {dates.at_most(_whole(sent[0].at + SMS_GAP - now))}后重新获取。"
        )
    here = [code for code in sent if code.network == network]
    settled = next((code.at for code in sent if code.used), None)
    counting = [code for code in sent if code.used or settled is None or code.at > settled]
    usual = max(_wait(counting, allowed.hour, HOUR, now), _wait(counting, allowed.day, CODES_COUNT, now))
    fresh = usual
    if allowed.reserve:
        spare = len(counting) < allowed.day + allowed.reserve
        fresh = min(usual, NONE if spare else _wait(sent, 1, HOUR, now))
    wait = max(usual, _wait(here, allowed.network, CODES_COUNT, now)) if here else fresh
    if not wait:
        return None
    return _used_up(wait, fresh if here else wait) if allowed.reserve else _used_up(wait)


def _wait(codes: Sequence[Sent], most: int, length: timedelta, now: datetime) -> timedelta:
    """Until there are fewer than `most` in this length of time."""
    return max(NONE, codes[most - 1].at + length - now) if len(codes) >= most else NONE


def _used_up(wait: timedelta, elsewhere: timedelta | None = None) -> Refusal:
    """`elsewhere`: how long a network waits that has not asked; None for what only the owner can ask for."""
    message = f"获取验证码的次数已用完，请在 {dates.at_most(_whole(wait))}后再试。"
    if elsewhere is not None and elsewhere < wait:
        when = f" {dates.at_most(_whole(elsewhere))}后" if elsewhere else "现在就"
        message = f"{message}换一个网络（如手机流量），{when}可以获取。"
    message = f"{message}账号没有被锁定。"
    if elsewhere is not None:
        message = f"{message}不能等或收不到短信，请看“账号找回”。"
    return Refusal("sms:number", message)


def _whole(length: timedelta) -> timedelta:
    """In seconds, rounded up; never none at all."""
    return timedelta(seconds=max(1, int(length.total_seconds() + 0.999)))


def typed_code(raw: str) -> str | None:
    """The digits of a code, pasted with blanks or typed in full width; None for anything else (`NOT_A_CODE`).

    An SMS code or an authenticator's: both have as many.
    """
    digits = normalise(raw)
    return digits if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit() else None


def code(row: VerificationCode | None, now: datetime, *, patience: timedelta = timedelta(0)) -> Refusal | None:
    """Why this code cannot be used any more, whatever is typed. `patience`: for what has been typed in time."""
    if row is None:
        return Refusal("code:none", "请先获取手机验证码。", field="code")
    if row.used_at is not None:
        return Refusal("code:used-up", "这个验证码已经用过，请重新获取。", field="code")
    if row.tries >= CODE_TRIES:
        return Refusal("code:used-up", f"验证码输错 {CODE_TRIES} 次，已作废，请重新获取。", field="code")
    if now >= row.expires_at + patience:
        return Refusal("code:expired", f"验证码已过期（{VALID}），请重新获取。", field="code")
    return None


def wrong_code(row: VerificationCode) -> Refusal:
    left = CODE_TRIES - row.tries
    more = f"还可以再试 {left} 次" if left else "请重新获取"
    return Refusal("code:wrong", f"验证码不对，请以最近一条短信为准，{more}。", field="code")
