"""What the system knows about the people of a file: their accounts, the list as it stands, the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from uuid import UUID

from zhupei.accounts import states as accounts
from zhupei.accounts.models import User
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import DesignatedPlace, PersonCategory, PlanLine, Round

BATCH = 5_000
T = TypeVar("T")


class KnownRow(NamedTuple):
    """A row of the list as it stands."""

    id: UUID
    name: str
    plan_id: UUID
    category_id: int


@dataclass
class Known:
    """`listed` and `names` by blind index, of the people of the file; `taken` and `total` of the whole list."""

    listed: Mapping[str, KnownRow] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[UUID, int] = field(default_factory=dict)
    total: int = 0
    plan: Mapping[UUID, PlanLine] = field(default_factory=dict)
    categories: Sequence[PersonCategory] = ()


def slices(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def known(round_: Round, indexes: Sequence[str]) -> Known:
    wanted, places = set(indexes), DesignatedPlace.objects.filter(round=round_)
    listed: dict[str, KnownRow] = {}
    taken: Counter[UUID] = Counter()
    for index, *rest in places.values_list("document_index", "id", "name", "plan_id", "category_id"):
        row = KnownRow._make(rest)
        taken[row.plan_id] += 1
        if index in wanted:
            listed[index] = row
    names = {index: row.name for index, row in listed.items()}
    for some in slices(indexes, BATCH):
        people = User.objects.exclude(standing=accounts.RELEASED).filter(document_index__in=some)
        names |= {str(index): name for index, name in people.values_list("document_index", "name")}
    offered = [each for each in cycles.categories(round_.cycle_id).values() if each.choice_mode != "free"]
    return Known(listed, names, taken, taken.total(), cycles.plan(round_.pk), offered)


def applied(round_: Round, indexes: Sequence[str]) -> list[Application]:
    """Who of these people has begun an application in this round, with what was chosen or submitted."""
    found: list[Application] = []
    for some in slices(indexes, BATCH):
        rows = Application.objects.filter(round=round_, person__document_index__in=some).exclude(state=states.VOID)
        found += rows.select_related("person").prefetch_related(
            "choices__plan__base",
            "choices__plan__specialty",
            "version__preferences__plan__base",
            "version__preferences__plan__specialty",
        )
    return sorted(found, key=lambda each: str(each.pk))
