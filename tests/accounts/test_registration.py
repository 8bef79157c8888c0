"""账号注册 as an action: every rule with both sides, the code used only by a real registration."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests import factories
from tests.accounts.people import code_for, register
from zhupei.accounts.actions import codes
from zhupei.accounts.actions.consents import agree
from zhupei.accounts.models import Consent, ConsentText, User
from zhupei.accounts.queries import by_number, missing_consents
from zhupei.audit.models import Event
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice
from zhupei.world.fiction import generate

pytestmark = pytest.mark.django_db
PHONE = factories.phone(7)
NUMBER = factories.number(7)


def attempt(at: datetime, **over: Any) -> str | User | None:
    """The refusal's code or what `register` returned; a fresh code each time."""
    phone = over.pop("phone", PHONE)
    number = over.pop("number", NUMBER)
    ready = over.pop("code_id", None) or code_for(at, PHONE, "register", session_key=uuid4().hex)
    try:
        return register(at, number, phone, ready, **over)
    except Refused as refused:
        return refused.refusal.code


def test_what_is_stored_is_normal_sealed_and_found_again(noon: datetime) -> None:
    user = attempt(noon, number=f" {NUMBER.lower()} ", name="阿依古丽•买买提", phone=f"+86 {PHONE}")
    assert isinstance(user, User)
    raw = User.objects.filter(pk=user.pk).values().get()
    assert NUMBER not in str(raw) and PHONE not in str(raw)
    assert by_number(NUMBER, noon.date()) == user and user.phone.plain() == PHONE
    assert user.check_password(factories.PASSWORD) and user.is_applicant and user.login_name is None
    assert Notice.objects.get(recipient=user).title == "账号注册成功"
    event = Event.objects.get(verb="account.register")
    assert event.object_id == str(user.pk) and NUMBER not in event.detail


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident-id", NUMBER),
        ("hk-macao-permit", generate.hk_macao_permit("H", 1234567)),
        ("taiwan-permit", generate.taiwan_permit(1234567)),
    ],
)
def test_the_usual_documents_are_accepted(noon: datetime, kind: str, number: str) -> None:
    assert isinstance(attempt(noon, document_type=kind, number=number), User)


def test_a_document_the_cycle_does_not_admit_is_refused(noon: datetime) -> None:
    card = generate.foreigner_pr("53", "840", noon.date().replace(year=1990), 7)
    given = {"document_type": "foreigner-pr", "number": card}
    assert attempt(noon, **given) == "document:type"
    assert isinstance(attempt(noon.replace(minute=2), **given, allowed_types=["foreigner-pr"]), User)


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"number": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "document:check-digit"),
        ({"number": "\x00"}, "document:unreadable-character"),
        ({"document_type": "passport"}, "document:type"),
        ({"name": ""}, "name:empty"),
        ({"name": "和" * 51}, "name:length"),
        ({"name": "和\ud800"}, "name:unreadable-character"),
        ({"phone": "0871-60000000"}, "phone:length"),
        ({"phone": factories.phone(8)}, "code:none"),
        ({"password": "Abc-123"}, "password:too-short"),
        ({"password": "abcdefgh1"}, "password:no-special"),
        ({"password": "a1!" * 22}, "password:too-long"),
        ({"password": "Wang1990-0101"}, None),
    ],
)
def test_each_rule_refuses_by_name(noon: datetime, over: dict[str, Any], code: str | None) -> None:
    answer = attempt(noon, **over)
    assert answer == code if code else answer is not None
    if code:
        assert not User.objects.exists()


def test_names_of_fifty_characters_and_beyond_the_basic_plane_are_welcome(noon: datetime) -> None:
    assert isinstance(attempt(noon, name="𠮷" * 50), User)


def test_a_refusal_does_not_use_the_code_up(noon: datetime) -> None:
    ready = code_for(noon, PHONE, "register")
    assert attempt(noon, code_id=ready, password="short") == "password:too-short"
    assert attempt(noon, code_id=ready, phone=factories.phone(9)) == "code:none"
    assert isinstance(attempt(noon, code_id=ready), User)
    assert attempt(noon, code_id=ready, number=factories.number(8)) == "code:used-up"


def test_a_code_for_something_else_registers_nobody(noon: datetime) -> None:
    assert attempt(noon, code_id=code_for(noon, PHONE, "change-phone")) == "code:none"
    assert attempt(noon, code_id=uuid4()) == "code:none"


def test_the_text_in_force_must_be_agreed_to(noon: datetime) -> None:
    first, second = (
        ConsentText.objects.create(key="privacy", version=n, title=f"第{n}版", body="…", published_at=noon)
        for n in (1, 2)
    )
    ready = code_for(noon, PHONE, "register")
    assert attempt(noon, code_id=ready) == "consent:missing"
    assert attempt(noon, code_id=ready, consents=[first.pk]) == "consent:missing"
    user = attempt(noon, code_id=ready, consents=[second.pk])
    assert isinstance(user, User)
    assert list(Consent.objects.values_list("user", "text", "at")) == [(user.pk, second.pk, noon)]


def test_a_new_version_is_asked_for_again(noon: datetime) -> None:
    user = factories.applicant()
    assert missing_consents(user, ["privacy"]) == []
    text = ConsentText.objects.create(key="privacy", version=1, title="告知", body="…", published_at=noon)
    assert missing_consents(user, ["privacy"]) == [text]
    for _ in range(2):
        agree(actor=user, texts=[text], at=noon)
    assert missing_consents(user, ["privacy"]) == []
    assert Event.objects.filter(verb="account.consent").count() == 1


def test_a_registered_number_changes_nothing_and_the_owner_is_told_a_few_times_only(noon: datetime) -> None:
    owner = factories.applicant(document_number=NUMBER)
    for minute in range(5):
        at = noon.replace(minute=minute)
        assert attempt(at, code_id=code_for(at, PHONE, "register", session_key=str(minute))) is None
    owner.refresh_from_db()
    assert owner.check_password(factories.PASSWORD) and owner.phone.plain() != PHONE
    told = Delivery.objects.filter(purpose="account.registered-again")
    assert [row.phone.plain() for row in told] == [owner.phone.plain()] * 3
    assert Event.objects.filter(verb="account.register-again").count() == 5


def test_one_number_is_one_account_whatever_the_document_type(noon: datetime) -> None:
    card = generate.foreigner_pr("53", "840", noon.date().replace(year=1990), 7)
    assert isinstance(attempt(noon, number=card), User)
    given = {"number": card, "document_type": "foreigner-pr", "allowed_types": ["foreigner-pr"]}
    assert attempt(noon.replace(minute=2), **given) is None
    assert codes.VerificationCode.objects.filter(used_at=None).count() == 0
