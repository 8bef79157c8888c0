"""The verifier accepts what the engine answers and nothing else."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.test_reading import GOOD
from tests.pure.allocation.tools import answered, verdict
from zhupei.pure.allocation.files.faults import FaultyFile


@many
@given(documents())
def test_it_accepts_every_result_of_the_engine(document: Document):
    assert verdict(document, answered(document)) == []


@many
@given(documents(most_people=12), st.data())
def test_it_refuses_every_other_assignment(document: Document, data: st.DataObject):
    """Somebody is put somewhere else, or nowhere; everything derived from the assignment is left to the verifier."""
    answer = answered(document)
    person = data.draw(st.sampled_from(sorted(answer["assignment"])))
    by = data.draw(
        st.sampled_from(["preference", "adjustment", "adjustment_base", "adjustment_province", "designated"])
    )
    name = data.draw(st.sampled_from([each["id"] for each in document["programmes"]]))
    choices = next((each["choices"] for each in document["applicants"] if each["id"] == person), [])
    other = {"programme": name, "by": by}
    if by == "preference":
        other["choice"] = choices.index(name) + 1 if name in choices else 1
    changed = copy.deepcopy(answer)
    changed["assignment"][person] = data.draw(st.sampled_from([other, None]))
    if changed != answer:
        kinds = set(verdict(document, changed)) - {"wrong count", "wrong reasons", "wrong cutoff", "wrong ties"}
        assert kinds, "found only by what is derived from it"


@pytest.mark.parametrize("base", [None, "elsewhere"])
def test_nobody_is_placed_as_one_of_a_base_that_is_not_his_own(base: str | None):
    """Found by the long run: whoever has no base of the file was looked at by no run."""
    document = {
        "format": "zhupei-allocation/1",
        "seed": "a",
        "policy": {"adjustment": "base_first"},
        "programmes": [{"id": "K/0", "base": "K", "list": "K", "quota": 1, "line": 0}],
        "lists": {"K": {}},
        "designated": {},
        "applicants": [{"id": "p0", "choices": [], "accepts_adjustment": True, "adjustment_key": [2]}],
    }
    if base:
        document["applicants"][0]["base"] = base  # type: ignore[index]
    answer = answered(document)
    assert answer["assignment"]["p0"]["by"] == "adjustment_province"
    assert verdict(document, answer) == []
    answer["assignment"]["p0"]["by"] = "adjustment_base"
    assert "wrong way" in verdict(document, answer)


@many
@given(documents(most_people=12), st.data())
def test_it_refuses_two_swapped(document: Document, data: st.DataObject):
    answer = answered(document)
    people = sorted(answer["assignment"])
    one, other = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
    changed = copy.deepcopy(answer)
    assignment = changed["assignment"]
    assignment[one], assignment[other] = assignment[other], assignment[one]
    if changed != answer:
        assert verdict(document, changed)


@many
@given(documents(), st.data())
def test_it_refuses_every_other_number_and_reason(document: Document, data: st.DataObject):
    answer = answered(document)
    part = data.draw(st.sampled_from(["counts", "cutoffs", "reasons"]))
    name = data.draw(st.sampled_from(sorted(answer[part])))
    if name == "per_tier":
        answer[part][name] = {"9": 1}
    elif part == "counts":
        answer[part][name] += 1
    elif part == "cutoffs":
        answer[part][name] = [99] if answer[part][name] is None else None
    else:
        answer[part][name] = [*answer[part][name], {"programme": "K/0", "verdict": "ADMITTED"}]
    kind = {"counts": "wrong count", "cutoffs": "wrong cutoff", "reasons": "wrong reasons"}[part]
    assert kind in verdict(document, answer)


@pytest.mark.parametrize("adjustment", ["joint", "base_first"])
@pytest.mark.parametrize("objective", ["max_placement", "score_first"])
@given(document=documents(most_people=14))
@many
def test_it_accepts_larger_ones(adjustment: str, objective: str, document: Document):
    document["policy"] = {"adjustment": adjustment, "objective": objective}
    assert verdict(document, answered(document)) == []


@many
@given(documents())
def test_it_accepts_what_another_engine_may_leave_out(document: Document):
    answer = answered(document)
    del answer["ties"]
    counts = answer["counts"]
    counts["per_tier"] = {tier: people for tier, people in counts["per_tier"].items() if people}
    for name in ("placed_if_joint", "placed_if_max_placement"):
        counts.pop(name, None)
    answer["reasons"] = {person: rows for person, rows in answer["reasons"].items() if rows}
    for row in answer["assignment"].values():
        if row:
            row.setdefault("choice", None)
    assert verdict(document, answer) == []


TIED = {
    **GOOD,
    "designated": {},
    "programmes": [{"id": "K/内科", "base": "K", "list": "K", "quota": 1, "tier": 1}],
    "lists": {"K": {"p0": [7000, 1], "p1": [7000, 1], "p2": [6999, 1]}},
    "applicants": [{"id": f"p{number}", "choices": ["K/内科"]} for number in range(3)],
}


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("counts by_adjustment", "wrong count"),
        ("counts placed", "wrong count"),
        ("counts per_tier 1", "wrong count"),
        ("ties 0 admitted", "wrong ties"),
        ("ties 0 key 1", "wrong ties"),
        ("reasons p2 0 gap", "wrong reasons"),
        ("reasons p2 0 cutoff 1", "wrong reasons"),
        ("cutoffs K/内科 1", None),
        ("assignment choice", None),
    ],
)
@pytest.mark.parametrize("other", [float, bool])
def test_a_number_of_another_type_is_not_the_number(place: str, kind: str | None, other: type):
    """1, 1.0 and true are equal in Python; for whoever reads the file they are not."""
    answer = answered(TIED)
    admitted = next(person for person, placed in answer["assignment"].items() if placed)
    *way, last = place.replace("assignment", f"assignment {admitted}").split()
    inner: Any = answer
    for step in way:
        inner = inner[int(step) if isinstance(inner, list) else step]
    name: Any = int(last) if isinstance(inner, list) else last
    assert inner[name] in (0, 1)
    inner[name] = other(inner[name])
    if kind is None:
        with pytest.raises(FaultyFile, match="whole number"):
            verdict(TIED, answer)
    else:
        assert verdict(TIED, answer) == [kind]
