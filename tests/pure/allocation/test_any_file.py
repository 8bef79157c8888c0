"""Whatever a file holds, the commands answer with 0, 1 or 2 and words, never with a traceback."""

import copy
import json
import random

from hypothesis import given
from hypothesis import strategies as st

from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.spoiling import VALUES, spoilt
from tests.pure.allocation.tools import answered
from zhupei.pure.allocation.files import problem_file, result_file
from zhupei.pure.allocation.files.faults import Faults, FaultyFile
from zhupei.pure.allocation.verifier.checking import violations


@many
@given(documents(), st.randoms(use_true_random=False), VALUES)
def test_any_problem(document: Document, chance: random.Random, value: object):
    try:
        problem_file.problem(spoilt(document, chance, value))
    except FaultyFile as faulty:
        assert all(line.startswith("$") and "\n" not in line for line in faulty.lines())


@many
@given(documents(), st.randoms(use_true_random=False), VALUES)
def test_any_result(document: Document, chance: random.Random, value: object):
    answer = answered(document)
    changed = spoilt(answer, chance, value)
    problem = problem_file.problem(copy.deepcopy(document))
    try:
        found = violations(problem, result_file.result(copy.deepcopy(changed), Faults()))
    except FaultyFile as faulty:
        assert all(line.startswith("$") and "\n" not in line for line in faulty.lines())
    else:
        same = told({**changed, "engine": answer["engine"]}, answer) == told(answer, answer)
        assert bool(found) != same


def told(changed: Document, answer: Document) -> str:
    """Without what need not be said: tiers with nobody, and reasons of people without choices. As text, because 1, 1.0
    and true are equal."""
    changed = copy.deepcopy(changed)
    tiers, reasons = changed["counts"].get("per_tier"), changed["reasons"]
    for name in answer["counts"]["per_tier"] if isinstance(tiers, dict) else ():
        if name in tiers and tiers[name] == 0 and type(tiers[name]) is int:
            del tiers[name]
    for name in answer["reasons"]:
        if name in reasons and reasons[name] == []:
            del reasons[name]
    return json.dumps(changed, sort_keys=True)
