"""A key that stands twice in an object is a fault wherever it stands: two readers could understand it differently."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.spoiling import VALUES, spoilt
from tests.pure.allocation.test_reading import GOOD
from tests.pure.allocation.tools import answered
from zhupei.pure.allocation.files import problem_file, result_file
from zhupei.pure.allocation.files.faults import Faults, FaultyFile
from zhupei.pure.allocation.files.json_file import parse
from zhupei.pure.allocation.problem import Problem
from zhupei.pure.allocation.verifier.checking import violations


def written(document: Any, **layout: Any) -> bytes:
    return json.dumps(document, **({"ensure_ascii": False} | layout)).encode("utf-8", "surrogatepass")


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
    assert problem_file.parsed(text.encode()).seed == "any text"
    assert text.count(once) == 1

    data = text.replace(once, again).encode()

    with pytest.raises(FaultyFile, match="duplicate key"):
        problem_file.parsed(data)


@pytest.mark.parametrize("odd", [":", '":', "\\", '\\":', "\n", "\x7f", "\u2028", "😀"])
def test_odd_signs_in_names(odd: str):
    text = json.dumps(GOOD, ensure_ascii=False).replace("p1", json.dumps(f"p{odd}1")[1:-1])
    name = json.loads(json.dumps(f"p{odd}1"))

    close = problem_file.parsed(text.encode())
    spread = problem_file.parsed(written(json.loads(text), indent=2, ensure_ascii=True))

    assert [each.id for each in close.applicants] == sorted([name, "p2"])
    assert (close, close.input_sha256) == (spread, spread.input_sha256)


def in_our_layout(answer: Document) -> bytes:
    if not isinstance(answer["reasons"], dict):
        return written(answer)
    lines = [
        f"{json.dumps(person)}:{json.dumps(rows, ensure_ascii=False, separators=(',', ':'))}"
        for person, rows in answer["reasons"].items()
    ]
    head = {name: value for name, value in answer.items() if name != "reasons"}
    text = written({**head, "reasons": None}).decode("utf-8", "surrogatepass")
    reasons = "{\n" + ",\n".join(lines) + "}" if lines else "{}"
    return text.replace(', "reasons": null}', f',\n"reasons":{reasons}}}\n').encode("utf-8", "surrogatepass")


def verified(problem: Problem, data: bytes) -> bool:
    """With the reasons apart, as text; it may be so only where it is with everything read."""
    apart = result_file.apart(data)
    if apart is None or violations(problem, apart):
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
        ('"seed"', '"reasons": {}, "seed"'),
        ('"seed"', '"seed": "x", "seed"'),
        ("}]}}\n", '}]},\n"reasons":{}}\n'),
    ],
)
def test_a_key_that_stands_twice_in_a_result(once: str, again: str):
    problem, text = problem_file.parsed(written(GOOD)), in_our_layout(answered(GOOD)).decode()
    assert verified(problem, text.encode())
    assert text.count(once) == 1
    assert not verified(problem, text.replace(once, again).encode())
