"""Whom an extended registration concerns, by how far each has come in that round."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from zhupei.accounts import states as account_states
from zhupei.accounts.models import LoginRecord, User
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.bases.models import Membership
from zhupei.cycles.models import Cycle, Round
from zhupei.notifications.models import Delivery, Notice
from zhupei.pure.dates import SHANGHAI


class ConcernedCounts(NamedTuple):
    """People by what an extension means to them; `staff` work for bases."""

    registered: int
    drafts: int
    returned: int
    submitted: int
    staff: int

    @property
    def by_sms(self) -> int:
        return self.registered + self.drafts + self.returned + self.staff


def counts(round_: Round) -> ConcernedCounts:
    """`registered`: without a word about this round yet. In none: who has an application in force in another round."""
    here = Application.objects.filter(round=round_, person=OuterRef("pk")).values("state")
    open_to = people(round_.cycle).exclude(_in_force_elsewhere(round_)).annotate(state=Subquery(here))
    by_state = open_to.aggregate(
        registered=Count("pk", filter=Q(state=None)),
        drafts=Count("pk", filter=Q(state=states.DRAFT)),
        returned=Count("pk", filter=Q(state=states.RETURNED)),
        submitted=Count("pk", filter=Q(state__in=states.WITH_BASE)),
    )
    return ConcernedCounts(staff=staff().count(), **by_state)


def people(cycle: Cycle) -> QuerySet[User]:
    """Everybody with an account of his own who has registered or logged in this year. Those of former years who have
    not come back are left alone.
    """
    since = datetime(cycle.year, 1, 1, tzinfo=SHANGHAI)
    here = LoginRecord.objects.filter(user=OuterRef("pk"), succeeded=True, at__gte=since)
    found = User.objects.filter(Q(created_at__gte=since) | Exists(here), kind=User.Kind.APPLICANT)
    return found.exclude(standing=account_states.RELEASED)


def staff() -> QuerySet[User]:
    """Who works for an active base now."""
    here = Membership.objects.in_force().filter(user=OuterRef("pk"), base__active=True)
    return User.objects.filter(Exists(here), is_active=True)


def to_tell(cycle: Cycle, kind: str, path: str, before: datetime, after: str, most: int) -> Sequence[User]:
    """The next people in order of their id who had registered by `before` and have not found this in their inbox."""
    told = Notice.objects.filter(recipient=OuterRef("pk"), kind=kind, path=path)
    found = people(cycle).filter(created_at__lte=before).exclude(Exists(told)).order_by("pk")
    return list((found.filter(pk__gt=UUID(after)) if after else found)[:most])


def staff_to_tell(purpose: str, since: datetime) -> QuerySet[User]:
    """Those to whom no message of this kind has been sent since."""
    sent = Delivery.objects.filter(recipient=OuterRef("pk"), purpose=purpose, created_at__gte=since)
    return staff().exclude(Exists(sent)).order_by("pk")


def in_cycle(people: Sequence[User], cycle_id: UUID) -> QuerySet[Application]:
    return Application.objects.filter(person__in=people, cycle=cycle_id)


def _in_force_elsewhere(round_: Round) -> Exists:
    others = Application.objects.filter(person=OuterRef("pk"), cycle=round_.cycle_id, state__in=states.IN_FORCE)
    return Exists(others.exclude(round=round_))
