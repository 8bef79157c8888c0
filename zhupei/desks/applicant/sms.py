"""Checking the fresh SMS code of an act (domain section 4: submitting, withdrawing, giving up, changing the phone)."""

from uuid import UUID

from django.http import HttpRequest

from zhupei.accounts.actions import codes
from zhupei.desks.shared import acts


def verified(request: HttpRequest, purpose: str, code: str) -> UUID:
    """The id of the code if it is right for this person, phone, session and purpose. Raises `Refused`."""
    with acts.beside("code"):
        return codes.verify(
            purpose=purpose,
            phone_index=request.user.phone_index,
            user=request.user,
            session_key=request.session.session_key or "",
            code=code,
        )
