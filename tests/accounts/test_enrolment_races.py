"""The last step of an invitation, clicked several times at once: one key, one account, success for every click.

The control takes the locks away and makes a second key, as a double click once did.
"""

import time
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.offices import digits, invite, prove
from tests.races import failures, together
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Invitation, Post, User
from zhupei.bases.actions import accept_invitation
from zhupei.kernel import clock, locks

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CLICKS = 6


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def keys(user: User) -> list[bool]:
    """Of each key of the account, whether it is confirmed."""
    return list(TOTPDevice.objects.filter(user=user).values_list("confirmed", flat=True))


def browser(invitation: Invitation) -> Client:
    """Its session has chosen the password."""
    client = Client()
    session = client.session
    session["invitation"] = str(invitation.pk)
    session.save()
    return client


def at_the_last_step(at: datetime) -> tuple[str, User, str]:
    """Link, account and the digits that the authenticator shows."""
    token = invite(None, "province", at)
    user = prove(token, at)
    return token, user, digits(TOTPDevice.objects.get(user=user))


def clicks(token: str, user: User, code: str) -> list[Any]:
    """The same form six times, by one browser; each thread has a client of its own with the same cookies."""
    cookies = browser(Invitation.objects.get(user=user, accepted_at=None)).cookies

    def click(_: int) -> Any:
        client = Client()
        client.cookies = cookies
        return client.post(f"/invitation/{token}/code/", {"token": code})

    return together(CLICKS, click)


def test_every_click_on_the_last_step_ends_at_the_login(noon: datetime) -> None:
    for _ in range(5):
        token, user, code = at_the_last_step(noon)

        answers = clicks(token, user, code)

        assert not failures(answers), answers
        assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/staff/login/")] * CLICKS
        assert keys(user) == [True]
        assert Post.objects.filter(user=user).count() == 1


def use_or_open(token: str, code: str, at: datetime, i: int) -> None:
    """One thread uses the link; the others open its page, one after the other, before and after that."""
    if i == 0:
        accept_invitation(token=token, code=code, at=at)
    time.sleep(0.05 * i)
    staff.enrolment(token=token, at=at)


def test_a_page_opened_while_the_link_is_used_makes_no_key(noon: datetime) -> None:
    for _ in range(5):
        token, user, code = at_the_last_step(noon)

        together(CLICKS, partial(use_or_open, token, code, noon))

        assert keys(user) == [True]


def open_six_times(token: str, user: User, at: datetime) -> list[bool]:
    """The keys that six pages make of one that is missing."""
    TOTPDevice.objects.filter(user=user).delete()
    together(CLICKS, lambda _: staff.enrolment(token=token, at=at))
    return keys(user)


def test_six_pages_make_one_key(noon: datetime) -> None:
    for _ in range(5):
        token, user, _ = at_the_last_step(noon)
        assert open_six_times(token, user, noon) == [False]


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`select_for_update` locks nothing, and whoever has looked for a key takes a moment to make one."""

    def unlocked(self: models.QuerySet, *args: object, **options: object) -> models.QuerySet:
        return self.all()

    save = models.Model.save

    def slow(self: models.Model, *args: object, **options: object) -> None:
        time.sleep(0.05)
        save(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)
    monkeypatch.setattr(TOTPDevice, "save", slow)
    monkeypatch.setattr(locks, "hold", lambda _: None)


def test_control_without_the_locks_they_make_several(noon: datetime, no_locks: None) -> None:
    token, user, _ = at_the_last_step(noon)
    assert len(open_six_times(token, user, noon)) > 1
