"""The promises of docs/ALLOCATION.md, one test each, on random problems; the lottery is held when the input changes."""

import copy
import hashlib
from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.pure.allocation.enumerated import Rules
from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.tools import solved
from zhupei.pure.allocation.engine import Outcome

LARGE = 10


def held(person: str) -> bytes:
    return hashlib.sha256(person.encode()).digest()


def by_preference(outcome: Outcome) -> dict[str, int]:
    return {person: placed.choice for person, placed in outcome.assignment.items() if placed and placed.choice}


def free_people(document: Document) -> list[Document]:
    return [each for each in document["applicants"] if each["id"] not in document["designated"]]


@many
@given(documents(most_people=LARGE))
def test_no_quota_is_exceeded_and_the_designated_sit_where_they_belong(document: Document):
    assignment = solved(document).assignment
    taken = Counter(placed.programme for placed in assignment.values() if placed)
    assert all(taken[each["id"]] <= each["quota"] for each in document["programmes"])
    for person, programme in document["designated"].items():
        assert (assignment[person].programme, assignment[person].by) == (programme, "designated")


@many
@given(documents(most_people=LARGE))
def test_only_listed_eligible_and_at_or_above_lines(document: Document):
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    for person, placed in outcome.assignment.items():
        if placed and placed.by == "preference":
            assert placed.programme in rules.people[person]["choices"]
            assert rules.at(person, placed.programme)
        elif placed and placed.by != "designated":
            assert rules.people[person]["accepts_adjustment"]
            assert placed.programme in rules.liking(person)


@many
@given(documents(most_people=LARGE))
def test_stage_one_is_stable(document: Document):
    """Nobody is passed over for somebody who comes after him, and no wanted seat stays empty."""
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    chosen = by_preference(outcome)
    places = {
        person: row["choices"][chosen[person] - 1] if person in chosen else None for person, row in rules.people.items()
    }
    assert rules.stable(places)


@many
@given(documents(most_people=LARGE), st.data())
def test_another_order_in_the_list_never_gets_a_better_place(document: Document, data: st.DataObject):
    people = free_people(document)
    assume(people)
    person = data.draw(st.sampled_from(people))
    honest = by_preference(solved(document, held)).get(person["id"], 99)
    lying = copy.deepcopy(document)
    order = data.draw(st.permutations(person["choices"]))[: data.draw(st.integers(0, len(person["choices"])))]
    next(each for each in lying["applicants"] if each["id"] == person["id"])["choices"] = order
    got = by_preference(solved(lying, held)).get(person["id"])
    assert got is None or person["choices"].index(order[got - 1]) + 1 >= honest


@many
@given(documents(most_people=LARGE), st.data())
def test_accepting_adjustment_never_changes_stage_one(document: Document, data: st.DataObject):
    other = copy.deepcopy(document)
    for each in other["applicants"]:
        each["accepts_adjustment"] = data.draw(st.booleans())
        each["adjustment_key"] = data.draw(st.sampled_from([[0], [1], [2, 1]]))
    assert by_preference(solved(document, held)) == by_preference(solved(other, held))


@many
@given(documents(most_people=LARGE, adjustment=False))
def test_bases_do_not_touch_each_other_in_stage_one(document: Document):
    """As long as everybody's choices lie in one base."""
    base = {each["id"]: each["base"] for each in document["programmes"]}
    for each in document["applicants"]:
        each["choices"] = [name for name in each["choices"] if base[name] == base[each["choices"][0]]]
    together = by_preference(solved(document, held))
    apart: dict[str, int] = {}
    for own in "KL":
        alone = copy.deepcopy(document)
        alone["applicants"] = [
            each for each in document["applicants"] if each["choices"] and base[each["choices"][0]] == own
        ]
        apart |= by_preference(solved(alone, held))
    assert together == apart


@many
@given(documents(most_people=LARGE), st.data())
def test_a_further_place_never_hurts_anybody_in_stage_one(document: Document, data: st.DataObject):
    larger = copy.deepcopy(document)
    data.draw(st.sampled_from(larger["programmes"]))["quota"] += 1
    before, after = by_preference(solved(document, held)), by_preference(solved(larger, held))
    assert all(after.get(person, 99) <= choice for person, choice in before.items())


@many
@given(documents(most_people=LARGE), st.data())
def test_a_rival_less_never_hurts_anybody_in_stage_one(document: Document, data: st.DataObject):
    fewer = copy.deepcopy(document)
    gone = data.draw(st.sampled_from(free_people(document) or [{"id": ""}]))["id"]
    fewer["applicants"] = [each for each in fewer["applicants"] if each["id"] != gone]
    before, after = by_preference(solved(document, held)), by_preference(solved(fewer, held))
    assert all(after.get(person, 99) <= choice for person, choice in before.items() if person != gone)


@many
@given(documents(most_people=LARGE))
def test_max_placement_places_at_least_as_many_as_any_other_policy(document: Document):
    document["policy"] = {"adjustment": "joint", "objective": "max_placement"}
    most = solved(document, held).counts["by_adjustment"]
    for adjustment in ("joint", "base_first", "none"):
        for objective in ("max_placement", "score_first"):
            document["policy"] = {"adjustment": adjustment, "objective": objective}
            assert solved(document, held).counts["by_adjustment"] <= most
