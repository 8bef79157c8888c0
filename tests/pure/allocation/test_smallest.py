"""The smallest problems in which a better score, or another order of the choices, gets somebody another place than he
would like: found by trying all problems of one or two people and programmes, with the rules by enumeration.

Nobody is on a list here, so that everybody is for adjustment to place, and every programme has one seat.
"""

import functools
import itertools
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.pure.allocation.instances import Document
from tests.pure.allocation.test_incentives import by_engine, by_enumeration

SCORES = (0, 1, 2)
SIZES = [(1, 1), (1, 2), (2, 1), (2, 2)]


class Programme(NamedTuple):
    """`base`, which is K or L, makes its name, too."""

    base: str
    line: int = 0
    tier: int | None = None


class Person(NamedTuple):
    """`liking`: the numbers of the programmes he may be placed in, best first."""

    score: int
    liking: tuple[int, ...]
    base: str | None = "K"
    choices: tuple[int, ...] = ()


def problem(programmes: tuple[Programme, ...], people: tuple[Person, ...], **policy: str) -> Document:
    names = [f"{each.base}/{'ab'[number]}" for number, each in enumerate(programmes)]
    return {
        "format": "zhupei-allocation/1",
        "seed": "s",
        "policy": {"adjustment": "joint", "objective": "max_placement"} | policy,
        "programmes": [
            {"id": name, "base": each.base, "list": "all", "quota": 1, "line": each.line, "tier": each.tier}
            for name, each in zip(names, programmes, strict=True)
        ],
        "lists": {"all": {}},
        "designated": {},
        "applicants": [
            {
                "id": f"p{number}",
                "choices": [names[place] for place in each.choices],
                "accepts_adjustment": True,
                "adjustment_key": [each.score],
                "eligible": sorted(names[place] for place in each.liking),
                "rough_preference": [names[place] for place in each.liking],
                "base": each.base,
            }
            for number, each in enumerate(people, 1)
        ],
    }


def likings(programmes: int) -> list[tuple[int, ...]]:
    return [order for size in range(1, programmes + 1) for order in itertools.permutations(range(programmes), size)]


class Case(NamedTuple):
    """p1 scores as in `before`, or `better`."""

    programmes: tuple[Programme, ...]
    before: tuple[Person, ...]
    better: int


def cases(size: tuple[int, int], kinds: list[Programme], bases: str = "K") -> Iterator[Case]:
    """All of that size."""
    people, programmes = size
    persons = [Person(score, liking, base) for score in SCORES for liking in likings(programmes) for base in bases]
    for them in itertools.product(kinds, repeat=programmes):
        for before in itertools.product(persons, repeat=people):
            for better in range(before[0].score + 1, SCORES[-1] + 1):
                yield Case(them, before, better)


def is_worse(case: Case, **policy: str) -> bool:
    """Whether the better score brings p1 a place that he likes less."""
    raised = (case.before[0]._replace(score=case.better), *case.before[1:])
    was, now = (rank_of_place(case.programmes, people, **policy) for people in (case.before, raised))
    assert was is None or now is not None, "it costs him his place"
    if was is None or now is None or now <= was:
        return False
    documents = [problem(case.programmes, people, **policy) for people in (case.before, raised)]
    assert [by_engine(each) for each in documents] == [by_enumeration(each) for each in documents]
    return True


@functools.cache
def rank_of_place(programmes: tuple[Programme, ...], people: tuple[Person, ...], **policy: str) -> int | None:
    """Which of his wishes p1 gets, from 0; None: no place."""
    place = by_enumeration(problem(programmes, people, **policy))["p1"]
    return None if place is None else people[0].liking.index("ab".index(place[0][-1]))


LINES = [Programme("K", line) for line in SCORES]
OWN, OTHER = Programme("K"), Programme("L")

# p2 can only take a. As soon as p1 reaches the line of b, two can be placed, if he goes there.
FURTHER_LINE = Case((Programme("K", 0), Programme("K", 2)), (Person(1, (0, 1)), Person(0, (0,))), better=2)
# p1 would like b, of the other base, which he gets as long as p2 is before him at a, of their own.
OWN_BASE = Case((OWN, OTHER), (Person(0, (1, 0)), Person(1, (0,))), better=2)
# One person alone: a shortage place whose line he reaches comes before his wish.
SHORTAGE = Case((Programme("K", 0), Programme("K", 1, 1)), (Person(0, (0, 1)),), better=1)


def test_where_lines_differ_the_smallest_has_two_people_and_two_programmes():
    found = {size: [case for case in cases(size, LINES) if is_worse(case)] for size in SIZES}

    assert [size for size in SIZES if found[size]] == [(2, 2)]
    assert FURTHER_LINE in found[2, 2]
    assert all(case.programmes[0].line != case.programmes[1].line for case in found[2, 2])


def test_with_score_first_there_is_none_of_that_size():
    assert not [case for size in SIZES for case in cases(size, LINES) if is_worse(case, objective="score_first")]


def test_no_rule_that_places_the_largest_number_could_avoid_it():
    """Of all seatings the largest has p1 where he likes it less; before, he who scores higher had the only seat."""
    programmes, before, better = FURTHER_LINE
    seats = {"K/a", "K/b"}
    open_to = {"p1": {"K/a", "K/b"}, "p2": {"K/a"}}
    after = problem(programmes, (before[0]._replace(score=better), before[1]))

    two = [(one, other) for one in open_to["p1"] for other in open_to["p2"] if one != other]

    assert two == [("K/b", "K/a")]
    assert by_engine(after) == {"p1": ("K/b", False), "p2": ("K/a", False)}
    assert by_engine(problem(programmes, before)) == {"p1": ("K/a", False), "p2": None}
    assert seats == {each["id"] for each in after["programmes"]}


def test_with_shortage_tiers_one_person_is_enough():
    kinds = [Programme("K", line, tier) for line in SCORES for tier in (None, 1)]
    found = {size: [case for case in cases(size, kinds) if is_worse(case)] for size in [(1, 1), (1, 2), (2, 1)]}

    assert [size for size in found if found[size]] == [(1, 2)]
    assert SHORTAGE in found[1, 2]
    assert all(case.programmes[0].line != case.programmes[1].line for case in found[1, 2])


@pytest.mark.parametrize("objective", ["max_placement", "score_first"])
def test_base_first_needs_no_line_for_it(objective: str):
    policy = {"adjustment": "base_first", "objective": objective}
    found = {size: [case for case in cases(size, [OWN, OTHER], "KL") if is_worse(case, **policy)] for size in SIZES}

    assert [size for size in SIZES if found[size]] == [(2, 2)]
    assert OWN_BASE in found[2, 2]
    assert not [case for case in cases((2, 2), [OWN, OTHER], "KL") if is_worse(case, objective=objective)]


@pytest.mark.parametrize("base", [None, "K", "L"])
def test_base_first_another_order_of_choices_may_pay_unless_the_own_base_is_given(base: str | None):
    """Neither choice can be had by preference; the first one makes the base in whose own run p1 comes before p2."""
    rival = Person(0, (1,), "L")
    honest, lying = (
        problem((OWN, OTHER), (Person(1, (1,), base, choices), rival), adjustment="base_first")
        for choices in ((0, 1), (1, 0))
    )

    got = by_engine(honest)["p1"], by_engine(lying)["p1"]

    assert got == (by_enumeration(honest)["p1"], by_enumeration(lying)["p1"])
    assert (
        got
        == {
            None: (None, ("L/b", False)),
            "K": (None, None),
            "L": (("L/b", False), ("L/b", False)),
        }[base]
    )
