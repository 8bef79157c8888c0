"""What is decoded straight into typed rows is never what reading by values refuses, and gives the same."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.spoiling import VALUES, spoilt
from tests.pure.allocation.test_reading import GOOD, put
from tests.pure.allocation.tools import answered
from zhupei.pure.allocation.problem import Applicant, Problem
from zhupei.pure.allocation.reading import problem_file, result_file
from zhupei.pure.allocation.reading.faults import Faults, Faulty
from zhupei.pure.allocation.reading.json_file import parse
from zhupei.pure.allocation.verifier.checking import violations


def written(document: Any, **layout: Any) -> bytes:
    return json.dumps(document, **({"ensure_ascii": False} | layout)).encode("utf-8", "surrogatepass")


def shape(value: object) -> object:
    """With the types, because 1, 1.0 and true are equal."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [type(value), *map(shape, value)]
    return type(value), value


def told(problem: Problem) -> object:
    people = [each._replace(eligible=each.eligible and sorted(each.eligible)) for each in problem.applicants]
    return shape([problem.seed, problem.programmes, problem.lists, people, problem.designated, problem.policy])


def taken(data: bytes, seed_needed: bool = True) -> bool:
    """Whether the problem is read the fast way; it may be only when nothing is wrong with it."""
    fast = problem_file.plain(data, seed_needed)
    if fast is None:
        return False
    faults = Faults()
    slow = problem_file.problem(parse(data, faults), seed_needed=seed_needed)
    faults.check()
    assert told(fast) == told(slow)
    assert fast.input_sha256 == slow.input_sha256
    return True


@many
@given(documents(most_people=8), st.randoms(use_true_random=False), VALUES)
def test_spoilt_problems(document: Document, chance: random.Random, value: object):
    assert taken(written(document, ensure_ascii=chance.random() < 0.5))
    taken(written(spoilt(document, chance, value)))


KEY = [None, 1, "x", [], {}, [1], [1, 2], [0], [1.0], [True], [-1], [10**15], [10**16], [2**64], [None], [float("nan")]]
NAMES = [
    None,
    "K/内科",
    [],
    ["K/内科"],
    ["K/内科", "K/儿科"],
    ["K/内科", "K/内科"],
    ["K/x"],
    [["K/内科"]],
    [""],
    [1],
    [None],
]
SMALL = [None, True, False, 0, 1, 1.0, -1, 10**15, 10**16, "", "x", "K", "K/内科", "none", "p1", [], {}]
FIELDS = [f"applicants 0 {name}" for name in (*Applicant._fields, "chioces")]
FIELDS += [f"programmes 0 {name}" for name in ("id", "base", "list", "quota", "line", "tier", "places")]
FIELDS += [
    "format",
    "seed",
    "policy adjustment",
    "designated p1",
    "designated z1",
    "lists K p1",
    "lists K",
    "lists",
    "more",
]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_with_every_kind_of_value(field: str):
    accepted = sum(taken(written(put(field, value))) for value in [*SMALL, *KEY, *NAMES, {"K": {"": [1]}}])
    assert accepted or field.split()[-1] in ("chioces", "places", "lists", "format", "more")


@pytest.mark.parametrize("row", [None, 1, "id", [], ["id", "choices"], {}, {"id": "q"}, {"choices": []}])
def test_rows_that_are_none(row: object):
    assert not taken(written({**GOOD, "applicants": [*GOOD["applicants"], row]}))


@pytest.mark.parametrize(
    ("once", "again"),
    [
        ('"seed"', '"seed": "x", "seed"'),
        ('"K": {', '"K": {}, "K": {'),
        ('"p1": [8500', '"p1": [1], "p1": [8500'),
        ('"id": "p1"', '"id": "p0", "id": "p1"'),
        ('"accepts_adjustment"', '"accepts_adjustment": false, "accepts_adjustment"'),
        ('"quota": 2', '"quota": 2, "quota": 2'),
        ('"objective"', '"\\u006fbjective": "score_first", "objective"'),
        ('"any text"', '"any\\u003Atext", "seed": "any text"'),
    ],
)
def test_a_key_that_stands_twice_is_never_passed_over(once: str, again: str):
    text = written(GOOD).decode()
    assert taken(text.encode())
    assert text.count(once) == 1
    data = text.replace(once, again).encode()
    assert problem_file.plain(data) is None
    with pytest.raises(Faulty, match="duplicate key"):
        problem_file.parsed(data)


@pytest.mark.parametrize("odd", [":", '":', "\\", '\\":', "\n", "\x7f", "\u2028", "😀"])
def test_odd_signs_in_names(odd: str):
    text = json.dumps(GOOD, ensure_ascii=False).replace("p1", json.dumps(f"p{odd}1")[1:-1])
    assert taken(text.replace("any text", json.dumps(odd)[1:-1]).encode())
    assert taken(written(json.loads(text), indent=2))


def test_a_colon_written_as_an_escape_is_read_by_values():
    data = written(GOOD).replace(b"any text", b"any\\u003atext")
    assert not taken(data)
    assert problem_file.parsed(data).seed == "any:text"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", written(GOOD)[:-1], b"\xef\xbb\xbf" + written(GOOD), written(GOOD) + b"x"]
)
def test_what_is_no_problem_at_all(data: bytes):
    assert not taken(data)


def test_a_problem_without_programmes_is_a_problem():
    data = written({**GOOD, "programmes": [], "designated": {}, "applicants": [{"id": "p1", "choices": []}]})
    assert not taken(data)
    assert [each.id for each in problem_file.parsed(data).applicants] == ["p1"]


def in_our_layout(answer: Document) -> bytes:
    if not isinstance(answer["reasons"], dict):
        return written(answer)
    lines = [
        f"{json.dumps(person)}:{json.dumps(rows, ensure_ascii=False, separators=(',', ':'))}"
        for person, rows in answer["reasons"].items()
    ]
    text = written({**answer, "reasons": None}).decode("utf-8", "surrogatepass")
    reasons = "{\n" + ",\n".join(lines) + "}" if lines else "{}"
    return text.replace('"reasons": null', f'"reasons":{reasons}').encode("utf-8", "surrogatepass")


def verified(problem: Problem, data: bytes) -> bool:
    """The fast way; it may say so only where the other does."""
    fast = result_file.plain(data)
    if fast is None or violations(problem, fast):
        return False
    faults = Faults()
    assert violations(problem, result_file.result(parse(data, faults), faults)) == []
    return True


@many
@given(documents(most_people=8), st.randoms(use_true_random=False), VALUES)
def test_spoilt_results(document: Document, chance: random.Random, value: object):
    problem, answer = problem_file.problem(copy.deepcopy(document)), answered(document)
    assert verified(problem, in_our_layout(answer))
    verified(problem, in_our_layout(spoilt(answer, chance, value)))


@pytest.mark.parametrize(
    ("once", "again"),
    [
        ('"p1": {"programme"', '"p1": null, "p1": {"programme"'),
        ('"by": "adjustment"', '"by": "preference", "by": "adjustment"'),
        ('"unplaced"', '"unplaced": 0, "unplaced"'),
        ('"verdict":"ADMITTED"', '"verdict":"FULL","verdict":"ADMITTED"'),
        ('"p2":[', '"p2":[],"p2":['),
    ],
)
def test_a_key_that_stands_twice_in_a_result(once: str, again: str):
    problem, text = problem_file.parsed(written(GOOD)), in_our_layout(answered(GOOD)).decode()
    assert verified(problem, text.encode())
    assert text.count(once) == 1
    assert not verified(problem, text.replace(once, again).encode())
