"""Every limit under a hundred requests at once whose stamps are older and newer than each other, and a control each.

Counted is what is really compared: calls of the hash, of the authenticator's arithmetic, of the comparison of codes.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django_otp.oath import TOTP

from tests import factories
from tests.accounts.at_once import MANY, at_once, stamp
from tests.accounts.people import ask_for_reset, code_for, try_password
from zhupei.accounts import throttles
from zhupei.accounts.actions import codes, devices, passwords
from zhupei.accounts.actions.staff_login import second_factor, staff_password
from zhupei.accounts.models import VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.kernel.refusals import Refused

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HERE = {"address": "198.51.100.7", "user_agent": "Firefox"}


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with an account's hash, or hashed in vain for a number nobody has."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every guess that was compared with what the authenticator shows."""
    seen: list[int] = []
    verify = TOTP.verify

    def counted(self: TOTP, token: int, *args: object, **given: object) -> bool:
        seen.append(token)
        return verify(self, token, *args, **given)

    monkeypatch.setattr(TOTP, "verify", counted)
    return seen


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that was compared with the code that had been sent."""
    seen: list[str] = []
    compare = hmac.compare_digest

    def counted(one: str, other: str) -> bool:
        seen.append(other)
        return compare(one, other)

    monkeypatch.setattr(codes.hmac, "compare_digest", counted)
    return seen


_BY_STAMP = """
    INSERT INTO accounts_throttle AS t (key, window_start, count, blocked_until)
    VALUES (%(key)s, %(at)s, 1, NULL)
    ON CONFLICT (key) DO UPDATE SET
        window_start = %(at)s,
        count = CASE WHEN t.window_start BETWEEN %(since)s AND %(at)s THEN t.count + 1 ELSE 1 END,
        blocked_until = CASE
            WHEN t.window_start BETWEEN %(since)s AND %(at)s AND t.count + 1 >= %(free)s
            THEN %(at)s + interval '1 minute'
        END
    WHERE t.blocked_until IS NULL OR t.blocked_until <= %(at)s OR NOT t.window_start BETWEEN %(since)s AND %(at)s
    RETURNING count
"""


@pytest.fixture
def counting_by_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Atomic in one statement, but by the time the request has brought along."""

    def count(limit: throttles.CountingWindow | throttles.Delay, subject: str) -> int:
        if isinstance(limit, throttles.CountingWindow):
            return 1
        at = stamp.at
        values = {
            "key": f"{limit.name}:{subject}",
            "at": at,
            "since": at - timedelta(seconds=limit.memory),
            "free": limit.free,
        }
        with connection.cursor() as cursor:
            cursor.execute(_BY_STAMP, values)
            row = cursor.fetchone()
        if row is None:
            raise Refused(throttles.too_many(limit, 60))
        return row[0]

    monkeypatch.setattr(throttles, "count", count)


def of_unknown_browsers(noon: datetime) -> list[str]:
    number = factories.applicant().document_number.plain()
    return at_once(noon, lambda i, at: try_password(at, number, f"guess-{i}!A1", address=f"203.0.113.{i}"))


def of_a_known_browser(noon: datetime) -> list[str]:
    user, token = factories.applicant(), devices.fresh_token()
    devices.remember(user=user, token=token, user_agent="Firefox", at=noon)
    number = user.document_number.plain()
    return at_once(noon, lambda i, at: try_password(at, number, f"guess-{i}!A1", device_token=token))


def of_a_number_nobody_has(noon: datetime) -> list[str]:
    number = factories.number()
    return at_once(noon, lambda i, at: try_password(at, number, f"guess-{i}!A1", address=f"203.0.113.{i}"))


def of_staff(noon: datetime) -> list[str]:
    name = factories.staff("province").login_name
    given = {"login_name": name, "captcha_ok": True, "device_token": "", "user_agent": "Firefox"}
    return at_once(
        noon, lambda i, at: staff_password(password=f"guess-{i}!A1", address=f"203.0.113.{i}", at=at, **given)
    )


def of_the_own_password(noon: datetime) -> list[str]:
    user = factories.applicant()
    return at_once(
        noon, lambda i, at: passwords.change_password(actor=user, old=f"guess-{i}!A1", new="Cangshan-4clouds", at=at)
    )


