"""Random problems as documents: small enough to enumerate, with many ties, lines, tiers and rough preferences."""

import os
import random
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from zhupei.pure.allocation.files import problem_file

# `make test` runs the small number; ZHUPEI_ALLOCATION_EXAMPLES=10000 is the long run of docs/ALLOCATION.md.
EXAMPLES = int(os.environ.get("ZHUPEI_ALLOCATION_EXAMPLES", "60"))
LONG = EXAMPLES >= 1000


many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    database=None,
)

Document = dict[str, Any]
T = TypeVar("T")


def seeds(few: int) -> range:
    """Of the larger problems that other solvers get, too: a few, in the long run a tenth of `EXAMPLES`."""
    return range(EXAMPLES // 10 if LONG else few)


class Pick(Protocol):
    def integer(self, least: int, most: int) -> int: ...

    def one(self, among: Sequence[T]) -> T: ...

    def some(self, among: Sequence[T]) -> list[T]:
        """None twice."""


class Drawn:
    """Every choice is hypothesis's own, so that what fails shrinks to the smallest."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def integer(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def one(self, among: Sequence[T]) -> T:
        return self.draw(st.sampled_from(among))

    def some(self, among: Sequence[T]) -> list[T]:
        return self.draw(st.lists(st.sampled_from(among), unique=True))


class Dice:
    """Hypothesis chooses a number, dice do the rest: ten times as fast, for the long run."""

    def __init__(self, number: int) -> None:
        self.dice = random.Random(number)

    def integer(self, least: int, most: int) -> int:
        return self.dice.randint(least, most)

    def one(self, among: Sequence[T]) -> T:
        return self.dice.choice(among)

    def some(self, among: Sequence[T]) -> list[T]:
        return self.dice.sample(among, self.dice.randint(0, len(among)))


@st.composite
def documents(
    draw: st.DrawFn, most_people: int = 6, adjustment: bool = True, own_lists: bool | None = None
) -> Document:
    """`own_lists`: a score list per programme instead of one per base; None: either."""
    pick: Pick = Dice(draw(st.integers(0, 2**63))) if LONG else Drawn(draw)
    separate = pick.one([False, True]) if own_lists is None else own_lists
    programmes = []
    for base in "KL":
        for specialty in range(pick.integer(1, 2 if most_people <= 6 else 3)):
            name = f"{base}/{specialty}"
            programmes.append(
                {
                    "id": name,
                    "base": base,
                    "list": name if separate else base,
                    "quota": pick.integer(0, 2),
                    "line": pick.one([0, 0, 1]),
                    "tier": pick.one([None, 1, 2]),
                }
            )
    listed = {each["id"]: each["list"] for each in programmes}
    people = [f"p{number}" for number in range(pick.integer(1, most_people))]
    lists = {each["list"]: {person: key(pick) for person in people if pick.integer(0, 9)} for each in programmes}
    return {
        "format": problem_file.FORMAT,
        "seed": pick.one(["a", "b", "c"]),
        "policy": {
            "adjustment": pick.one(["joint", "joint", "base_first", "none"]) if adjustment else "none",
            "objective": pick.one(["max_placement", "max_placement", "score_first"]),
        },
        "programmes": programmes,
        "lists": lists,
        "designated": _designated(pick, programmes),
        "applicants": [_applicant(pick, person, listed) for person in people],
    }


def key(pick: Pick) -> list[int]:
    return [pick.integer(0, 2) for _ in range(pick.integer(1, 2))]


def _designated(pick: Pick, programmes: list[Document]) -> Document:
    """Sometimes z1, who does not apply, and sometimes p0, who does."""
    free = [each["id"] for each in programmes if each["quota"]]
    people = pick.one([[], [], [], ["z1"], ["z1"], ["p0"]])
    return {person: pick.one(free) for person in people if free}


def _applicant(pick: Pick, person: str, lists: dict[str, str]) -> Document:
    """`lists`: of each programme. Whoever accepts adjustment and is on several lists by choice has a key for it."""
    names = list(lists)
    row: Document = {"id": person, "choices": pick.some(names), "accepts_adjustment": pick.integer(0, 3) > 0}
    several = len({lists[name] for name in row["choices"]}) > 1
    if pick.one([False, True]) or (several and row["accepts_adjustment"]):
        row["adjustment_key"] = key(pick)
    if pick.integer(0, 3):
        row["eligible"] = pick.some(names)
    if pick.one([False, True]):
        row["rough_preference"] = pick.some(names)
    if pick.integer(0, 4) == 0:
        row["base"] = pick.one("KL")
    if person != "p0" and pick.integer(0, 9) == 0:
        row["withdrawn"] = True
    return row
