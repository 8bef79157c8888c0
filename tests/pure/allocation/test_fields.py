"""Each field of a problem file takes the values that docs/ALLOCATION.md names and no other, and null counts as absent
in six of them."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.spoiling import VALUES, spoilt
from tests.pure.allocation.test_reading import GOOD, put, without
from zhupei.pure.allocation.files import problem_file
from zhupei.pure.allocation.files.faults import FaultyFile
from zhupei.pure.allocation.problem import Problem

NAMES = {"K/内科", "K/儿科"}


def is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def is_number(value: object, least: int = 0) -> bool:
    return type(value) is int and least <= value <= 10**15


def is_flag(value: object) -> bool:
    return value is True or value is False


def is_key(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(map(is_number, value))


def are_names(value: object) -> bool:
    """Of programmes, none twice."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return False
    return set(value) <= NAMES and len(set(value)) == len(value)


def or_null(right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or right(value)


FIELDS: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: value == "zhupei-allocation/1",
    "seed": is_text,
    "policy": lambda value: value == {},
    "policy adjustment": lambda value: value in ("joint", "base_first", "none"),
    "policy objective": lambda value: value in ("max_placement", "score_first"),
    "policy more": lambda value: False,
    "programmes 1 base": is_text,
    "programmes 1 list": lambda value: value == "K",
    "programmes 1 quota": is_number,
    "programmes 1 line": or_null(is_number),
    "programmes 1 tier": or_null(lambda value: is_number(value, 1)),
    "programmes 1 places": lambda value: False,
    "lists K p1": is_key,
    "lists K": lambda value: value == {},
    "designated": lambda value: value == {},
    "designated z1": lambda value: isinstance(value, str) and value in NAMES,
    "applicants 0": lambda value: False,
    "applicants 0 id": lambda value: is_text(value) and value != "p2",
    "applicants 0 choices": are_names,
    "applicants 0 accepts_adjustment": is_flag,
    "applicants 0 adjustment_key": or_null(is_key),
    "applicants 0 eligible": or_null(are_names),
    "applicants 0 rough_preference": or_null(are_names),
    "applicants 0 base": or_null(is_text),
    "applicants 0 withdrawn": is_flag,
    "applicants 0 chioces": lambda value: False,
    "more": lambda value: False,
}
NUMBERS = [0, 1, 1.0, 0.5, -1, 10**15, 10**15 + 1, 2**64, float("nan")]
WORDS = [
    "",
    "x",
    "K",
    "K/内科",
    "none",
    "joint",
    "score_first",
    "p1",
    "p2",
    "zhupei-allocation/1",
    "zhupei-allocation/2",
]
ARRAYS = [[], [1], [1, 2], [0], [1.0], [True], [-1], [10**16], [None], ["x"], [[]], [""]]
ARRAYS += [["K/内科"], ["K/儿科", "K/内科"], ["K/内科", "K/内科"], ["K/内科", "x"], [["K/内科"]], ["K/内科", 1]]
OBJECTS = [{}, {"": [1]}, {"more": 1}, {"id": "p1"}]
EVERYTHING = [None, True, False, *NUMBERS, *WORDS, *ARRAYS, *OBJECTS]


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_takes_what_it_may_hold_and_no_other_value(field: str):
    right = FIELDS[field]
    taken = []

    for value in EVERYTHING:
        try:
            problem_file.parsed(json.dumps(put(field, value)).encode())
            taken.append(value)
        except FaultyFile as faulty:
            assert all(line.startswith("$") for line in faulty.lines())

    assert repr(taken) == repr([value for value in EVERYTHING if right(value)])


@many
@given(documents(), st.randoms(use_true_random=False), VALUES)
def test_what_is_read_is_what_was_written(document: Document, chance: random.Random, value: object):
    """Whatever stands in the file is in the problem, unless it is refused with a path."""
    changed = spoilt(document, chance, value)

    try:
        problem = problem_file.parsed(json.dumps(changed).encode())
    except FaultyFile as faulty:
        assert faulty.total
        return

    assert [each.id for each in problem.applicants] == sorted(row["id"] for row in changed["applicants"])
    assert problem.lists == changed["lists"]
    for row in changed["applicants"]:
        person = next(each for each in problem.applicants if each.id == row["id"])
        assert list(person.choices) == row["choices"]
        assert person.adjustment_key == row.get("adjustment_key")
        assert person.base == row.get("base")
        assert (person.eligible is None) == (row.get("eligible") is None)
        assert (person.withdrawn, person.accepts_adjustment) == (row.get("withdrawn", False), row["accepts_adjustment"])


def everything_of(problem: Problem) -> list[object]:
    return [problem.seed, problem.programmes, problem.lists, problem.applicants, problem.designated, problem.policy]


MAY_BE_NULL = ["programmes 1 line", "programmes 1 tier"]
MAY_BE_NULL += [f"applicants 0 {name}" for name in ("adjustment_key", "eligible", "rough_preference", "base")]


