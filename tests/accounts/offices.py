"""Inviting, accepting and confirming roles through the actions, for tests about offices."""

import time
from datetime import datetime
from typing import Any

from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.accounts.people import invitation_code
from zhupei.accounts.actions import founding, roles, staff
from zhupei.accounts.models import OVERSIGHT_ROLES, Post, User
from zhupei.bases import actions as bases
from zhupei.bases.actions import accept_invitation
from zhupei.bases.models import Membership
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery

EVERY = (*Post.Role.values, *Membership.Role.values)
NAMES = {"system": "和志远", "security": "木婷婷", "audit": "杨丽江"}


def refused(call: Any, *args: Any, **given: Any) -> str | None:
    """The code of the refusal, with which everything is undone; None when there is none."""
    try:
        with transaction.atomic():
            call(*args, **given)
    except Refused as caught:
        return caught.refusal.code
    return None


def digits(device: TOTPDevice) -> str:
    otp = TOTP(device.bin_key)
    otp.time = time.time()
    return f"{otp.token():06d}"


def candidates(**over: founding.Candidate) -> dict[str, founding.Candidate]:
    """Three different people."""
    people = {role: founding.Candidate(f"{role}.one", NAMES[role], factories.phone()) for role in OVERSIGHT_ROLES}
    return {**people, **over}


def invite(actor: User | None, role: str, at: datetime, **over: Any) -> str:
    """The token of the link. Base roles get a new base."""
    base = factories.base() if role in ("reviewer", "administrator") else None
    name = over.pop("name", factories.officer_name())
    given = {"login_name": f"new{factories.phone()}", "name": name, "phone": factories.phone(), "base": base, **over}
    return staff.invite(actor=actor, role=role, at=at, **given)


def prove(token: str, at: datetime) -> User:
    """Telephone and password: one step before the end."""
    code_id = invitation_code(at, token)
    return staff.set_password(token=token, password=factories.STAFF_PASSWORD, code_id=code_id, at=at)


def finish(token: str, user: User, at: datetime) -> User:
    accept_invitation(token=token, code=digits(staff.enrolment(token=token, at=at)), at=at)
    return user


def accept(token: str, at: datetime) -> User:
    return finish(token, prove(token, at), at)


def confirm(actor: User, row: Any, at: datetime) -> None:
    if isinstance(row, Membership):
        bases.confirm_membership(actor=actor, membership_id=row.pk, at=at)
    else:
        roles.confirm_post(actor=actor, post_id=row.pk, at=at)


def told(user: User, words: str) -> bool:
    return any(words in sent.body.plain() for sent in Delivery.objects.filter(recipient=user))


def officers() -> dict[str, User]:
    return {role: factories.staff(role) for role in OVERSIGHT_ROLES}
