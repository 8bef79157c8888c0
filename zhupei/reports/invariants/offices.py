"""Invariant 15: the three oversight offices in three hands, the support desk in hands of its own, and no role that
another person has not confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import EXCLUSIVE_ROLES, OVERSIGHT_ROLES, Post
from zhupei.accounts.office_queries import Claim, claim_of, told_apart
from zhupei.audit.models import Event
from zhupei.bases.models import Membership

CONFIRMS = (Post.Role.SECURITY, Post.Role.AUDIT)


def three_hands() -> Iterator[str]:
    """Who waits counts like who holds; who has been ended counts for what was confirmed while he was in office."""
    posts = list(Post.objects.current().select_related("user"))
    members = Membership.objects.current().select_related("user")
    rows: list[Appointment] = [*posts, *members]
    yield from _joined(rows)
    for post in posts:
        if post.role in OVERSIGHT_ROLES and told_apart(post.user) != _columns(post):
            yield f"office {post.pk} carries another telephone or name than its holder"
    for row in rows:
        if row.confirmed_at is not None:
            yield from _confirmation(row, row.confirmed_at)


def _joined(rows: Iterable[Appointment]) -> Iterator[str]:
    """One account, one telephone or one name behind an oversight office, or the support desk, and something else."""
    persons: dict[object, list[Claim]] = defaultdict(list)
    phones: dict[str, list[Claim]] = defaultdict(list)
    names: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        claim = claim_of(row)
        persons[row.user_id].append(claim)
        phones[claim.phone].append(claim)
        if claim.role in OVERSIGHT_ROLES:
            names[claim.name].append(claim)
    phones.pop("", None)
    for person, claims in persons.items():
        if _too_many(claims):
            yield f"person {person} holds {len(claims)} roles, one of them to be held alone"
    for groups, what in ((phones, "telephone"), (names, "name")):
        for claims in groups.values():
            if _too_many(claims):
                kept = " and ".join(sorted(f"{kind} {pk}" for _, _, _, (kind, pk) in claims))
                yield f"one {what} stands behind {kept}"


def _too_many(claims: list[Claim]) -> bool:
    return len(claims) > 1 and any(claim.role in EXCLUSIVE_ROLES for claim in claims)


def _columns(post: Post) -> dict[str, str | None]:
    return {"phone_index": post.phone_index, "name_index": post.name_index}


def _confirmation(row: Appointment, at: datetime) -> Iterator[str]:
    """By another than holder and inviter, who was in office then and said so in the trail.

    By nobody: what the installation brought (in the moment of its granting), and the first three officers.
    """
    name = f"{row._meta.model_name} {row.pk}"
    if row.confirmed_by_id is None:
        founder = row.role in OVERSIGHT_ROLES and row.granted_by_id is None
        if at != row.granted_at and not founder:
            yield f"{name} is in force and was confirmed by nobody"
        return
    if row.confirmed_by_id in (row.user_id, row.granted_by_id):
        yield f"{name} was confirmed by its holder or inviter"
    in_office = Post.objects.filter(Q(ended_at=None) | Q(ended_at__gte=at), user=row.confirmed_by_id)
    if not in_office.filter(role__in=CONFIRMS, confirmed_at__lte=at).exists():
        yield f"{name} was confirmed by somebody without the office to do so"
    said = Event.objects.filter(verb="account.confirm-role", object_type="account", object_id=str(row.user_id))
    if not said.filter(actor_id=str(row.confirmed_by_id), at=at).exists():
        yield f"{name} was confirmed without a word in the trail"
