"""Whatever a file holds, the commands answer with 0, 1 or 2 and words, never with a traceback."""

import copy
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.tools import answered
from zhupei.pure.allocation.reading import problem_file, result_file
from zhupei.pure.allocation.reading.faults import Faults, Faulty
from zhupei.pure.allocation.verifier.checking import violations

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.sampled_from(["K/0", "p0", "joint"])
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
)


def spoilt(document: Any, chance: random.Random, value: object) -> Any:
    """The document with one value, somewhere, replaced."""
    document = copy.deepcopy(document)
    inner = document
    while True:
        name = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
        if not isinstance(inner[name], (dict, list)) or not inner[name] or chance.random() < 0.2:
            inner[name] = value
            return document
        inner = inner[name]


@many
@given(documents(), st.randoms(use_true_random=False), VALUES)
def test_any_problem(document: Document, chance: random.Random, value: object):
    try:
        problem_file.problem(spoilt(document, chance, value))
    except Faulty as faulty:
        assert all(line.startswith("$") and "\n" not in line for line in faulty.lines())


@many
@given(documents(), st.randoms(use_true_random=False), VALUES)
def test_any_result(document: Document, chance: random.Random, value: object):
    answer = answered(document)
    changed = spoilt(answer, chance, value)
    problem = problem_file.problem(copy.deepcopy(document))
    try:
        found = violations(problem, result_file.result(copy.deepcopy(changed), Faults()))
    except Faulty as faulty:
        assert all(line.startswith("$") and "\n" not in line for line in faulty.lines())
    else:
        same = {**changed, "engine": answer["engine"]} == answer
        assert bool(found) != same
