"""The plan browser's filters and order: read from the address, applied to the plan of one round (about 300 lines)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from zhupei.bases.models import ProgrammeKind, Track
from zhupei.cycles.queries import PlanRow
from zhupei.desks.shared.pages import words
from zhupei.pure.reference import search


class Line(NamedTuple):
    """A row of the table; `applicants` is None where the round keeps the figures to itself.

    Hundreds of rows are shown to thousands of people at once, so the cells are plain text, made here.
    """

    plan: PlanRow
    applicants: int | None

    @property
    def url(self) -> str:
        return _base_url(self.plan.base_id)

    @property
    def seats(self) -> str:
        return str(self.plan.seats)

    @property
    def so_far(self) -> str:
        return str(self.applicants)

    @property
    def last_year(self) -> str:
        return words.known(self.plan.applicants_last_year)

    @property
    def lowest(self) -> str:
        return words.hundredths(self.plan.line_last_year)


@lru_cache(maxsize=2000)
def _base_url(base_id: UUID) -> str:
    return reverse("public:plan_base", args=[base_id])


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Unknown values are dropped, so that an old link still shows something."""

    track: str = ""
    kind: str = ""
    specialty: str = ""
    city: str = ""
    text: str = ""
    shortage: bool = False
    sort: str = "base"

    @classmethod
    def read(cls, query: QueryDict, plan: Sequence[PlanRow]) -> "Filters":
        def one_of(name: str, values: Iterable[str]) -> str:
            value = query.get(name, "")
            return value if value in set(values) else ""

        return cls(
            track=one_of("track", Track.values),
            kind=one_of("kind", ProgrammeKind.values),
            specialty=one_of("specialty", (row.specialty_code for row in plan)),
            city=one_of("city", (row.city for row in plan)),
            text=query.get("text", "").strip()[: search.LONGEST_QUERY],
            shortage=query.get("shortage") == "1",
            sort=one_of("sort", ORDERS) or "base",
        )

    @property
    def active(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    @property
    def further(self) -> bool:
        """Whether something behind 更多条件 is in use, so that it is shown."""
        return bool(self.kind or self.city or self.shortage or self.sort != "base")

    def matches(self, row: PlanRow) -> bool:
        return (
            self.track in ("", row.track)
            and self.kind in ("", row.kind)
            and self.specialty in ("", row.specialty_code)
            and self.city in ("", row.city)
            and (row.shortage or not self.shortage)
            and _answers(self.text, row)
        )


def _answers(text: str, row: PlanRow) -> bool:
    """Every word of the text is found in the base, its city or the specialty: in characters, pinyin or initials."""
    if not text:
        return True
    entries = (
        _Entry(row.base_name, _indexed(row.base_name, row.base_short_name)),
        _Entry(row.specialty_name, _indexed(row.specialty_name)),
        _Entry(row.city, _indexed(row.city)),
    )
    return all(
        word == row.specialty_code or any(_found(word, entry) for entry in entries)
        for word in text.split()
        if search.clean(word)
    )


def _found(word: str, entry: "_Entry") -> bool:
    """Two letters stand anywhere in a long pinyin (ek in yixueke): they must begin a name or its initials."""
    rank = search.relevance(word, entry)
    return rank is not None and (rank <= 1 or len(word) > 2 or not word.isascii())


class _Entry(NamedTuple):
    name: str
    search_text: str


@lru_cache(maxsize=2000)
def _indexed(name: str, *others: str) -> str:
    return search.search_text(name, others)


def _largest_first(value: Callable[[Line], int | None]) -> Callable[[Line], tuple[bool, int]]:
    """Lines without a figure come last."""

    def key(line: Line) -> tuple[bool, int]:
        figure = value(line)
        return (figure is None, -(figure or 0))

    return key


# Python's sort is stable: within equal keys the order by base and specialty stays.
ORDERS: dict[str, Callable[[Line], object]] = {
    "base": lambda line: 0,
    "specialty": lambda line: line.plan.specialty_code,
    "seats": _largest_first(lambda line: line.plan.seats),
    "applicants": _largest_first(lambda line: line.applicants),
    "line": _largest_first(lambda line: line.plan.line_last_year),
}


def lines(plan: Iterable[PlanRow], counts: Mapping[UUID, int] | None, filters: Filters) -> list[Line]:
    """The plan lines that answer the filters, in the order asked for. Without `counts`, no words."""
    found = [Line(row, None if counts is None else counts.get(row.id, 0)) for row in plan if filters.matches(row)]
    return sorted(found, key=ORDERS[filters.sort])


def choices(plan: Sequence[PlanRow]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each select: (value, label), from the plan itself."""
    tracks = {row.track for row in plan}
    kinds = {row.kind for row in plan}
    return {
        "tracks": [(value, label) for value, label in Track.choices if value in tracks],
        "kinds": [(value, label) for value, label in ProgrammeKind.choices if value in kinds],
        "specialties": sorted({(row.specialty_code, row.specialty_name) for row in plan}),
        "cities": [(city, city) for city in dict.fromkeys(row.city for row in plan)],
    }
