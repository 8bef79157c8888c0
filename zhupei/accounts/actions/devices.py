"""Browsers a person is known from: strangers' guesses do not count against them, and their logins raise no alarm."""

import secrets
from datetime import datetime

from zhupei.accounts import labels
from zhupei.accounts.models import Device, User
from zhupei.accounts.queries import device_hash


def fresh_token() -> str:
    """For a browser without one; lives in a signed cookie and is stored hashed."""
    return secrets.token_urlsafe(24)


def remember(*, user: User, token: str, user_agent: str, at: datetime) -> Device:
    """Make the browser known to this account, or note that it was seen again; in the caller's transaction."""
    device, _ = Device.objects.update_or_create(
        token_hash=device_hash(user.pk, token),
        defaults={"last_seen": at, "label": labels.device(user_agent)},
        create_defaults={
            "user": user,
            "first_seen": at,
            "last_seen": at,
            "label": labels.device(user_agent),
            "token_hash": device_hash(user.pk, token),
        },
    )
    return device
