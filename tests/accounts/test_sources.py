"""A campus behind one address, and robots with one address or many: how far each of them gets (ADR 13)."""

import heapq
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

import pytest

from tests import factories
from tests.accounts.people import try_password
from tests.accounts.test_captcha import altered
from zhupei.accounts import captcha, pictures, sources
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.world.captcha_solver import solve

pytestmark = pytest.mark.django_db
CAMPUS = "198.51.100.7"
DAY = timedelta(days=1)


def asks(address: str) -> bool:
    try:
        sources.count_code(sources.of(address))
    except Refused as refused:
        assert refused.refusal.code in ("wait:sms-address", "wait:sms-network")
        return False
    return True


def uses(address: str, codes: int = 1) -> None:
    sources.used_code(sources.of(address), codes)


def a_day_of_the_campus(noon: datetime, random: Random) -> list[tuple[datetime, int]]:
    """3,000 people: 400 of them in ten minutes, the others in the twelve hours around. 0: somebody asks for a code,
    otherwise he has used it, and so many he had asked for.

    One in ten never types his code in, one in ten asks a second time; the others take between 20 s and 4 minutes.
    """
    minutes = [*(random.uniform(0, 10) for _ in range(400)), *(random.uniform(-120, 600) for _ in range(2600))]
    happenings = []
    for start in minutes:
        begun = noon + timedelta(minutes=start)
        happenings.append((begun, 0))
        again = random.random() < 0.1
        if again:
            begun += timedelta(seconds=random.uniform(60, 200))
            happenings.append((begun, 0))
        if random.random() < 0.9:
            happenings.append((begun + timedelta(seconds=random.uniform(20, 240)), 1 + again))
    return sorted(happenings)


@pytest.mark.slow
def test_three_thousand_people_of_one_address_register_in_a_day(noon: datetime) -> None:
    tick, answers, factors = noon - DAY, Counter[bool](), Counter[int]()
    for at, used in a_day_of_the_campus(noon, Random(3)):
        if at - tick >= timedelta(seconds=15):
            tick = at
            clock.freeze(tick)
        if used:
            uses(CAMPUS, used)
            continue
        if sum(answers.values()) % 20 == 0:
            factors[sources.captcha_factor(CAMPUS)] += 1
        answers[asks(CAMPUS)] += 1

    assert answers[True] > 3200 and answers[False] == 0
    assert max(factors) <= 8 and factors[1] + factors[2] > 2 * (factors[4] + factors[8])


def attack(noon: datetime, addresses: list[str], step: timedelta = timedelta(minutes=10)) -> int:
    """How many SMS robots get in a day that ask again and again from all of their addresses and use no code."""
    sent, at = 0, noon
    while at < noon + DAY:
        clock.freeze(at)
        before = sent
        left = [address for address in addresses if asks(address)]
        sent += len(left)
        while left:
            left = [address for address in left if asks(address)]
            sent += len(left)
        at += step if sent > before else timedelta(hours=6)
    return sent


def test_a_robot_with_one_address_gets_two_hundred_codes_a_day(noon: datetime) -> None:
    assert attack(noon, [CAMPUS]) == 200


def test_all_addresses_of_a_subscriber_are_one(noon: datetime) -> None:
    assert attack(noon, [f"2001:db8:1:1::{n:x}" for n in range(1, 40)]) == 200


def test_a_robot_that_owns_a_network_gets_four_hundred(noon: datetime) -> None:
    assert attack(noon, [f"203.0.113.{n}" for n in range(1, 200)]) == 400
    assert attack(noon, [f"2001:db8:7:{n:x}::1" for n in range(1, 200)]) == 400


