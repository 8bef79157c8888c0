"""Reading by columns takes nothing that reading row by row refuses, and gives the same people."""

import copy
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.spoiling import VALUES, spoilt
from zhupei.pure.allocation.problem import Applicant
from zhupei.pure.allocation.reading import columns
from zhupei.pure.allocation.reading.faults import Faults
from zhupei.pure.allocation.reading.problem_file import row_by_row

KNOWN = frozenset({"K/a", "K/b"})


def slowly(rows: list, known: frozenset[str]) -> tuple[list[Applicant], int]:
    faults = Faults()
    return row_by_row(rows, known, faults), faults.total


def agree(rows: list, known: frozenset[str]) -> bool:
    """Whether the columns took the rows; they may only when nothing is wrong with them."""
    fast = columns.applicants(rows, known)
    if fast is None:
        return False
    people, wrong = slowly(rows, known)
    assert wrong == 0
    assert [list(each) for each in fast] == [list(each) for each in people]
    assert [list(map(type, each)) for each in fast] == [list(map(type, each)) for each in people]
    return True


@many
@given(documents(most_people=8), st.randoms(use_true_random=False), VALUES)
def test_spoilt_rows(document: Document, chance: random.Random, value: object):
    known = frozenset(each["id"] for each in document["programmes"])
    assert agree(copy.deepcopy(document["applicants"]), known)
    rows = spoilt(document, chance, value)["applicants"]
    if isinstance(rows, list):
        agree(rows, known)


WRONG = [
    None,
    True,
    0,
    1,
    1.0,
    float("nan"),
    -1,
    10**16,
    "",
    "K/a",
    "x",
    [],
    [1],
    [1.0],
    [True],
    [-1],
    [10**16],
    [None],
]
WRONG += [
    [None],
    [1.0],
    ["K/a"],
    ["K/a", "K/a"],
    ["K/x"],
    [["K/a"]],
    [{}],
    ["K/a", 1],
    [""],
    {},
    {"K/a": 1},
    (),
    ("K/a",),
    [[]],
]


@pytest.mark.parametrize("name", [*Applicant._fields, "chioces"])
def test_every_field_with_every_kind_of_value(name: str):
    taken = 0
    for value in WRONG:
        good = [{"id": f"p{number}", "choices": ["K/a"]} for number in range(3)]
        taken += agree([*good, {"id": "q", "choices": [], name: value}], KNOWN)
    assert taken or name == "chioces"


@pytest.mark.parametrize("row", [None, 1, "id", [], ["id", "choices"], {}, {"id": "q"}, {"choices": []}, {1: 2}])
def test_rows_that_are_none(row: object):
    assert not agree([row, {"id": "p", "choices": []}], KNOWN)


def test_an_id_that_comes_again_much_later():
    rows = [{"id": f"p{number}", "choices": []} for number in range(3 * columns.AT_ONCE)]
    assert agree(rows, KNOWN)
    rows[-1] = {"id": "p0", "choices": []}
    assert not agree(rows, KNOWN)
