"""How long somebody stays logged in (quality.md, Access)."""

from typing import NamedTuple

from zhupei.accounts.models import User


class SessionLimits(NamedTuple):
    """Seconds."""

    idle: int
    absolute: int


APPLICANT_SESSION = SessionLimits(idle=30 * 60, absolute=12 * 3600)
STAFF_SESSION = SessionLimits(idle=15 * 60, absolute=8 * 3600)


def session_limits(user: User) -> SessionLimits:
    return APPLICANT_SESSION if user.is_applicant else STAFF_SESSION
