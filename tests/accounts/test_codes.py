"""SMS codes: bound, short-lived, five tries, one use; sending within limits, answers that tell a stranger nothing."""

import re
from datetime import datetime, timedelta

import pytest

from tests import factories
from zhupei.accounts import rules
from zhupei.accounts.actions import codes
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
PHONE = factories.phone(1)
SESSION = "s" * 32


def send(at: datetime, purpose: str = "submit", phone: str = PHONE, user: User | None = None, **over: str) -> str:
    """Send and read the six digits from the SMS."""
    given = {"session_key": SESSION, "address": "192.0.2.1", **over}
    with clock.frozen(at):
        codes.send_code(purpose=purpose, phone=phone, user=user, at=at, **given)
    text = Delivery.objects.latest("created_at").body.plain()
    return re.search(r"\d{6}", text)[0]  # type: ignore[index]


def verify(at: datetime, code: str, purpose: str = "submit", user: User | None = None, **over: str) -> object:
    given = {"phone_index": phone_index(PHONE), "session_key": SESSION, **over}
    with clock.frozen(at):
        return codes.verify(purpose=purpose, user=user, code=code, **given)


def consume(at: datetime, code_id: object, purpose: str = "submit", user: User | None = None) -> None:
    with clock.frozen(at):
        codes.consume(code_id=code_id, purpose=purpose, user=user, at=at)  # type: ignore[arg-type]


def refused(call, *args, **kwargs) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.refusal.code


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_message_names_the_purpose_and_warns(noon: datetime) -> None:
    code = send(noon)
    assert (
        Delivery.objects.get().body.plain() == f"【住培招录】验证码 {code}，用于提交报名，5 分钟内有效。切勿告诉他人。"
    )


def test_nothing_stored_shows_the_code_or_the_phone(noon: datetime) -> None:
    code = send(noon)
    row = VerificationCode.objects.values().get()
    assert code not in str(row) and PHONE not in str(row)
    assert len(row["code_hash"]) == 64


def test_a_right_code_is_verified_any_number_of_times_and_consumed_once(noon: datetime) -> None:
    code = send(noon)
    for _ in range(7):
        code_id = verify(noon, code)
    consume(noon, code_id)
    assert refused(consume, noon, code_id) == "code:used-up"
    assert refused(verify, noon, code) == "code:used-up"


@pytest.mark.parametrize(("seconds", "answer"), [(0, None), (299, None), (300, "code:expired"), (3600, "code:expired")])
def test_a_code_lives_five_minutes(noon: datetime, seconds: int, answer: str | None) -> None:
    code, later = send(noon), noon + timedelta(seconds=seconds)
    if answer is None:
        consume(later, verify(later, code))
    else:
        code_id = verify(noon, code)
        assert refused(verify, later, code) == answer
        assert refused(consume, later + rules.QUEUE, code_id) == answer


def test_the_fifth_wrong_try_is_the_last(noon: datetime) -> None:
    code = send(noon)
    for _ in range(4):
        assert refused(verify, noon, other(code)) == "code:wrong"
    assert verify(noon, code)
    assert refused(verify, noon, other(code)) == "code:wrong"
    assert refused(verify, noon, code) == "code:used-up"


def test_a_code_is_good_for_its_purpose_phone_account_and_session_only(noon: datetime) -> None:
    user, stranger = factories.applicant(), factories.applicant()
    code = send(noon, user=user)
    assert refused(verify, noon, code, user=user, purpose="withdraw") == "code:none"
    assert refused(verify, noon, code, user=user, phone_index=phone_index(factories.phone())) == "code:none"
    assert refused(verify, noon, code, user=stranger) == "code:none"
    assert refused(verify, noon, code, user=None) == "code:none"
    assert refused(verify, noon, code, user=user, session_key="t" * 32) == "code:none"
    code_id = verify(noon, code, user=user)
    assert refused(consume, noon, code_id, "withdraw", user) == "code:none"
    assert refused(consume, noon, code_id, "submit", stranger) == "code:none"


def test_a_fresh_code_replaces_the_one_before(noon: datetime) -> None:
    first, later = send(noon), noon + timedelta(seconds=60)
    second = send(later)
    if first != second:
        assert refused(verify, later, first) == "code:wrong"
    assert verify(later, second)


@pytest.mark.parametrize(("seconds", "allowed"), [(59, False), (60, True)])
def test_a_minute_lies_between_two_codes(noon: datetime, seconds: int, allowed: bool) -> None:
    send(noon)
    later = noon + timedelta(seconds=seconds)
    if allowed:
        send(later)
    else:
        assert refused(send, later) == "sms:gap"


def test_five_an_hour_and_ten_a_day_for_one_number(noon: datetime) -> None:
    for minute in range(5):
        send(noon + timedelta(minutes=minute))
    assert refused(send, noon + timedelta(minutes=59)) == "sms:number"
    for minute in range(5):
        send(noon + timedelta(minutes=60 + minute))
    assert refused(send, noon + timedelta(hours=23, minutes=59)) == "sms:number"
    send(noon + timedelta(hours=24))


def test_a_whole_hospital_may_submit_from_one_address(noon: datetime) -> None:
    for _ in range(25):
        user = factories.applicant()
        send(noon, phone=user.phone.plain(), user=user)


def test_the_budget_of_the_day_is_kept_with_an_alarm(noon: datetime, settings, caplog) -> None:  # type: ignore[no-untyped-def]
    settings.SMS_DAILY_BUDGET = 5
    for n in range(5):
        send(noon, phone=factories.phone())
        assert ("nearly used" in caplog.text) == (n >= 3)
    assert refused(send, noon, phone=factories.phone()) == "wait:sms-budget"
    assert "exhausted" in caplog.text
    assert Delivery.objects.count() == 5


def test_a_flood_of_registrations_keeps_nobody_from_submitting(noon: datetime, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SMS_DAILY_BUDGET = 5
    for _ in range(4):
        send(noon, phone=factories.phone(), purpose="register")
    assert refused(send, noon, phone=factories.phone(), purpose="register") == "wait:sms-budget-open"
    send(noon, phone=factories.phone(), purpose="submit")


def test_no_code_was_asked_for(noon: datetime) -> None:
    assert refused(verify, noon, "123456") == "code:none"


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "１２３", "x" * 10_000])
def test_any_text_is_just_a_wrong_code(noon: datetime, typed: str) -> None:
    send(noon)
    assert refused(verify, noon, typed) == "code:wrong"
