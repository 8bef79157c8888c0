"""Races of accounts, with real threads; each with a control in which the lock is off and the race is lost."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests import factories
from tests.accounts.people import code_for, invitation_code, register
from tests.effort import TURNS, turns
from tests.races import failures, together
from tests.tampering import past_the_triggers
from zhupei.accounts.actions import codes
from zhupei.accounts.models import Consent, User, VerificationCode
from zhupei.kernel import clock
from zhupei.kernel.prepared import Question
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def refusals(results: list[object]) -> list[str]:
    """Codes of the refusals; any other exception fails the test."""
    wrong = [fault for fault in failures(results) if not isinstance(fault, Refused)]
    assert not wrong, wrong
    return [fault.refusal.code for fault in failures(results)]  # type: ignore[attr-defined]


def register_twice(noon: datetime) -> list[object]:
    number, phones = factories.number(), [factories.phone(), factories.phone()]
    ready = [code_for(noon, phone, "register", session_key=phone) for phone in phones]
    return together(2, lambda i: register(noon, number, phones[i], ready[i]))


def test_the_same_number_registered_twice_makes_one_account(noon: datetime) -> None:
    for turn in turns():
        results = register_twice(noon + timedelta(seconds=turn))
        assert not failures(results), results
        assert sorted(result is None for result in results) == [False, True]
    assert User.objects.count() == turn + 1


@pytest.fixture
def no_unique_number() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'accounts_user' AND indexname = 'accounts_number_once'"
        )
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX accounts_number_once")
    yield
    with past_the_triggers():
        for table in (Consent, Notice, User):
            table.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(definition)


def test_control_without_the_index_there_are_two_accounts(noon: datetime, no_unique_number: None) -> None:
    results = register_twice(noon)
    assert [result is None for result in results] == [False, False]


def use_twice(noon: datetime) -> list[str]:
    user = factories.applicant()
    code_id = code_for(noon, user.phone.plain(), "submit", user=user)
    results = together(4, lambda _: codes.consume(code_id=code_id, purpose="submit", user=user, at=noon))
    return refusals(results)


def test_a_code_used_by_four_at_once_is_accepted_once(noon: datetime) -> None:
    for turn in turns():
        assert use_twice(noon + timedelta(seconds=turn)) == ["code:used-up"] * 3


@pytest.fixture
def no_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`FOR UPDATE` is taken out of the statement, and whoever has read takes a moment to write."""
    held = codes._held

    def glance(wanted: Question) -> tuple[VerificationCode | None, datetime]:
        assert b" FOR UPDATE" in wanted.wire.sql
        unlocked = wanted.wire._replace(sql=wanted.wire.sql.replace(b" FOR UPDATE", b""))
        found = held(Question(unlocked, wanted.read))
        time.sleep(0.02)
        return found

    monkeypatch.setattr(codes, "_held", glance)


def test_control_without_the_row_lock_a_code_is_used_twice(noon: datetime, no_row_locks: None) -> None:
    assert any(len(use_twice(noon + timedelta(seconds=turn))) < 3 for turn in range(TURNS))


def wrong_codes(noon: datetime) -> int:
    """How many of 30 parallel wrong guesses at one code were compared with it."""
    user = factories.applicant()
    code_for(noon, user.phone.plain(), "submit", user=user)
    guesses: dict[str, object] = {
        "purpose": "submit",
        "phone_index": user.phone_index,
        "user": user,
        "session_key": "s" * 32,
        "code": "not it",
    }
    with clock.frozen(noon):
        return refusals(together(30, lambda _: codes.verify(**guesses))).count("code:wrong")  # type: ignore[arg-type]


def test_of_thirty_parallel_guesses_at_a_code_five_are_compared(noon: datetime) -> None:
    assert [wrong_codes(noon + timedelta(seconds=turn)) for turn in range(5)] == [5] * 5


def test_control_without_the_row_lock_more_are_compared(noon: datetime, no_row_locks: None) -> None:
    assert any(wrong_codes(noon + timedelta(seconds=turn)) > 5 for turn in range(5))


def test_two_invitations_accepted_at_once_by_one_link(noon: datetime) -> None:
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from zhupei.accounts.actions import staff
    from zhupei.accounts.models import Post
    from zhupei.bases.actions import accept_invitation

    token = staff.invite(
        actor=None, login_name="province.two", name="吴春兰", phone=factories.phone(), role="province", at=noon
    )
    proved = invitation_code(noon, token)
    user = staff.set_password(token=token, password=factories.STAFF_PASSWORD, code_id=proved, at=noon)
    device = TOTPDevice.objects.get(user=user)
    otp = TOTP(device.bin_key)
    otp.time = time.time()
    results = together(4, lambda _: accept_invitation(token=token, code=f"{otp.token():06d}", at=noon))
    assert refusals(results) == ["invitation:gone"] * 3
    assert Post.objects.filter(user=user, role="province").count() == 1
