"""Limits on what is sent and counted, asked for by many at once with unequal stamps, and a control each."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model

from tests import factories
from tests.accounts.at_once import at_once
from tests.races import together
from tests.tampering import past_the_triggers
from zhupei.accounts import captcha, rules, sources, throttles
from zhupei.accounts.actions import codes, registration
from zhupei.accounts.models import User, VerificationCode
from zhupei.kernel import locks, writes
from zhupei.notifications.models import Delivery

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def one_phone_one_purpose(noon: datetime) -> int:
    user = factories.applicant()
    return sent(noon, lambda i, at: send(at, i, "submit", user.phone.plain(), user))


def one_phone_two_purposes_many_accounts(noon: datetime) -> int:
    phone, users = factories.phone(), [factories.applicant() for _ in range(4)]
    return sent(
        noon, lambda i, at: send(at, i, ("register", "change-phone")[i % 2], phone, (None, users[i % 4])[i % 2])
    )


def one_pair(noon: datetime) -> int:
    user = factories.applicant()
    number, phone = user.document_number.plain(), user.phone.plain()

    def ask(i: int, at: datetime) -> None:
        given = {"session_key": f"s{i}", "device_token": "", "address": f"203.0.{i}.1"}
        codes.send_reset_code(number=number, phone=phone, at=at, **given)

    return sent(noon, ask)


def send(at: datetime, i: int, purpose: str, phone: str, user: User | None) -> None:
    codes.send_code(purpose=purpose, phone=phone, user=user, session_key=f"s{i}", address=f"203.0.{i}.1", at=at)


def sent(noon: datetime, ask: Callable[[int, datetime], object]) -> int:
    """How many codes were given out, when 30 asked at once."""
    before = VerificationCode.objects.count()
    answers = at_once(noon, ask, 30)
    given = VerificationCode.objects.count() - before
    assert answers.count("sms:gap") == 30 - given
    return given


SENDING = [one_phone_one_purpose, one_phone_two_purposes_many_accounts, one_pair]


@pytest.mark.parametrize("asking", SENDING)
def test_thirty_who_ask_for_a_code_at_once_get_one(noon: datetime, asking: Callable[[datetime], int]) -> None:
    assert [asking(noon) for _ in range(5)] == [1] * 5


@pytest.fixture
def no_turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Codes that count together are not issued one after another, and whoever has looked takes a moment to write."""
    monkeypatch.setattr(locks, "hold", lambda name: None)
    insert = writes.insert

    def slow(row: Model) -> Model:
        time.sleep(0.05)
        return insert(row)

    monkeypatch.setattr(writes, "insert", slow)
    yield
    with past_the_triggers():
        Delivery.objects.all().delete()


@pytest.mark.parametrize("asking", SENDING)
def test_control_without_turns_several_codes_are_sent(
    noon: datetime, asking: Callable[[datetime], int], no_turns: None
) -> None:
    assert max(asking(noon) for _ in range(5)) > 1


def windows(noon: datetime) -> dict[str, int]:
    """How often each of the other limits let one of thirty parallel requests pass."""
    owner, source = factories.applicant(), sources.of("192.0.2.9")
    limits = {
        "owner-told": (rules.OWNER_TOLD, str(owner.pk)),
        "pictures": (rules.PICTURES_PER_ADDRESS._replace(most=5), source.address),
        "logins": (sources.WRONG_LOGINS._replace(most=5), source.address),
        "codes": (sources.ADDRESS.unused._replace(most=5), source.address),
        "budget": (rules.sms_budget(5, by_stranger=False), "all"),
    }
    return {
        name: 30 - len(at_once(noon, lambda *_, limit=limit: throttles.count(*limit), 30))
        for name, limit in limits.items()
    }


HONEST = {"owner-told": 3, "pictures": 5, "logins": 5, "codes": 5, "budget": 5}


def test_every_window_lets_as_many_pass_as_it_says(noon: datetime) -> None:
    assert windows(noon) == HONEST


def test_control_a_counter_that_is_read_without_a_lock_lets_more_pass(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, calls = throttles._lock, count()

    def unlocked(key: str) -> tuple[throttles.LockedCounter, datetime]:
        """One after another, so that the first makes the row, and slow enough to overlap."""
        time.sleep(next(calls) % 30 * 0.005)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT window_start, count, blocked_until, clock_timestamp() FROM accounts_throttle WHERE key = %s",
                [key],
            )
            row = cursor.fetchone()
        time.sleep(0.1)
        return (throttles.LockedCounter(*row[:3]), row[3]) if row else lock(key)

    monkeypatch.setattr(throttles, "_lock", unlocked)

    found = windows(noon)

    assert all(found[name] > honest for name, honest in HONEST.items()), found


def test_an_owner_is_told_three_times_however_many_register_his_number_at_once(noon: datetime) -> None:
    owner = factories.applicant()

    together(20, lambda i: registration._tell_owner(owner.document_number.plain(), noon + timedelta(seconds=i % 7)))

    assert Delivery.objects.filter(purpose="account.registered-again").count() == 3


def test_the_time_is_read_when_the_counter_is_ours(noon: datetime) -> None:
    """Who has waited for the row counts after whoever held it: his time is not the time at which he began to wait."""
    window, key = throttles.CountingWindow("turn", 9, 600), uuid4().hex
    throttles.count(window, key)
    free = threading.Event()

    def hold() -> datetime:
        from django.db import transaction

        with transaction.atomic():
            throttles._lock(f"turn:{key}")
            free.set()
            time.sleep(0.4)
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                return cursor.fetchone()[0]

    def wait() -> datetime:
        free.wait(5)
        return throttles._lock(f"turn:{key}")[1]

    released, begun = together(2, lambda i: (hold, wait)[i]())

    assert begun > released  # type: ignore[operator]


def test_one_proof_counts_once_though_a_dozen_bring_it(noon: datetime) -> None:
    from zhupei.world.captcha_solver import solve

    payload = solve(captcha.challenge("192.0.2.9"))

    assert sum(bool(found) for found in together(12, lambda _: captcha.solved(payload, "192.0.2.9"))) == 1
