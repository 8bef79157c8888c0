"""Who has been invited to work for a base and has not come yet: shown where he was invited, never with his link."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries, rules
from zhupei.accounts.models import Invitation

MOST = 50


def waiting(at: datetime, base_id: UUID | None = None) -> list[tuple[Invitation, str]]:
    """With the name of the role; of one base, or of all."""
    found = queries.waiting_invitations(at)
    if base_id is not None:
        found = found.filter(base=base_id)
    return [(each, rules.role_label(each.role)) for each in found[:MOST]]
