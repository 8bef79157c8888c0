"""Finding offices and roles: who holds, who waits, and everything that hangs on one telephone or one name."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from zhupei.accounts.appointment import Appointment, AppointmentQuerySet
from zhupei.accounts.models import OVERSIGHT, OVERSIGHT_ROLES, Invitation, Post, User
from zhupei.accounts.queries import phone_index
from zhupei.kernel.crypto.index import blind_index
from zhupei.kernel.prepared import prepared, together
from zhupei.pure.identity import name_key


def name_index(name: str) -> str:
    """Equal for all spellings of one name."""
    return blind_index("name", name_key(name))


def told_apart(user: User) -> dict[str, str]:
    """The columns by which the database tells the holder of an office from the holder of another."""
    return {"phone_index": user.phone_index, "name_index": name_index(user.name)}


class Claim(NamedTuple):
    """A role that somebody holds, waits for or has been promised; `row` is the row that says so."""

    role: str
    phone: str
    name: str
    row: tuple[str, object] = ("", None)


def claim_of(appointment: Appointment) -> Claim:
    holder: User = appointment.user
    row = (appointment._meta.model_name or "", appointment.pk)
    return Claim(appointment.role, holder.phone_index, name_key(holder.name), row)


def claim_of_invitation(invitation: Invitation) -> Claim:
    """Of an invitation that is still open; the holder of the account behind it is who counts."""
    phone = phone_index((invitation.user or invitation).phone.plain())
    return Claim(invitation.role, phone, name_key(invitation.name), ("invitation", invitation.pk))


def claims_beside(claim: Claim, at: datetime) -> list[Claim]:
    """Every other claim on the same telephone, and every other one to one of the three offices.

    Roles at bases hang on the account as `memberships`; what they are is the business of `bases`.
    """
    posts = Post.objects.current().filter(Q(user__phone_index=claim.phone) | OVERSIGHT).select_related("user")
    promised = Invitation.objects.filter(accepted_at=None, expires_at__gt=at).exclude(role="")
    promised = promised.filter(Q(phone_index=claim.phone) | OVERSIGHT).select_related("user")
    at_bases = User.objects.filter(phone_index=claim.phone, memberships__ended_at=None, memberships__isnull=False)
    found = [
        *(claim_of(post) for post in posts),
        *(claim_of_invitation(invitation) for invitation in promised),
        *(
            Claim(role, claim.phone, name_key(name), ("membership", pk))
            for name, pk, role in at_bases.values_list("name", "memberships__pk", "memberships__role")
        ),
    ]
    return [other for other in found if other.row != claim.row]


def claims_of(user: User) -> list[Claim]:
    """What this person holds or waits for."""
    posts = [claim_of(post) for post in Post.objects.current().filter(user=user).select_related("user")]
    roles = User.objects.filter(pk=user.pk, memberships__ended_at=None, memberships__isnull=False)
    found = roles.values_list("memberships__pk", "memberships__role")
    return posts + [Claim(role, user.phone_index, name_key(user.name), ("membership", pk)) for pk, role in found]


class Colleague(NamedTuple):
    """Somebody who works here, by one of his roles in force."""

    user_id: object
    name: str
    role: str
    phone: str
    key: str


def colleagues() -> list[Colleague]:
    """Everybody who works here: a few hundred rows, of which the names are compared by `name_key`."""
    at_offices, at_bases = together(_at_offices.of(), _at_bases.of())
    return [Colleague._make((*row, name_key(row[1]))) for row in (*at_offices, *at_bases)]


@prepared
def _at_offices() -> QuerySet[Any]:
    return Post.objects.in_force().values_list("user_id", "user__name", "role", "user__phone_index")


@prepared
def _at_bases() -> QuerySet[Any]:
    found = User.objects.filter(memberships__ended_at=None, memberships__confirmed_at__isnull=False)
    return found.values_list("pk", "name", "memberships__role", "phone_index")


def officers() -> QuerySet[User]:
    """Who holds one of the three offices now, or is one of the first to come: they are told of every change."""
    told = Post.objects.in_force().filter(OVERSIGHT).values("user")
    return User.objects.filter(Q(pk__in=told) | Q(pk__in=founders().values("user"))).order_by("login_name")


def security_administrators() -> QuerySet[User]:
    held = Post.objects.in_force().filter(role=Post.Role.SECURITY)
    return User.objects.filter(pk__in=held.values("user")).order_by("login_name")


def is_held(*roles: str) -> bool:
    """Whether somebody holds one of these offices now."""
    return _holders.first(list(roles)) is not None


@prepared
def _holders(roles: list[str]) -> QuerySet[Any]:
    return Post.objects.in_force().filter(role__among=roles).values_list("pk", flat=True)


def founders() -> AppointmentQuerySet[Post]:
    """Who of the first three has come already: they begin together."""
    return Post.objects.pending().filter(OVERSIGHT, granted_by=None).select_related("user").order_by("granted_at")


def has_founders() -> bool:
    """Whether each of the three offices has its first holder waiting, and none is held yet."""
    if is_held(*OVERSIGHT_ROLES):
        return False
    return set(founders().values_list("role", flat=True)) == set(OVERSIGHT_ROLES)


def current_posts() -> QuerySet[Post]:
    """The offices in force."""
    return Post.objects.in_force().select_related("user").order_by("role", "user__login_name")


@prepared
def waiting_posts() -> QuerySet[Post]:
    return pending_posts()


@prepared
def security_holders() -> QuerySet[User]:
    return security_administrators()


def pending_posts() -> QuerySet[Post]:
    return Post.objects.pending().select_related("user", "granted_by").order_by("granted_at", "pk")


def reissued_invitations(limit: int = 50) -> QuerySet[Invitation]:
    """Links that were issued again for an account that exists, latest first, for the security administrator."""
    found = Invitation.objects.filter(role="").select_related("user", "invited_by")
    return found.order_by("-created_at")[:limit]
