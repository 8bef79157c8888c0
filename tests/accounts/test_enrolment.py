"""The authenticator key of an invitation: one for each link, none for a used one, whatever was left by earlier ones."""

from datetime import datetime

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.accounts.offices import accept, finish, invite, prove, refused
from zhupei.accounts.actions import staff

pytestmark = pytest.mark.django_db


def test_an_account_with_two_unfinished_keys_recovers_by_a_new_link(noon: datetime) -> None:
    user = factories.staff("province")
    for _ in range(2):
        TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator")
    old = set(TOTPDevice.objects.filter(user=user).values_list("key", flat=True))

    accept(staff.invite_again(actor=factories.staff("system"), user=user, at=noon), noon)

    device = TOTPDevice.objects.get(user=user)
    assert device.confirmed and device.key not in old


def test_a_new_link_never_shows_the_key_of_an_earlier_one(noon: datetime) -> None:
    user, system = factories.staff("province"), factories.staff("system")
    first = staff.invite_again(actor=system, user=user, at=noon)
    prove(first, noon)
    shown = staff.enrolment(token=first, at=noon).key

    second = staff.invite_again(actor=system, user=user, at=noon)
    prove(second, noon)

    assert refused(staff.enrolment, token=first, at=noon) == "invitation:gone"
    assert staff.enrolment(token=second, at=noon).key != shown


def test_with_two_unfinished_keys_an_open_link_still_comes_to_its_end(noon: datetime) -> None:
    token = invite(None, "province", noon)
    user = prove(token, noon)
    TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator")

    finish(token, user, noon)

    assert TOTPDevice.objects.get(user=user).confirmed


def test_a_used_link_has_no_key(noon: datetime) -> None:
    token = invite(None, "province", noon)
    user = accept(token, noon)

    assert refused(staff.enrolment, token=token, at=noon) == "invitation:gone"
    assert TOTPDevice.objects.filter(user=user).count() == 1
