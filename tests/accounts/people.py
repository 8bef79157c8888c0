"""Doing the steps of an account through the actions, for tests that need one in some state."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from tests import factories
from zhupei.accounts import queries
from zhupei.accounts.actions import codes, registration, staff
from zhupei.accounts.actions.login import login
from zhupei.accounts.actions.roles import confirm_post
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.bases.actions import confirm_membership
from zhupei.bases.models import Membership
from zhupei.bases.queries import pending_of
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery

TYPES = ("resident-id", "hk-macao-permit", "taiwan-permit")


def code_for(at: datetime, phone: str, purpose: str, user: User | None = None, session_key: str = "s" * 32) -> UUID:
    """A code sent and verified: ready to be consumed. Those before it are a day old: limits have tests of their own."""
    VerificationCode.objects.filter(phone_index=phone_index(phone)).update(sent_at=F("sent_at") - timedelta(days=1))
    where = {"session_key": session_key, "address": f"192.0.2.{at.second}"}
    if purpose == codes.RESET:
        assert user is not None
        ask_for_reset(at, user.document_number.plain(), phone, **where)
    else:
        codes.send_code(purpose=purpose, phone=phone, user=user, at=at, **where)
    return codes.verify(
        purpose=purpose,
        phone_index=phone_index(phone),
        user=user,
        session_key=session_key,
        code=digits(at, phone, purpose),
    )


def ask_for_reset(at: datetime, number: str, phone: str, **over: Any) -> None:
    """找回密码, first step, with the job that it leaves behind."""
    given = {"session_key": "s" * 32, "device_token": "", "address": "192.0.2.1", **over}
    before = set(VerificationCode.objects.values_list("pk", flat=True))
    codes.send_reset_code(number=number, phone=phone, at=at, **given)
    for code_id in set(VerificationCode.objects.values_list("pk", flat=True)) - before:
        codes.send_waiting(code_id=code_id, at=at)


def digits(at: datetime, phone: str, purpose: str) -> str:
    """Of the SMS that went to this phone then."""
    sent = [row for row in Delivery.objects.filter(purpose=purpose, created_at=at) if row.phone.plain() == phone]
    return re.search(r"\d{6}", sent[-1].body.plain())[0]  # type: ignore[index]


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
    """Logging in at that moment."""
    with clock.frozen(at):
        return try_password(at, number, password, **over)


def try_password(at: datetime, number: str, password: str, **over: Any) -> User:
    """Logging in with a stamp that need not be the time."""
    given = {
        "captcha_ok": True,
        "device_token": "",
        "address": "198.51.100.7",
        "user_agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120",
        **over,
    }
    return login(number=number, password=password, at=at, **given)