@pytest.mark.parametrize("field", MAY_BE_NULL)
def test_null_counts_as_absent_and_hashes_differently(field: str):
    document = put(field, None)
    absent = copy.deepcopy(document)
    *way, last = field.split()
    del absent[way[0]][int(way[1])][last]

    null, gone = problem_file.problem(document), problem_file.problem(absent)

    assert everything_of(null) == everything_of(gone)
    assert null.input_sha256 != gone.input_sha256


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in MAY_BE_NULL])
def test_null_is_a_fault_anywhere_else(field: str):
    with pytest.raises(FaultyFile):
        problem_file.problem(put(field, None))


TWO_LISTS = {
    **GOOD,
    "programmes": [*GOOD["programmes"], {"id": "L/内科", "base": "L", "list": "L", "quota": 1}],
    "lists": {**GOOD["lists"], "L": {"p1": [100]}},
    "applicants": [GOOD["applicants"][1], {"id": "p1", "choices": ["K/内科", "L/内科"], "accepts_adjustment": True}],
}


def changed(**values: object) -> Document:
    document = copy.deepcopy(TWO_LISTS)
    document["applicants"][1] |= values
    return document


@pytest.mark.parametrize("policy", [{"adjustment": "joint"}, {"adjustment": "base_first"}, {"adjustment": "none"}])
@pytest.mark.parametrize("given_key", [{}, {"adjustment_key": None}])
def test_who_accepts_adjustment_with_choices_on_several_lists_needs_a_key_of_his_own(given_key: dict, policy: dict):
    with pytest.raises(FaultyFile) as raised:
        problem_file.problem(changed(**given_key) | {"policy": policy})

    told = "must be given: he accepts adjustment and has choices on more than one list"
    assert raised.value.lines() == [f"$.applicants[1].adjustment_key: {told}"]


@pytest.mark.parametrize(
    "values",
    [
        {"adjustment_key": [1]},
        {"accepts_adjustment": False},
        {"choices": ["L/内科"]},
        {"choices": ["K/内科", "K/儿科"]},
        {"choices": []},
    ],
)
def test_nobody_else_needs_one(values: dict):
    assert problem_file.problem(changed(**values)).applicants


def test_every_fault_of_a_file_is_told_at_once():
    document = copy.deepcopy(TWO_LISTS)
    document["policy"] = {"objective": "fair"}
    document["designated"] = {"z1": "X", "z2": "K/内科", "z3": "K/内科", "z4": "K/内科"}
    document["programmes"][1] |= {"quota": -1, "list": "M"}
    document["programmes"].append({"id": "K/内科", "base": "K", "list": "K", "quota": 1.5, "places": 2})
    document["lists"]["K"]["p2"] = [8500, None]
    document["applicants"] += [
        {"id": "p1", "choices": ["K/内科", "X"], "eligible": ["K/内科", "K/内科"], "withdrawn": None},
        {"choices": ["K/内科", "L/内科"], "accepts_adjustment": True, "base": 7},
        {"id": "z2", "choices": [], "withdrawn": True, "adjustment_key": []},
        {"id": "p9", "choices": ["K/内科", "L/内科"], "accepts_adjustment": True, "adjustment_key": [0.5]},
    ]

    with pytest.raises(FaultyFile) as raised:
        problem_file.problem(document)

    assert sorted(line.split(": ")[0] for line in raised.value.lines()) == sorted(
        [
            "$.policy.objective",
            "$.designated",
            "$.designated.z1",
            "$.programmes[1].quota",
            "$.programmes[1].list",
            "$.programmes[3].quota",
            "$.programmes[3].places",
            "$.programmes[3].id",
            "$.lists.K.p2[1]",
            "$.applicants[1].adjustment_key",
            "$.applicants[2].id",
            "$.applicants[2].choices[1]",
            "$.applicants[2].eligible[1]",
            "$.applicants[2].withdrawn",
            "$.applicants[3]",
            "$.applicants[3].base",
            "$.applicants[3].adjustment_key",
            "$.applicants[4].withdrawn",
            "$.applicants[4].adjustment_key",
            "$.applicants[5].adjustment_key[0]",
        ]
    )


def test_a_file_without_programmes_or_lists_is_blamed_for_nothing_else():
    for part in ("programmes", "lists", "applicants"):
        with pytest.raises(FaultyFile) as raised:
            problem_file.problem(without(part) | {"designated": {}})
        assert raised.value.lines() == [f'$: "{part}" is missing']


def test_a_problem_without_programmes_is_a_problem():
    nobody = {**GOOD, "programmes": [], "designated": {}, "applicants": [{"id": "p1", "choices": []}]}

    assert [each.id for each in problem_file.problem(nobody).applicants] == ["p1"]
    nobody["applicants"] = [{"id": "p1", "choices": ["", "K/内科"]}]
    with pytest.raises(FaultyFile) as raised:
        problem_file.problem(nobody)

    assert [line.split(": ")[1] for line in raised.value.lines()] == [
        'a text is needed, not ""',
        'unknown programme "K/内科"',
    ]
