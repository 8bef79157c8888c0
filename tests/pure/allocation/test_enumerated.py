"""The engine against enumeration: what the rules say about up to six people, checked by trying all possibilities."""

from hypothesis import given

from tests.pure.allocation.enumerated import Rules
from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.tools import solved


@many
@given(documents())
def test_stage_one_is_the_stable_assignment_that_is_best_for_everybody(document: Document):
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    held = {person: placed.programme for person, placed in outcome.assignment.items() if placed and placed.choice}
    expected = {person: name for person, name in rules.best_stable().items() if name}
    assert held == expected


@many
@given(documents())
def test_adjustment_is_the_best_of_all_seatings(document: Document):
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    moved = {
        person: placed.programme
        for person, placed in outcome.assignment.items()
        if placed and placed.by.startswith("adjustment")
    }
    assert moved == rules.adjusted(rules.best_stable())
