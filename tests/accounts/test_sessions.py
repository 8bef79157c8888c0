"""Sessions live in the database and are read with one statement; whoever changes a password ends them at once."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import factories
from zhupei.accounts.models import User
from zhupei.accounts.sessions import SessionStore
from zhupei.kernel import clock, prepared, settled

pytestmark = pytest.mark.django_db


def stored(**given: str) -> SessionStore:
    session = SessionStore()
    session.update(given)
    session.save()
    return SessionStore(session.session_key)


def test_one_statement_brings_session_time_and_token() -> None:
    session = stored(word="好")
    with settled.one_request(), clock.one_request(), prepared.one_request(), prepared.counted() as count:
        assert session["word"] == "好"
        assert abs(clock.request_time() - datetime.now(tz=clock.SHANGHAI)) < timedelta(minutes=1)
        assert settled.token() == settled.ASK()[0][0]
    assert (count.statements, count.trips) == (2, 2), "the second is the comparison"


def test_what_is_over_unknown_or_altered_is_empty() -> None:
    session, altered = stored(word="好"), stored(word="好")
    Session.objects.filter(pk=session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    assert dict(session.items()) == {} and session.session_key is None
    Session.objects.filter(pk=altered.session_key).update(session_data="x:y:z")
    assert dict(altered.items()) == {}
    assert dict(SessionStore("a" * 32).items()) == {}
    assert dict(SessionStore(None).items()) == {}


def test_within_a_request_reading_stands_still_and_now_does_not() -> None:
    with clock.one_request():
        first = clock.request_time()
        assert clock.request_time() == first < clock.now()
    assert clock.request_time() > first


def test_the_clock_of_a_reading_is_the_system_s(noon: datetime) -> None:
    session = stored(word="好")
    with clock.frozen(noon), clock.one_request(), settled.one_request():
        assert session["word"]
        assert clock.request_time() == noon == clock.now()


@pytest.fixture
def signed_in(client: Client) -> tuple[Client, User]:
    person = factories.applicant()
    client.force_login(person)
    assert client.get(reverse("applicant:notices")).status_code == 200
    return client, person


@pytest.mark.parametrize("change", ["password", "session_serial", "is_active"])
def test_a_change_of_the_account_ends_its_sessions_at_the_next_click(signed_in, change: str) -> None:
    client, person = signed_in
    value = {"password": "other", "session_serial": 7, "is_active": False}[change]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    User.objects.filter(pk=person.pk).update(**{change: value})
    answer = client.get(reverse("applicant:notices"))
    assert answer.status_code == 302 and "login" in answer["Location"]
