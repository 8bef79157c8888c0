"""Finding bases and who works for them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts import office_queries as accounts
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post, User
from zhupei.bases.models import Base, Membership
from zhupei.kernel.prepared import prepared
from zhupei.kernel.settled import settled


def current_memberships(user: User) -> QuerySet[Membership]:
    """The roles a person holds at bases now, with the base; asked at every click. A pending one is none, and so is that
    of an account which may not be used.
    """
    return (
        Membership.objects.in_force()
        .filter(user=user, user__is_active=True)
        .select_related("base")
        .order_by("base__code", "role")
    )


@prepared
def memberships(user: User) -> QuerySet[Membership]:
    return current_memberships(user)


def roles_at(user: User, base: Base) -> set[str]:
    """What a person is at this base now."""
    return {row.role for row in memberships(user) if row.base_id == base.pk}


def members(base: Base) -> QuerySet[Membership]:
    """Who works for this base now or waits to, administrators first."""
    return Membership.objects.current().filter(base=base).select_related("user").order_by("role", "granted_at")


def staff_of_bases() -> QuerySet[Membership]:
    """Everybody who works for a base now or waits to."""
    return Membership.objects.current().select_related("base", "user").order_by("base__code", "role", "pk")


@prepared
def waiting_memberships() -> QuerySet[Membership]:
    return pending_memberships()


def pending_memberships() -> QuerySet[Membership]:
    """Who has accepted and waits to be confirmed, those of one base together."""
    found = Membership.objects.pending().select_related("base", "user", "granted_by")
    return found.order_by("base__code", "granted_at", "pk")


def pending_of(user: User) -> list[Appointment]:
    """What this person waits for: offices, roles at bases."""
    return [*accounts.pending_posts().filter(user=user), *pending_memberships().filter(user=user)]


def refused_of(user: User, limit: int = 5) -> list[Appointment]:
    """The roles of this person that somebody has decided not to confirm, the latest first."""
    refused = {"user": user, "confirmed_at": None, "ended_by__isnull": False}
    rows: list[Appointment] = [
        *Post.objects.filter(**refused).exclude(refusal="").select_related("ended_by"),
        *Membership.objects.filter(**refused).exclude(refusal="").select_related("base", "ended_by"),
    ]
    return sorted(rows, key=lambda row: row.ended_at or row.granted_at, reverse=True)[:limit]


def pending_since() -> list[datetime]:
    """Since when each of the offices and roles waits that are to be confirmed."""
    rows = (Post.objects.pending(), Membership.objects.pending())
    return [moment for found in rows for moment in found.values_list("granted_at", flat=True)]


@settled
def known() -> Mapping[UUID, Base]:
    """Every base, former ones included."""
    return Base.objects.in_bulk()


def active() -> QuerySet[Base]:
    return Base.objects.filter(active=True).order_by("code")