@pytest.mark.slow
def test_two_hundred_addresses_in_as_many_networks_get_four_thousand_and_leave_the_campus_alone(
    noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = [f"203.{n}.113.1" for n in range(200)]

    assert attack(noon, addresses) == 4000

    assert "many codes stay unused" in caplog.text
    assert sources.captcha_factor("203.0.113.1") == sources.captcha_factor(CAMPUS) == 16
    for _ in range(300):
        assert [asks(CAMPUS) for _ in range(3)] == [True] * 3
        for _ in range(3):
            uses(CAMPUS)


def test_in_a_flood_a_campus_begins_slowly_and_is_never_shut_out(noon: datetime) -> None:
    clock.freeze(noon)
    fill([f"203.{n}.113.1" for n in range(20)], 100)
    waiting, served, at, queue = 400, 0, noon, []
    while waiting and at < noon + timedelta(hours=1):
        at += timedelta(seconds=30)
        clock.freeze(at)
        while queue and queue[0] <= at:
            heapq.heappop(queue)
            uses(CAMPUS)
            served += 1
        while waiting and asks(CAMPUS):
            waiting -= 1
            heapq.heappush(queue, at + timedelta(seconds=60))

    assert waiting == 0 and at - noon <= timedelta(minutes=6)


def fill(addresses: Iterable[str], each: int) -> None:
    for address in addresses:
        for _ in range(each):
            assert asks(address)


def test_the_price_grows_with_the_codes_that_stay_unused_and_falls_with_the_used_ones(noon: datetime) -> None:
    clock.freeze(noon)
    factors = []
    for _ in range(8):
        factors.append(sources.captcha_factor(CAMPUS))
        fill([CAMPUS], 25)
    assert factors == [1, 2, 4, 4, 8, 8, 16, 16]
    assert sources.captcha_factor("192.0.2.1") == 1

    for _ in range(190):
        uses(CAMPUS)

    assert sources.captcha_factor(CAMPUS) == 1


def test_the_price_of_the_network_counts_too_and_is_forgotten_in_a_day(noon: datetime) -> None:
    clock.freeze(noon)
    fill([f"198.51.100.{n}" for n in range(20)], 15)
    assert sources.captcha_factor("198.51.100.99") == 16

    clock.freeze(noon + DAY)

    assert sources.captcha_factor("198.51.100.99") == 1


def test_guesses_at_passwords_make_the_captcha_dearer(noon: datetime) -> None:
    for _ in range(16):
        with pytest.raises(Refused):
            try_password(noon, factories.number(), "wrong-1!", address=CAMPUS)
    assert sources.captcha_factor(CAMPUS) == 4


def test_of_a_campus_that_logs_in_every_second_success_makes_room_for_a_slip(noon: datetime) -> None:
    def slip() -> str:
        with pytest.raises(Refused) as caught:
            try_password(noon, factories.number(), "wrong-1!", address=CAMPUS)
        return caught.value.refusal.code

    user = factories.applicant()
    for _ in range(20):
        try_password(noon, user.document_number.plain(), factories.PASSWORD, address=CAMPUS)

    answers = [slip() for _ in range(71)]

    assert answers == ["login:wrong"] * 70 + ["wait:login-address"]


def test_a_cheap_puzzle_cannot_be_kept_for_dear_times(noon: datetime) -> None:
    cheap, later = (solve(captcha.challenge(CAMPUS)) for _ in range(2))
    fill([CAMPUS], 25)
    assert sources.captcha_factor(CAMPUS) == 2 and captcha.solved(cheap, CAMPUS)
    fill([CAMPUS], 25)
    assert sources.captcha_factor(CAMPUS) == 4 and not captcha.solved(later, CAMPUS)
    assert captcha.solved(solve(captcha.challenge(CAMPUS)), CAMPUS)


def test_a_puzzle_of_a_quiet_network_does_not_help_where_it_is_dear_nor_a_forged_price() -> None:
    elsewhere, forged = solve(captcha.challenge("192.0.2.1")), solve(captcha.challenge("192.0.2.1"))
    fill([CAMPUS], 150)
    assert not captcha.solved(elsewhere, CAMPUS)
    assert captcha.solved(elsewhere, "192.0.2.77")
    assert not captcha.solved(altered(forged, data={"factor": 16}), CAMPUS)


def test_a_dearer_puzzle_takes_more_work(settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    asked: list[int] = []
    monkeypatch.setattr(captcha.secrets, "randbelow", lambda most: asked.append(most) or 0)
    captcha.challenge(CAMPUS)
    fill([CAMPUS], 150)
    captcha.challenge(CAMPUS)
    assert asked == [settings.CAPTCHA_COST, settings.CAPTCHA_COST * 16]


def test_pictures_grow_longer_and_a_short_one_does_not_help_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from uuid import uuid4

    lengths: list[int] = []
    monkeypatch.setattr(pictures, "random_text", lambda length: lengths.append(length) or "ABCDEFG"[:length])
    short, at_once = uuid4(), uuid4()
    captcha.picture(short, CAMPUS)
    captcha.picture(at_once, CAMPUS)
    assert captcha.read(at_once, "ABCDE", CAMPUS)

    fill([CAMPUS], 150)

    assert not captcha.read(short, "ABCDE", CAMPUS)
    long = uuid4()
    captcha.picture(long, CAMPUS)
    assert lengths == [5, 5, 7] and captcha.read(long, "abcdefg", CAMPUS)
