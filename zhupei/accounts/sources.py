"""Where requests come from, and how far we trust it: by what came of the codes and logins asked for there (ADR 13).

A campus or a carrier puts thousands of honest people behind one address; a robot has one address or hundreds. What
tells them apart is the outcome: people type in the codes they ask for, a robot never sees them. So what counts is
codes that were *not used*, per address, per network and everywhere, each against a room that grows with the used ones.
The fuller the room, the more work the next captcha costs; only a full room refuses, and used codes empty it again.
"""

from dataclasses import replace
from typing import NamedTuple

import structlog

from zhupei.accounts import labels, throttles
from zhupei.accounts.queries import secret_hash
from zhupei.accounts.throttles import NO_LIMIT, CountingWindow
from zhupei.kernel.refusals import Refused

log = structlog.get_logger("zhupei.accounts")

DAY = 86_400
EVERYWHERE = "all"
CROWDED = "当前网络获取验证码的人太多。请换一个网络（如手机流量），或过几分钟再试。账号没有被锁定。"


class Room(NamedTuple):
    """How many unused codes a day there is room for: at first, and while far more codes than usual stay unused."""

    unused: CountingWindow
    used: CountingWindow
    at_first: int
    in_a_flood: int

    def most(self, used: int, *, flood: bool) -> int:
        """Every second used code makes room for one more; in a flood every one does, from a smaller beginning."""
        usual = self.at_first + used // 2
        return min(usual, self.in_a_flood + used) if flood else usual


def _room(name: str, at_first: int, in_a_flood: int) -> Room:
    return Room(
        CountingWindow(f"sms-{name}", NO_LIMIT, DAY),
        CountingWindow(f"sms-{name}-used", NO_LIMIT, DAY),
        at_first,
        in_a_flood,
    )


ADDRESS = _room("address", 200, 20)
NETWORK = _room("network", 400, 40)
PROVINCE = _room("everywhere", 2_000, 2_000)

WRONG_LOGINS = CountingWindow("login-address", 60, 600)
RIGHT_LOGINS = CountingWindow("login-address-right", NO_LIMIT, 600)

# How full the fullest room is: what the captcha costs, in multiples of `CAPTCHA_COST`. A cheap phone manages 16.
STEPS = ((1 / 8, 1), (1 / 4, 2), (1 / 2, 4), (3 / 4, 8))
DEAREST = 16


class Source(NamedTuple):
    """Hashes, as they are stored: of the address (an IPv6 host's /64) and of its network (/24, /48)."""

    address: str
    network: str


def of(address: str) -> Source:
    return Source(
        secret_hash("address", labels.throttle_subject(address)), secret_hash("network", labels.network(address))
    )


def _rooms(source: Source) -> tuple[tuple[Room, str], ...]:
    return (ADDRESS, source.address), (NETWORK, source.network), (PROVINCE, EVERYWHERE)


class _Filling(NamedTuple):
    unused: int
    most: int


def _fillings(source: Source) -> list[_Filling]:
    """Of the three rooms, in their order; one query."""
    rooms = _rooms(source)
    found = throttles.counted(*((window, key) for room, key in rooms for window in (room.unused, room.used)))
    pairs = list(zip(found[::2], found[1::2], strict=True))
    unused, used = pairs[-1]
    flood = unused >= PROVINCE.most(used, flood=False)
    return [
        _Filling(unused, room.most(used, flood=flood)) for (room, _), (unused, used) in zip(rooms, pairs, strict=True)
    ]


def count_code(source: Source) -> None:
    """A code that a stranger may ask for. Raises `Refused` (`wait:sms-address`, `wait:sms-network`).

    The province's room never refuses: when it is full, the rooms of addresses and networks shrink, and the log says so.
    """
    here, around, everywhere = _fillings(source)
    try:
        throttles.count(ADDRESS.unused._replace(most=here.most), source.address)
        throttles.count(NETWORK.unused._replace(most=around.most), source.network)
    except Refused as refused:
        raise Refused(replace(refused.refusal, message=CROWDED)) from None
    unused = throttles.count(PROVINCE.unused, EVERYWHERE)
    if unused >= everywhere.most and (unused - everywhere.most) % 100 == 0:
        log.error("many codes stay unused", unused=unused, room=everywhere.most)


def used_code(source: Source, codes: int = 1) -> None:
    """It has been typed in and something was done with it; `codes`: this one and those asked for before it."""
    for room, key in _rooms(source):
        throttles.refund(room.unused, key, codes)
    for room, key in _rooms(source):
        throttles.count(room.used, key)


def wrong_logins(source: Source) -> CountingWindow:
    """The limit for logins that fail: every second one that succeeds makes room for one more."""
    (right,) = throttles.counted((RIGHT_LOGINS, source.address))
    return WRONG_LOGINS._replace(most=WRONG_LOGINS.most + right // 2)


def captcha_factor(address: str) -> int:
    """By how much more work than usual a captcha has to prove now: 1, 2, 4, 8 or 16."""
    source = of(address)
    wrong, right = throttles.counted((WRONG_LOGINS, source.address), (RIGHT_LOGINS, source.address))
    rooms = [*_fillings(source), _Filling(wrong, WRONG_LOGINS.most + right // 2)]
    share = max(room.unused / room.most for room in rooms)
    return next((factor for limit, factor in STEPS if share < limit), DEAREST)
