"""账号注册 (manual, part 2): identity kind 学员 only; staff are invited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from zhupei.accounts import notices, queries, rules, throttles
from zhupei.accounts.actions import codes, devices
from zhupei.accounts.models import Consent, User
from zhupei.audit.actions import record
from zhupei.audit.verbs import STRANGER
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import Refused, require
from zhupei.pure.identity import DocumentType, check, normalise_name, normalise_phone


@dataclass(frozen=True, slots=True)
class _Person:
    document_type: str
    number: str
    name: str
    phone: str


def register(
    *,
    document_type: str,
    number: str,
    name: str,
    phone: str,
    password: str,
    consents: Iterable[int],
    code_id: UUID,
    allowed_types: Iterable[str],
    device_token: str = "",
    user_agent: str = "",
    at: datetime,
) -> User | None:
    """Open an account, or tell the owner of the existing one. None when there was one: the page must not show that,
    and neither does the message to the telephone that was just proven, which is the same in either case.

    `consents` are ids of consent texts; `allowed_types` are the cycle's document types; `code_id` comes from
    `codes.verify(purpose="register", user=None, …)`. The database's unique number index decides between two people
    who register at the same moment. Raises `Refused` naming the field.
    """
    today = rules.day(at)
    require(rules.document(document_type, number, allowed_types, today))
    require(rules.name(name))
    require(rules.phone(phone))
    found = check(DocumentType(document_type), number, today=today)
    person = _Person(document_type, found.number, normalise_name(name), normalise_phone(phone))
    require(
        rules.password(password, name=person.name, number=found.number, birth_date=found.birth_date, phone=person.phone)
    )
    texts = queries.consent_texts(rules.REGISTRATION_CONSENTS)
    require(rules.consent(consents, texts))
    return _register(
        person=person,
        password_hash=make_password(password),
        text_ids=[text.pk for text in texts],
        code_id=code_id,
        device_token=device_token,
        user_agent=user_agent,
        at=at,
    )


@locks.action
def _register(
    *,
    person: _Person,
    password_hash: str,
    text_ids: list[int],
    code_id: UUID,
    device_token: str,
    user_agent: str,
    at: datetime,
) -> User | None:
    codes.consume_for_phone(code_id=code_id, purpose="register", user=None, phone=person.phone, at=at)
    notices.phone_proven(person.phone, at)
    user = _create(person, password_hash, at)
    if user is None:
        _tell_owner(person.number, at)
        return None
    writes.insert_all([Consent(user=user, text_id=text_id, at=at) for text_id in text_ids])
    if device_token:
        devices.remember(user=user, token=device_token, user_agent=user_agent, at=at)
    record(verb="account.register", actor=user, role="applicant", at=at, object_type="account", object_id=user.pk)
    notices.registered(user, at)
    return user


def _create(person: _Person, password_hash: str, at: datetime) -> User | None:
    """None when the number has an account: the unique index decides, also between two at the same moment."""
    try:
        with transaction.atomic():
            return User.objects.create(
                kind=User.Kind.APPLICANT,
                name=person.name,
                document_type=person.document_type,
                document_number=person.number,
                document_index=queries.number_index(person.number),
                phone=person.phone,
                phone_index=queries.phone_index(person.phone),
                password=password_hash,
                password_changed_at=at,
                created_at=at,
            )
    except IntegrityError:
        if queries.by_index(queries.number_index(person.number)) is None:
            raise
        return None


def _tell_owner(number: str, at: datetime) -> None:
    """At most a few times a day, so that nobody is flooded."""
    owner = queries.by_index(queries.number_index(number))
    if owner is None:
        return
    record(verb="account.register-again", actor=None, role=STRANGER, at=at, object_type="account", object_id=owner.pk)
    try:
        throttles.count(rules.OWNER_TOLD, str(owner.pk))
    except Refused:
        return
    notices.registered_again(owner, at)