PASSWORDS = [of_unknown_browsers, of_a_known_browser, of_a_number_nobody_has, of_staff, of_the_own_password]


def asked(hashed: list[str]) -> int:
    return sum(password.startswith("guess-") for password in hashed)


@pytest.mark.parametrize("guesses", PASSWORDS)
def test_of_a_hundred_passwords_at_most_five_are_evaluated(
    noon: datetime, hashed: list[str], guesses: Callable[[datetime], list[str]]
) -> None:
    answers = guesses(noon)

    assert asked(hashed) <= 5
    assert sum(answer.startswith("wait:") for answer in answers) >= MANY - 5


@pytest.mark.parametrize("guesses", PASSWORDS)
def test_control_counted_by_stamp_more_passwords_are_evaluated(
    noon: datetime, hashed: list[str], counting_by_stamp: None, guesses: Callable[[datetime], list[str]]
) -> None:
    guesses(noon)

    assert asked(hashed) > 5


def second_factors(noon: datetime) -> list[str]:
    user = factories.staff("province")
    return at_once(noon, lambda i, at: second_factor(user=user, token=f"{900_000 + i}", device_token="", at=at, **HERE))


def test_of_a_hundred_second_factors_at_most_five_are_evaluated(noon: datetime, computed: list[int]) -> None:
    answers = second_factors(noon)

    assert len(computed) <= 5 and answers.count("wait:second-factor") >= MANY - 5


def test_control_counted_by_stamp_more_second_factors_are_evaluated(
    noon: datetime, computed: list[int], counting_by_stamp: None
) -> None:
    second_factors(noon)

    assert len(computed) > 5


def test_owners_who_get_in_meanwhile_leave_not_one_try_more(noon: datetime, hashed: list[str]) -> None:
    token = devices.fresh_token()
    for known in (True, False):
        user = factories.applicant()
        if known:
            devices.remember(user=user, token=token, user_agent="Firefox", at=noon)
        number, own = user.document_number.plain(), {"device_token": token if known else ""}
        del hashed[:]

        def attempt(i: int, at: datetime, number: str = number, own: dict[str, str] = own) -> object:
            return try_password(at, number, f"guess-{i}!A1" if i % 3 else factories.PASSWORD, **own)

        for turn in range(3):
            at_once(noon + timedelta(seconds=turn), attempt)
        assert asked(hashed) <= 5


@pytest.mark.parametrize("known", [True, False])
def test_control_clearing_at_a_success_lets_more_be_evaluated(
    noon: datetime, hashed: list[str], monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    monkeypatch.setattr(throttles, "refund", throttles.clear)
    user, token = factories.applicant(), devices.fresh_token()
    if known:
        devices.remember(user=user, token=token, user_agent="Firefox", at=noon)
    number = user.document_number.plain()

    for i in range(12):
        try:
            password = factories.PASSWORD if i % 4 == 3 else f"guess-{i}!A1"
            try_password(noon, number, password, device_token=token if known else "")
        except Refused:
            pass

    assert asked(hashed) > 5


@pytest.mark.parametrize("purpose", VerificationCode.Purpose.values)
def test_of_a_hundred_guesses_at_a_code_at_most_five_are_compared(
    noon: datetime, compared: list[str], purpose: str
) -> None:
    user = factories.applicant()
    code_for(noon, user.phone.plain(), purpose, user=user)
    del compared[:]

    answers = at_once(
        noon,
        lambda i, _: codes.verify(
            purpose=purpose, phone_index=user.phone_index, user=user, session_key="s" * 32, code=f"x{i}"
        ),
    )

    assert len(compared) <= 5 and answers.count("code:used-up") >= MANY - 5


def test_of_a_hundred_guesses_at_a_reset_of_a_wrong_pair_five_are_compared(noon: datetime, compared: list[str]) -> None:
    phone = factories.phone()
    ask_for_reset(noon, factories.number(), phone)

    at_once(
        noon,
        lambda i, _: codes.verify(
            purpose="reset", phone_index=phone_index(phone), user=None, session_key="s" * 32, code=f"x{i}"
        ),
    )

    assert len(compared) == 5
