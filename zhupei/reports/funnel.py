"""How far a round has come: applications per base and state, and the way from account to approval."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from zhupei.accounts import states as account_states
from zhupei.accounts.models import User
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles.models import PlanLine, Round
from zhupei.kernel.prepared import prepared, together

# Drafts belong to nobody yet.
SHOWN = states.ON_DESK


@dataclass
class BaseFigures:
    """One base with its seats in this round; `counts` by state."""

    id: UUID
    name: str
    seats: int
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def figures(self) -> list[int]:
        """In the order of `SHOWN`."""
        return [self.counts[state] for state in SHOWN]

    @property
    def labelled(self) -> list[tuple[str, int]]:
        return list(zip(labels(), self.figures, strict=True))


@dataclass(frozen=True)
class Funnel:
    """`accounts`: registered people, of whatever year; `drafts`: begun in this round and not submitted (any more)."""

    accounts: int
    drafts: int
    rows: list[BaseFigures]

    def count(self, *wanted: str) -> int:
        return sum(row.counts[state] for row in self.rows for state in wanted)

    @property
    def figures(self) -> list[int]:
        return [self.count(state) for state in SHOWN]

    @property
    def labelled(self) -> list[tuple[str, int]]:
        return list(zip(labels(), self.figures, strict=True))

    @property
    def total(self) -> int:
        return self.count(*SHOWN)

    @property
    def seats(self) -> int:
        return sum(row.seats for row in self.rows)

    @property
    def steps(self) -> list[tuple[str, int]]:
        """From account to approval; everybody counted in one step is counted in those before."""
        return [
            ("已注册账号", self.accounts),
            ("开始填报志愿", self.drafts + self.total),
            ("已提交报名", self.total),
            ("审核通过", self.count(states.APPROVED)),
        ]


def of(round_: Round) -> Funnel:
    """One round trip, however many applications. Bases without seats appear when they have applications."""
    seats, counted, people = together(_seats.of(round_), _counted.of(round_), _people.count_of())
    rows = {base_id: BaseFigures(base_id, name, total) for base_id, name, total in seats}
    drafts = 0
    for base_id, name, state, count in counted:
        if state == states.DRAFT or base_id is None:
            drafts += count
            continue
        rows.setdefault(base_id, BaseFigures(base_id, name, 0)).counts[state] += count
    return Funnel(people, drafts, list(rows.values()))


@prepared
def _people() -> QuerySet[User]:
    return User.objects.filter(kind=User.Kind.APPLICANT).exclude(standing=account_states.RELEASED)


@prepared
def _seats(round_: Round) -> QuerySet[Any, Any]:
    lines = PlanLine.objects.filter(round=round_).order_by("base__code")
    return lines.values_list("base", "base__name").annotate(Sum("seats"))


@prepared
def _counted(round_: Round) -> QuerySet[Any, Any]:
    """Base with its name, state, how many."""
    groups = Application.objects.filter(round=round_).exclude(state=states.VOID).order_by()
    return groups.values_list("base", "base__name", "state").annotate(Count("pk"))


def labels() -> list[str]:
    return [states.MOVES.label(state) for state in SHOWN]
