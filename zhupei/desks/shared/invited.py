"""Who has been invited and has not come yet, and whom somebody just invited resembles."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from zhupei.accounts import office_queries, queries, rules
from zhupei.accounts.models import Invitation

MOST = 50


def waiting(at: datetime, base_id: UUID | None = None) -> list[Invitation]:
    """Of one base, or of all."""
    found = queries.waiting_invitations(at)
    if base_id is not None:
        found = found.filter(base=base_id)
    return list(found[:MOST])


def resembling(name: str, phone: str) -> tuple[str, ...]:
    """Warnings for the inviter: who of those who work here has this name or telephone."""
    found = office_queries.colleagues()
    return rules.resembling(name=name, phone_index=queries.phone_index(phone), colleagues=found)


def link(request: HttpRequest, token: str) -> str:
    """The whole address that the invited person opens; it is shown once."""
    return request.build_absolute_uri(reverse("public:invitation", args=[token]))
