"""Finding motions, always within what a person may see: those he may decide, and his own."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zhupei.accounts.models import User
from zhupei.approvals import states, verbs
from zhupei.approvals.models import Motion


def decidable_by(user: User, among: Collection[str] = ()) -> QuerySet[Motion]:
    """Every motion that belongs on this person's desk, in whatever state; of these verbs only, if any are named. Acts
    of one desk ask their question once.
    """
    asked = [verb for verb in verbs.known() if not among or verb.name in among]
    within = {ask: ask(user) for ask in dict.fromkeys(verb.may_confirm for verb in asked)}
    found = Q(pk=None)
    for verb in asked:
        if (his := within[verb.may_confirm]) is not None:
            found |= Q(verb=verb.name) & his
    return _furnished().filter(found)


def visible_to(user: User, among: Collection[str] = ()) -> QuerySet[Motion]:
    """What he may decide, and what he has proposed himself."""
    found = decidable_by(user, among) | _furnished().filter(proposed_by=user)
    return found.filter(verb__in=among) if among else found


def may_decide(user: User, motion: Motion) -> bool:
    """Whether it belongs on this person's desk; no statement where his office says so for every motion of the verb."""
    his = verbs.get(motion.verb).may_confirm(user)
    return his is not None and (not his or Motion.objects.filter(his, pk=motion.pk).exists())


def waiting_for(user: User, at: datetime) -> QuerySet[Motion]:
    """Open and in time, the next to expire first: the list on the desk of everybody who may decide."""
    return visible_to(user).filter(state=states.OPEN, expires_at__gt=at).order_by("expires_at", "pk")


def decided(user: User) -> QuerySet[Motion]:
    """Newest first."""
    return visible_to(user).exclude(state=states.OPEN).order_by("-decision__at", "-proposed_at")


def of_verbs(names: list[str]) -> QuerySet[Motion]:
    """For those who look over others' shoulders: newest first."""
    return _furnished().filter(verb__in=names).order_by("-proposed_at")


def about(subject_type: str, subject_id: object) -> QuerySet[Motion]:
    """Everything that was ever proposed about one subject, newest first."""
    found = _furnished().filter(subject_type=subject_type, subject_id=str(subject_id))
    return found.order_by("-proposed_at", "-pk")


def open_about(verb: str, subject_type: str, subject_id: str) -> Motion | None:
    """The motion that waits already; expired or not."""
    same = Motion.objects.filter(verb=verb, subject_type=subject_type, subject_id=subject_id, state=states.OPEN)
    return same.select_related("proposed_by").first()


def overdue(at: datetime) -> QuerySet[Motion]:
    return Motion.objects.filter(state=states.OPEN, expires_at__lte=at)


def locked(motion_id: UUID) -> Motion:
    """The row, locked until the end of the transaction. Every decision begins here."""
    return Motion.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=motion_id)


def _furnished() -> QuerySet[Motion]:
    return Motion.objects.select_related("proposed_by", "decision__actor")
