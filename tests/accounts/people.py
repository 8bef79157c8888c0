"""Doing the steps of an account through the actions, for tests that need one in some state."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from tests import factories
from zhupei.accounts import queries
from zhupei.accounts.actions import codes, registration, staff
from zhupei.accounts.actions.login import login
from zhupei.accounts.actions.roles import confirm_post
from zhupei.accounts.models import User
from zhupei.accounts.queries import phone_index
from zhupei.bases.actions import confirm_membership
from zhupei.bases.models import Membership
from zhupei.bases.queries import pending_of
from zhupei.notifications.models import Delivery

TYPES = ("resident-id", "hk-macao-permit", "taiwan-permit")


def code_for(at: datetime, phone: str, purpose: str, user: User | None = None, session_key: str = "s" * 32) -> UUID:
    """A code sent and verified: ready to be consumed."""
    codes.send_code(
        purpose=purpose, phone=phone, user=user, session_key=session_key, address=f"192.0.2.{at.second}", at=at
    )
    sent = [row for row in Delivery.objects.filter(purpose=purpose, created_at=at) if row.phone.plain() == phone]
    digits = re.search(r"\d{6}", sent[-1].body.plain())[0]  # type: ignore[index]
    return codes.verify(
        purpose=purpose, phone_index=phone_index(phone), user=user, session_key=session_key, code=digits, at=at
    )


def invitation_code(at: datetime, token: str) -> UUID:
    """The code that goes to the telephone behind this link, verified."""
    invitation = queries.open_invitation(token, at)
    assert invitation is not None
    return code_for(at, staff.phone_of(invitation).plain(), staff.PURPOSE, invitation.user)


def confirm_all(security: User, user: User, at: datetime) -> None:
    """Everything that this person waits for, by this security administrator."""
    for row in pending_of(user):
        confirm, key = (
            (confirm_membership, "membership_id") if isinstance(row, Membership) else (confirm_post, "post_id")
        )
        confirm(actor=security, at=at, **{key: row.pk})  # type: ignore[operator]


def register(at: datetime, number: str, phone: str, code_id: UUID, **over: Any) -> User | None:
    given = {
        "document_type": "resident-id",
        "name": "和志远",
        "password": factories.PASSWORD,
        "consents": [],
        "allowed_types": TYPES,
        **over,
    }
    return registration.register(number=number, phone=phone, code_id=code_id, at=at, **given)


def guess(at: datetime, number: str, password: str, **over: Any) -> User:
    given = {
        "captcha_ok": True,
        "device_token": "",
        "address": "198.51.100.7",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120",
        **over,
    }
    return login(number=number, password=password, at=at, **given)
