"""Nothing can be learnt from how long an answer takes: the same statements and the same hashes, whatever is true."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.accounts.people import try_password
from zhupei.accounts.actions import codes, devices, passwords
from zhupei.accounts.actions.staff_login import staff_password
from zhupei.accounts.models import User
from zhupei.accounts.queries import phone_index
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
BROWSER = {"address": "198.51.100.7", "user_agent": "Firefox"}


@pytest.fixture
def person() -> User:
    return factories.applicant()


@pytest.fixture
def asleep() -> User:
    user = factories.applicant()
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], tuple[list[str], int]]:
    """The statements of a call, without their values, and how many hashes of passwords it took."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    def done(call: Callable[[], object]) -> tuple[list[str], int]:
        del hashed[:]
        with CaptureQueriesContext(connection) as queries, suppress(Refused):
            call()
        return [re.sub(r"[\W\d]+", " ", query["sql"])[:50] for query in queries.captured_queries], len(hashed)

    return done


def test_asking_for_a_reset(noon: datetime, person: User, asleep: User, work) -> None:  # type: ignore[no-untyped-def]
    pairs = [
        (person.document_number.plain(), person.phone.plain()),
        (person.document_number.plain(), factories.phone()),
        (factories.number(), person.phone.plain()),
        (asleep.document_number.plain(), asleep.phone.plain()),
    ]
    given = {"session_key": "s" * 32, "device_token": devices.fresh_token(), "address": "198.51.100.7"}

    done = [
        work(lambda number=number, phone=phone: codes.send_reset_code(number=number, phone=phone, at=noon, **given))
        for number, phone in pairs
    ]

    assert all(each == done[0] for each in done)
    assert len(done[0][0]) > 10


def test_guessing_the_code_of_a_reset(noon: datetime, person: User, work) -> None:  # type: ignore[no-untyped-def]
    given = {"session_key": "s" * 32, "device_token": "", "address": "198.51.100.7"}
    done = []
    for number, user in ((person.document_number.plain(), person), (factories.number(), None)):
        phone = person.phone.plain()
        codes.send_reset_code(number=number, phone=phone, at=noon, **given)
        asked = {"purpose": "reset", "phone_index": phone_index(phone), "user": user, "session_key": "s" * 32}
        done.append(work(lambda asked=asked: codes.verify(code="123456", **asked)))
    assert len(done[0][0]) == len(done[1][0])


def test_logging_in(noon: datetime, person: User, asleep: User, work) -> None:  # type: ignore[no-untyped-def]
    tries = [
        (person.document_number.plain(), "wrong-1!"),
        (factories.number(), "wrong-1!"),
        (asleep.document_number.plain(), "wrong-1!"),
        (asleep.document_number.plain(), factories.PASSWORD),
    ]

    done = [work(lambda typed=typed: try_password(noon, *typed, device_token=devices.fresh_token())) for typed in tries]

    assert all(each == done[0] for each in done)
    assert done[0][1] == 1


def test_logging_in_of_staff(noon: datetime, work) -> None:  # type: ignore[no-untyped-def]
    known, given = factories.staff("province").login_name, {"captcha_ok": True, "device_token": "d", **BROWSER}

    done = [
        work(lambda name=name: staff_password(login_name=name, password="wrong-1!", at=noon, **given))
        for name in (known, "nobody.here")
    ]

    assert done[0] == done[1] and done[0][1] == 1


def test_the_own_password(noon: datetime, person: User, work) -> None:  # type: ignore[no-untyped-def]
    done = [
        work(lambda old=old: passwords.change_password(actor=person, old=old, new="x", at=noon)) for old in ("a", "b")
    ]
    assert done[0] == done[1] and done[0][1] == 1
