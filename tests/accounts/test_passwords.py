"""Resetting and changing the password, changing the phone: what they need, whom they tell, what they end."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests import factories
from tests.accounts.people import code_for
from zhupei.accounts.actions import passwords, phones
from zhupei.accounts.models import Device, User
from zhupei.accounts.queries import by_number_and_phone, phone_index
from zhupei.audit.models import Event
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
FRESH = "Cangshan-4clouds"


@pytest.fixture
def person() -> User:
    return factories.applicant()


def reset(at: datetime, person: User, password: str, **over: object) -> str | None:
    code_id = over.get("code_id") or code_for(at, person.phone.plain(), "reset", user=person)
    try:
        passwords.reset_password(
            user=person, code_id=code_id, password=password, device_token="browser", user_agent="Firefox", at=at
        )
    except Refused as refused:
        return refused.refusal.code
    return None


def change(at: datetime, person: User, old: str, new: str) -> str | None:
    try:
        passwords.change_password(actor=person, old=old, new=new, at=at)
    except Refused as refused:
        return refused.refusal.code
    return None


def change_phone(at: datetime, person: User, phone: str, password: str, code_id: UUID, present: UUID) -> str | None:
    try:
        phones.change_phone(
            actor=person, phone=phone, password=password, code_id=code_id, present_code_id=present, at=at
        )
    except Refused as refused:
        return refused.refusal.code
    return None


def told(purpose: str) -> list[str]:
    return sorted(row.phone.plain() for row in Delivery.objects.filter(purpose=purpose))


def test_a_reset_sets_the_password_knows_the_browser_and_tells(noon: datetime, person: User) -> None:
    before = person.get_session_auth_hash()
    assert reset(noon, person, FRESH) is None
    person.refresh_from_db()
    assert person.check_password(FRESH) and person.get_session_auth_hash() != before
    assert Device.objects.filter(user=person).count() == 1
    assert told("account.password-reset") == [person.phone.plain()]
    assert Event.objects.get(verb="account.reset-password").object_id == str(person.pk)


def test_a_reset_refuses_weak_and_personal_passwords_and_keeps_the_code(noon: datetime, person: User) -> None:
    code_id = code_for(noon, person.phone.plain(), "reset", user=person)
    born = person.document_number.plain()[6:14]
    assert reset(noon, person, "short-1", code_id=code_id) == "password:too-short"
    assert reset(noon, person, f"Qwz-{born}-xk", code_id=code_id) == "password:contains-birthday"
    assert reset(noon, person, FRESH, code_id=code_id) is None
    assert reset(noon, person, "Dali-5towers!", code_id=code_id) == "code:used-up"


def test_a_code_of_another_account_resets_nothing(noon: datetime, person: User) -> None:
    stranger = factories.applicant()
    code_id = code_for(noon, stranger.phone.plain(), "reset", user=stranger)
    assert reset(noon, person, FRESH, code_id=code_id) == "code:none"


def test_number_and_phone_must_belong_together_for_a_reset(noon: datetime, person: User) -> None:
    number, phone, today = person.document_number.plain(), person.phone.plain(), noon.date()
    assert by_number_and_phone(number, f"+86 {phone[:3]} {phone[3:]}", today) == person
    assert by_number_and_phone(number, factories.phone(), today) is None
    assert by_number_and_phone(factories.number(), phone, today) is None
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert by_number_and_phone(number, phone, today) is None


def test_changing_needs_the_old_password_and_ends_the_sessions(noon: datetime, person: User) -> None:
    before = person.get_session_auth_hash()
    assert change(noon, person, "wrong-1!", FRESH) == "password:wrong"
    assert change(noon, person, factories.PASSWORD, "short-1") == "password:too-short"
    assert change(noon, person, factories.PASSWORD, factories.PASSWORD) == "password:same"
    assert change(noon, person, factories.PASSWORD, FRESH) is None
    person.refresh_from_db()
    assert person.check_password(FRESH) and person.get_session_auth_hash() != before
    assert told("account.password-changed") == [person.phone.plain()]


def test_guessing_the_old_password_is_counted_first(noon: datetime, person: User) -> None:
    assert [change(noon, person, "wrong-1!", FRESH) for _ in range(5)] == ["password:wrong"] * 5
    assert change(noon, person, factories.PASSWORD, FRESH) == "wait:own-password"


def test_the_phone_changes_with_password_and_codes_to_both_numbers_and_both_are_told(
    noon: datetime, person: User
) -> None:
    old, new = person.phone.plain(), factories.phone()
    code_id = code_for(noon, new, phones.ARRIVE, user=person)
    present = code_for(noon, old, phones.LEAVE, user=person)
    assert change_phone(noon, person, "12345", factories.PASSWORD, code_id, present) == "phone:length"
    assert change_phone(noon, person, new, "wrong-1!", code_id, present) == "password:wrong"
    assert change_phone(noon, person, f"+86{new}", factories.PASSWORD, code_id, present) is None
    person.refresh_from_db()
    assert person.phone.plain() == new and person.phone_index == phone_index(new)
    assert told("account.phone-changed") == sorted([old, new])


def test_a_code_sent_to_another_new_number_does_not_change_it(noon: datetime, person: User) -> None:
    code_id = code_for(noon, factories.phone(), phones.ARRIVE, user=person)
    present = code_for(noon, person.phone.plain(), phones.LEAVE, user=person)
    assert change_phone(noon, person, factories.phone(), factories.PASSWORD, code_id, present) == "code:none"


def test_a_code_sent_to_the_old_phone_does_not_change_it(noon: datetime, person: User) -> None:
    present = code_for(noon, person.phone.plain(), phones.LEAVE, user=person)
    assert change_phone(noon, person, factories.phone(), factories.PASSWORD, present, present) == "code:none"


def test_who_knows_the_password_cannot_move_the_account_to_a_phone_of_his_own(noon: datetime, person: User) -> None:
    own = factories.phone()
    code_id = code_for(noon, own, phones.ARRIVE, user=person)
    for present in (code_id, code_for(noon, own, phones.LEAVE, user=person), uuid4()):
        assert change_phone(noon, person, own, factories.PASSWORD, code_id, present) == "code:none"
    other = code_for(noon, person.phone.plain(), "submit", user=person)
    assert change_phone(noon, person, own, factories.PASSWORD, code_id, other) == "code:none"


def test_both_codes_are_sent_or_none(noon: datetime, person: User) -> None:
    new, send = factories.phone(), {"actor": person, "session_key": "s" * 32, "address": "192.0.2.1"}
    phones.send_codes(phone=new, at=noon, **send)
    assert told(phones.LEAVE) == [person.phone.plain()] and told(phones.ARRIVE) == [new]
    with pytest.raises(Refused):
        phones.send_codes(phone=factories.phone(), at=noon + timedelta(seconds=1), **send)
    assert len(told(phones.LEAVE)) == len(told(phones.ARRIVE)) == 1
