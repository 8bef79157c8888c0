"""Browsers a person is known from: strangers' guesses do not count against them, and their logins raise no alarm."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from zhupei.accounts import labels
from zhupei.accounts.models import User
from zhupei.accounts.queries import device_hash
from zhupei.kernel.prepared import RawStatement

_SEEN = RawStatement("""
    INSERT INTO accounts_device (id, user_id, token_hash, label, first_seen, last_seen) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (token_hash) DO UPDATE SET label = EXCLUDED.label, last_seen = EXCLUDED.last_seen RETURNING id
""")


def fresh_token() -> str:
    """For a browser without one; lives in a signed cookie and is stored hashed."""
    return secrets.token_urlsafe(24)


def remember(*, user: User, token: str, user_agent: str, at: datetime) -> UUID:
    """Make the browser known to this account, or note that it was seen again; in the caller's transaction.

    Returns the id of the device.
    """
    [(device_id,)] = _SEEN(uuid4(), user.pk, device_hash(user.pk, token), labels.device(user_agent), at, at)
    return device_id
