"""Finding bases and who works for them."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts.models import User
from zhupei.bases.models import Base, Membership
from zhupei.kernel.settled import settled


def current_memberships(user: User) -> QuerySet[Membership]:
    """The roles a person holds at bases now, with the base; asked at every click."""
    return Membership.objects.filter(user=user, ended_at=None).select_related("base").order_by("base__code", "role")


def roles_at(user: User, base: Base) -> set[str]:
    """What a person is at this base now."""
    return set(Membership.objects.filter(user=user, base=base, ended_at=None).values_list("role", flat=True))


def members(base: Base) -> QuerySet[Membership]:
    """Who works for this base now, administrators first."""
    return Membership.objects.filter(base=base, ended_at=None).select_related("user").order_by("role", "granted_at")


def staff_of_bases() -> QuerySet[Membership]:
    """Everybody who works for a base now."""
    return Membership.objects.filter(ended_at=None).select_related("base", "user").order_by("base__code", "role")


@settled
def known() -> Mapping[UUID, Base]:
    """Every base, former ones included."""
    return Base.objects.in_bulk()


def active() -> QuerySet[Base]:
    return Base.objects.filter(active=True).order_by("code")
