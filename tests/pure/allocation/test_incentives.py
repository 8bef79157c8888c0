"""What a better score, an honest order and honest wishes are worth over the whole, as docs/ALLOCATION.md says it.

Every place by preference is counted above every place by adjustment. The lottery is held, because the input changes.
Each promise is tried on what the engine answers, and on what enumeration of the rules gives for a few people.
"""

import copy
import hashlib
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.pure.allocation.enumerated import Rules
from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.tools import solved

Places = dict[str, tuple[str, bool] | None]
Placing = Callable[[Document], Places]


def held(person: str) -> bytes:
    return hashlib.sha256(person.encode()).digest()


class Held(Rules):
    """The rules with the lottery held."""

    def number(self, person: str) -> str:
        return held(person).hex()


def by_engine(document: Document) -> Places:
    """Everybody's programme, and whether by preference."""
    found = solved(document, held).assignment.items()
    return {person: placed and (placed.programme, placed.by == "preference") for person, placed in found}


def by_enumeration(document: Document) -> Places:
    rules = Held(document, "")
    before = rules.best_stable()
    moved = rules.adjusted(before)
    return {
        person: (name, True) if (name := before[person]) else (other, False) if (other := moved.get(person)) else None
        for person in rules.people
    }


def gladness(document: Document, places: Places, person: str) -> tuple[int, int]:
    """Smaller is better, by the choices and wishes of this document, for places that it lets him have."""
    place = places[person]
    if place is None:
        return 2, 0
    rules = Held(document, "")
    name, preferred = place
    return (0, rules.people[person]["choices"].index(name)) if preferred else (1, rules.liking(person).index(name))


def somebody(document: Document, data: st.DataObject) -> str:
    taking_part = sorted(Held(document, "").people)
    assume(taking_part)
    return data.draw(st.sampled_from(taking_part))


def row_of(document: Document, person: str) -> Document:
    return next(each for each in document["applicants"] if each["id"] == person)


def with_a_better_score(document: Document, person: str, data: st.DataObject) -> Document:
    """His keys rise on every list and in adjustment by one step."""
    better, step = copy.deepcopy(document), data.draw(st.integers(1, 3))
    for keys in better["lists"].values():
        if person in keys:
            keys[person][0] += step
    if "adjustment_key" in row_of(better, person):
        row_of(better, person)["adjustment_key"][0] += step
    return better


def a_better_score_keeps_his_place(placed: Placing, document: Document, data: st.DataObject) -> None:
    """Under any policy; in stage 1 it never brings a worse one."""
    person = somebody(document, data)
    better = with_a_better_score(document, person, data)

    before, after = placed(document)[person], placed(better)[person]

    assert before is None or after is not None
    if before and before[1]:
        assert after and after[1]
        choices = row_of(document, person)["choices"]
        assert choices.index(after[0]) <= choices.index(before[0])


def a_better_score_brings_no_worse_place(placed: Placing, document: Document, data: st.DataObject) -> None:
    """Joint, with score first or one line for all."""
    document["policy"]["adjustment"] = "joint"
    if document["policy"]["objective"] == "max_placement":
        for each in document["programmes"]:
            each["line"] = document["programmes"][0]["line"]
    person = somebody(document, data)
    better = with_a_better_score(document, person, data)

    was, now = (gladness(better, placed(each), person) for each in (document, better))

    assert now <= was


def another_order_of_the_choices_never_pays(placed: Placing, document: Document, data: st.DataObject) -> None:
    """Over the whole, when the key for adjustment and the own base are given."""
    person = somebody(document, data)
    row = row_of(document, person)
    row.setdefault("adjustment_key", [1])
    row.setdefault("base", "K")
    lying = copy.deepcopy(document)
    row_of(lying, person)["choices"] = data.draw(st.permutations(row["choices"]))

    honest, got = (gladness(document, placed(each), person) for each in (document, lying))

    assert honest <= got


def other_rough_preferences_never_pay(placed: Placing, document: Document, data: st.DataObject) -> None:
    """Under any policy."""
    person = somebody(document, data)
    names = [each["id"] for each in document["programmes"]]
    lying = copy.deepcopy(document)
    row_of(lying, person)["rough_preference"] = data.draw(st.lists(st.sampled_from(names), unique=True))

    honest, got = (gladness(document, placed(each), person) for each in (document, lying))

    assert honest <= got


PROMISES = pytest.mark.parametrize(
    "promise",
    [
        a_better_score_keeps_his_place,
        a_better_score_brings_no_worse_place,
        another_order_of_the_choices_never_pays,
        other_rough_preferences_never_pay,
    ],
    ids=lambda promise: promise.__name__,
)


@PROMISES
@given(document=documents(most_people=10), data=st.data())
@many
def test_by_the_engine(promise: Callable[..., None], document: Document, data: st.DataObject):
    promise(by_engine, document, data)


@PROMISES
@given(document=documents(most_people=4), data=st.data())
@many
def test_by_enumeration(promise: Callable[..., None], document: Document, data: st.DataObject):
    promise(by_enumeration, document, data)
