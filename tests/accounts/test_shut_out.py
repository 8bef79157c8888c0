"""Days of an enemy who knows a phone (or number and phone) and asks from many networks: how many codes the phone gets,
and how long its owner waits in a network of his own (ADR 13). By the rule alone; `test_strangers.py` goes through the
database.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from zhupei.accounts import rules
from zhupei.accounts.rules import REGISTERING, RESETTING, Quota, Sent

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUOTAS = [REGISTERING, RESETTING]
MANY = [1, 2, 4, 5, 9, 24, 50]


class Phone:
    """What has been sent to it, or for its pair."""

    def __init__(self, allowed: Quota) -> None:
        self.allowed = allowed
        self.sent: list[Sent] = []

    def ask(self, network: str, now: datetime) -> str:
        """`""` when a code goes out, otherwise what is said."""
        refusal = rules.sending([code for code in self.sent if code.at > now - DAY], network, self.allowed, now)
        if refusal is None:
            self.sent.insert(0, Sent(now, network))
        return refusal.message if refusal else ""


def attack(
    phone: Phone,
    start: datetime,
    count: int,
    *,
    days: int = 1,
    pace: timedelta = 5 * MINUTE,
    meanwhile: Callable[[datetime], None] = lambda now: None,
) -> None:
    """At this pace from each of `count` networks, those that have already been served first: fresh ones are kept for
    when nothing else helps.
    """
    now = start
    while now < start + days * DAY:
        meanwhile(now)
        served = {code.network for code in phone.sent}
        for network in sorted((f"enemy {n}" for n in range(count)), key=lambda name: name not in served):
            if not phone.ask(network, now):
                break
        now += pace


@pytest.mark.parametrize(
    ("allowed", "count", "got"),
    [
        (REGISTERING, 1, 3), (REGISTERING, 2, 6), (REGISTERING, 5, 9), (REGISTERING, 10, 14),
        (REGISTERING, 20, 24), (REGISTERING, 50, 32),
        (RESETTING, 1, 3), (RESETTING, 2, 4), (RESETTING, 5, 7), (RESETTING, 10, 12),
        (RESETTING, 20, 22), (RESETTING, 50, 30),
    ],
)  # fmt: skip
def test_what_a_phone_gets_in_a_day(noon: datetime, allowed: Quota, count: int, got: int) -> None:
    """The hasty enemy gets the most from many networks, the patient one from few."""
    hasty, patient = Phone(allowed), Phone(allowed)

    attack(hasty, noon, count, pace=MINUTE)
    attack(patient, noon, count, pace=15 * MINUTE)

    assert max(len(hasty.sent), len(patient.sent)) == got


@pytest.mark.parametrize("allowed", QUOTAS)
@pytest.mark.parametrize("count", [5, 50])
def test_on_no_day_of_a_week_it_gets_more(noon: datetime, allowed: Quota, count: int) -> None:
    phone = Phone(allowed)

    attack(phone, noon, count, days=7)

    most = allowed.day + allowed.reserve + 23
    assert max(sum(code.at - DAY < other.at <= code.at for other in phone.sent) for code in phone.sent) <= most


@pytest.mark.parametrize("allowed", QUOTAS)
@pytest.mark.parametrize("count", MANY)
def test_whoever_comes_from_a_fresh_network_is_never_told_to_wait_longer_than_an_hour(
    noon: datetime, allowed: Quota, count: int
) -> None:
    phone, told = Phone(allowed), []

    def look(now: datetime) -> None:
        refusal = rules.sending([code for code in phone.sent if code.at > now - DAY], "owner", allowed, now)
        if refusal:
            told.append(refusal.message)

    attack(phone, noon, count, meanwhile=look)

    used_up = [message for message in told if message.startswith("获取验证码的次数已用完")]
    assert bool(used_up) == (count > 5) or count == 5  # at five it hangs on the pace
    assert all(re.search(r"请在 (\d+ 分钟|\d+ 秒|1 小时)后", message) for message in used_up)
    assert all(message.endswith("账号没有被锁定。不能等或收不到短信，请看“账号找回”。") for message in used_up)


@pytest.mark.parametrize("allowed", QUOTAS)
@pytest.mark.parametrize("count", MANY)
@pytest.mark.parametrize("after", [9, 605])
def test_the_owner_gets_a_code_within_an_hour_of_the_enemys_last(
    noon: datetime, allowed: Quota, count: int, after: int
) -> None:
    phone = Phone(allowed)
    attack(phone, noon, count, pace=MINUTE)
    now = noon + after * MINUTE
    phone.sent = [code for code in phone.sent if code.at < now]

    waited = timedelta(0)
    while phone.ask("owner", now + waited):
        waited += MINUTE

    assert waited <= HOUR


def hours_until_the_owner_is_served(noon: datetime, allowed: Quota, count: int) -> float:
    """Against an enemy who is quicker every time: each minute he asks first, from all of his networks. With two dozen,
    fresh again the next day, he never lets the owner in: ADR 13 says so.
    """
    phone = Phone(allowed)
    attack(phone, noon, min(count, 5), pace=15 * MINUTE)
    now = begun = phone.sent[0].at + MINUTE
    while all(phone.ask(f"enemy {n}", now) for n in range(count)) is False or phone.ask("owner", now):
        now += MINUTE
    return (now - begun) / HOUR


@pytest.mark.parametrize("allowed", QUOTAS)
def test_to_keep_him_waiting_costs_a_fresh_network_every_hour(noon: datetime, allowed: Quota) -> None:
    waited = {count: hours_until_the_owner_is_served(noon, allowed, count) for count in (1, 5, 6, 10, 20)}

    assert waited[1] == 0 and waited[5] <= 1
    assert all(waited[count] <= count - 5 + 1 for count in (6, 10, 20))


def test_a_network_that_has_asked_is_told_when_another_one_is_served(noon: datetime) -> None:
    phone = Phone(REGISTERING)
    for minute in range(3):
        assert not phone.ask("owner", noon + minute * MINUTE)
    assert "换一个网络（如手机流量），现在就可以获取" in phone.ask("owner", noon + 10 * MINUTE)


def test_without_a_reserve_the_day_ends_with_the_tenth(noon: datetime) -> None:
    phone = Phone(rules.OWN)
    for hour in range(10):
        assert not phone.ask(f"network {hour}", noon + hour * HOUR)

    assert phone.ask("fresh", noon + 11 * HOUR) == "获取验证码的次数已用完，请在 13 小时后再试。账号没有被锁定。"
