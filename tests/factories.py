"""Fictional people for tests, with numbers that pass every check and belong to nobody."""

import itertools
import time
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts.models import OVERSIGHT_ROLES, Post, User
from zhupei.accounts.office_queries import told_apart
from zhupei.accounts.queries import number_index, phone_index
from zhupei.bases.models import Base, Membership
from zhupei.pure.identity import DocumentType, name_key
from zhupei.world.fiction import generate

PASSWORD = "Erhai-7paddles"
STAFF_PASSWORD = "Dianchi-9heron-lake"
AT = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)

_running = itertools.count(1)
BORN = (1990, 8)  # the first year and how many: old enough for every date a test puts in, however many came before


def number(sequence: int | None = None) -> str:
    """A fresh resident ID number; the same sequence gives the same number."""
    n = next(_running) if sequence is None else sequence
    first, years = BORN
    return generate.resident_id("530102", date(first + n // 336 % years, n // 28 % 12 + 1, n % 28 + 1), n % 1000)


def phone(sequence: int | None = None) -> str:
    return generate.mobile(next(_running) if sequence is None else sequence)


def applicant(**given: Any) -> User:
    """A registered person. `document_number`, `phone`, `password` and any column may be given."""
    document_number, mobile = given.pop("document_number", number()), given.pop("phone", phone())
    fields = {
        "kind": User.Kind.APPLICANT,
        "name": "和志远",
        "document_type": DocumentType.RESIDENT_ID.value,
        "document_number": document_number,
        "document_index": number_index(document_number),
        "phone": mobile,
        "phone_index": phone_index(mobile),
        "password": make_password(given.pop("password", PASSWORD)),
        "created_at": AT,
    }
    return User.objects.create(**{**fields, **given})


def base(**given: Any) -> Base:
    n = next(_running)
    fields = {
        "code": f"T{n:05d}",
        "name": f"测试医院{n}",
        "short_name": f"医院{n}",
        "city": "昆明市",
        "address": "人民路 1 号",
        "phone": "0871-60000000",
    }
    return Base.objects.create(**{**fields, **given})


def officer_name() -> str:
    """Nobody shares a name with another holder of one of the three offices, not even in traditional characters."""
    letters = _letters()
    return f"段云{letters[next(_running) % len(letters)]}"


@cache
def _letters() -> list[str]:
    return [letter for letter in map(chr, range(0x4E00, 0x9FA6)) if name_key(letter) == letter]


def staff(role: str = "province", base: Base | None = None, **given: Any) -> User:
    """Somebody with an office: a Post role, `reviewer` or `administrator` of `base`, or `technical`.

    The role is in force, or with `pending=True` still to be confirmed. Has a confirmed second factor. Without `base`,
    base staff get a new one: `user.memberships.get().base`.
    """
    mobile = given.pop("phone", phone())
    term = {"granted_at": AT, "confirmed_at": None if given.pop("pending", False) else AT}
    fields = {
        "kind": User.Kind.TECHNICAL if role == "technical" else User.Kind.STAFF,
        "name": officer_name() if role in OVERSIGHT_ROLES else "段云霞",
        "login_name": f"{role}{next(_running)}",
        "phone": mobile,
        "phone_index": phone_index(mobile),
        "password": make_password(given.pop("password", STAFF_PASSWORD)),
        "created_at": AT,
    }
    user = User.objects.create(**{**fields, **given})
    if role in Membership.Role.values:
        Membership.objects.create(user=user, base=base or _base(), role=role, **term)
    elif role in Post.Role.values:
        Post.objects.create(user=user, role=role, **term, **told_apart(user))
    TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    return user


_base = base


def login(client: Client, user: User) -> Client:
    """A session as after a real login: with its limits, and past the second factor for staff."""
    client.force_login(user)
    session = client.session
    session["began"] = session["seen"] = int(time.time())
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        session["otp_device_id"] = device.persistent_id
    session.save()
    return client
