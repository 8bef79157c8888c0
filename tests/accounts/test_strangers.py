"""Somebody who knows a phone, perhaps also the number that goes with it: what he uses up, what the owner has left.

The enemy asks every quarter of an hour, from one of his networks after the other, until none gets a code any more;
then the owner comes from a network of his own.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests import factories
from tests.accounts.people import ask_for_reset
from zhupei.accounts import rules, sources, throttles
from zhupei.accounts.actions import codes, devices
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
OWNER = "198.51.100.7"
MINUTE, LATE = timedelta(minutes=1), timedelta(hours=3)


@pytest.fixture
def person() -> User:
    return factories.applicant()


def answer(call: Callable[[], object]) -> str:
    try:
        call()
    except Refused as refused:
        return refused.refusal.code
    return "sent"


def register(at: datetime, phone: str, address: str) -> str:
    given = {"purpose": "register", "phone": phone, "user": None, "session_key": "e" * 32, "address": address}
    with clock.frozen(at):
        return answer(lambda: codes.send_code(at=at, **given))


def reset(at: datetime, number: str, phone: str, address: str, **over: str) -> str:
    with clock.frozen(at):
        return answer(lambda: ask_for_reset(at, number, phone, address=address, **over))


def networks(count: int) -> list[str]:
    return [f"203.0.{n}.9" for n in range(count)]


def a_day(noon: datetime, ask: Callable[[datetime, str], str], addresses: list[str]) -> int:
    """How many codes the enemy gets; pacing himself he meets no limit of the hour and gets the most."""
    got = 0
    while any(ask(noon + 15 * got * MINUTE, address) == "sent" for address in addresses):
        got += 1
    return got


def told(phone: str) -> int:
    return sum(row.phone.plain() == phone for row in Delivery.objects.all())


@pytest.mark.parametrize(("count", "got"), [(1, 3), (2, 6), (3, 7), (4, 8), (5, 9), (9, 9)])
def test_what_an_enemy_can_make_us_send_to_a_phone_by_registering_it(
    noon: datetime, person: User, count: int, got: int
) -> None:
    phone = person.phone.plain()

    assert a_day(noon, lambda at, address: register(at, phone, address), networks(count)) == got

    assert told(phone) == got


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_with_up_to_four_networks_he_leaves_the_owner_a_registration_at_once(
    noon: datetime, person: User, count: int
) -> None:
    phone = person.phone.plain()
    a_day(noon, lambda at, address: register(at, phone, address), networks(count))

    assert register(noon + LATE, phone, OWNER) == "sent"


def test_with_five_the_owner_waits_an_hour_at_most_and_is_told_so(noon: datetime, person: User) -> None:
    phone = person.phone.plain()
    got = a_day(noon, lambda at, address: register(at, phone, address), networks(5))
    last = noon + 15 * (got - 1) * MINUTE

    with clock.frozen(last + MINUTE), pytest.raises(Refused) as caught:
        given = {"purpose": "register", "phone": phone, "user": None, "session_key": "o" * 32, "address": OWNER}
        codes.send_code(at=noon, **given)
    assert (caught.value.refusal.code, caught.value.refusal.message) == (
        "sms:number",
        "获取验证码的次数已用完，请在 59 分钟后再试。账号没有被锁定。不能等或收不到短信，请看“账号找回”。",
    )

    assert register(last + 60 * MINUTE, phone, OWNER) == "sent"
    assert register(last + 120 * MINUTE, phone, networks(1)[0]) == "sms:number"


def test_a_code_that_is_used_takes_those_of_strangers_off_the_count(noon: datetime, person: User) -> None:
    phone, last = person.phone.plain(), noon + LATE
    a_day(noon, lambda at, address: register(at, phone, address), networks(5))
    assert register(last, phone, OWNER) == "sent"
    assert register(last + MINUTE, phone, OWNER) == "sms:number"

    VerificationCode.objects.filter(sent_at=last).update(used_at=last)

    assert register(last + MINUTE, phone, OWNER) == "sent"
    assert register(last + 2 * MINUTE, phone, networks(1)[0]) == "sms:number"


def test_a_reset_that_is_used_tells_a_stranger_nothing_by_his_own_limit(noon: datetime, person: User) -> None:
    pairs = [(person.document_number.plain(), person.phone.plain()), (factories.number(), factories.phone())]
    for pair in pairs:
        a_day(noon, lambda at, address, pair=pair: reset(at, *pair, address), networks(5))
        assert reset(noon + LATE, *pair, OWNER) == "sent"
    used = VerificationCode.objects.filter(sent_at=noon + LATE, user=person).update(used_at=noon + LATE)
    assert used == 1

    later = [[reset(noon + LATE + MINUTE, *pair, address) for address in networks(7)] for pair in pairs]

    assert later == [["sms:number"] * 7] * 2


def test_whatever_he_registers_resets_and_acts_of_the_owner_are_untouched(noon: datetime, person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    a_day(noon, lambda at, address: register(at, phone, address), networks(9))
    late = noon + LATE

    assert reset(late, number, phone, OWNER) == "sent"
    with clock.frozen(late):
        for purpose in sorted(rules.OWN_PURPOSES - {"give-up", "leave-phone", "withdraw"}):
            given = {"purpose": purpose, "phone": phone, "user": person, "session_key": "o" * 32, "address": OWNER}
            assert answer(lambda given=given: codes.send_code(at=late, **given)) == "sent"


def test_wrong_pairs_send_nothing_and_use_nothing_of_the_owner_up(noon: datetime, person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    for _ in range(5):
        guessed = factories.number()
        a_day(noon, lambda at, address, guessed=guessed: reset(at, guessed, phone, address), networks(6))
    a_day(noon, lambda at, address: reset(at, number, factories.phone(3), address), networks(6))
    assert told(phone) == 0

    assert [reset(noon + LATE + minute * MINUTE, number, phone, OWNER) for minute in range(3)] == ["sent"] * 3

    assert told(phone) == 3


@pytest.mark.parametrize(("count", "got", "left"), [(1, 3, "sent"), (2, 4, "sent"), (4, 6, "sent"), (5, 7, "sent")])
def test_who_knows_the_pair_uses_up_resets_of_unknown_browsers_only(
    noon: datetime, person: User, count: int, got: int, left: str
) -> None:
    number, phone, token = person.document_number.plain(), person.phone.plain(), devices.fresh_token()
    devices.remember(user=person, token=token, user_agent="Firefox", at=noon)

    assert a_day(noon, lambda at, address: reset(at, number, phone, address), networks(count)) == got

    late = noon + LATE
    assert reset(late, number, phone, OWNER) == left
    assert reset(late, number, phone, OWNER, device_token=token) == "sent"
    assert reset(late, number, phone, "203.0.0.9", device_token=token) == "sms:gap"


def test_a_phone_gets_sixteen_codes_before_each_costs_an_hour(noon: datetime, person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    a_day(noon, lambda at, address: register(at, phone, address), networks(20))
    a_day(noon, lambda at, address: reset(at, number, phone, address), networks(20))
    assert told(phone) == 16


def test_a_stranger_gets_the_same_answers_for_pairs_that_belong_together_and_for_others(
    noon: datetime, person: User
) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    pairs = [(number, phone), (number, factories.phone()), (factories.number(), phone), ("x", factories.phone())]
    script = [(0, 0), (0, 1), (30, 2), (60, 0), (121, 0), (182, 0), (200, 3), (300, 3), (301, 4), (400, 5), (500, 6)]

    answers = [
        [reset(noon + timedelta(seconds=after), *pair, networks(9)[where]) for after, where in script] for pair in pairs
    ]

    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert {"sent", "sms:gap", "sms:number"} <= set(answers[0])


def test_wrong_guesses_at_both_end_alike(noon: datetime, person: User) -> None:
    ends = []
    for number in (person.document_number.plain(), factories.number()):
        phone, user = person.phone.plain(), person if not ends else None
        reset(noon, number, phone, OWNER)
        given = {"purpose": "reset", "phone_index": phone_index(phone), "user": user, "session_key": "s" * 32}
        with clock.frozen(noon):
            ends.append([answer(lambda given=given: codes.verify(code="no", **given)) for _ in range(6)])
    assert ends[0] == ends[1] == ["code:wrong"] * 5 + ["code:used-up"]


def test_before_its_sms_is_made_a_reset_fits_nothing_and_a_second_run_sends_nothing(
    noon: datetime, person: User
) -> None:
    given = {"session_key": "s" * 32, "device_token": "", "address": OWNER}
    codes.send_reset_code(number=person.document_number.plain(), phone=person.phone.plain(), at=noon, **given)
    row = VerificationCode.objects.get()
    asked = {"purpose": "reset", "phone_index": person.phone_index, "user": person, "session_key": "s" * 32}
    assert answer(lambda: codes.verify(code="", **asked)) == "code:wrong"

    for _ in range(2):
        codes.send_waiting(code_id=row.pk, at=noon)

    assert told(person.phone.plain()) == 1


def test_a_job_that_comes_too_late_sends_nothing(noon: datetime, person: User) -> None:
    given = {"session_key": "s" * 32, "device_token": "", "address": OWNER}
    codes.send_reset_code(number=person.document_number.plain(), phone=person.phone.plain(), at=noon, **given)
    with clock.frozen(clock.real() + rules.CODE_LIFE):
        codes.send_waiting(code_id=VerificationCode.objects.get().pk, at=noon)
    assert told(person.phone.plain()) == 0


def test_a_code_that_is_used_settles_those_before_it(noon: datetime) -> None:
    phone, given = factories.phone(), {"purpose": "register", "user": None, "session_key": "s" * 32, "address": OWNER}
    for minute in range(2):
        with clock.frozen(noon + minute * MINUTE):
            codes.send_code(phone=phone, at=noon, **given)
    with clock.frozen(noon + MINUTE):
        codes.send_code(phone=factories.phone(), at=noon, **given)
    source, now = sources.of(OWNER), noon + MINUTE

    with clock.frozen(now):
        codes.consume(
            code_id=VerificationCode.objects.filter(phone_index=phone_index(phone)).latest("sent_at").pk,
            purpose="register",
            user=None,
            at=now,
        )
        rooms = [(sources.ADDRESS.unused, source.address), (sources.ADDRESS.used, source.address)]
        assert throttles.counted(*rooms) == [1, 1]
