"""The examples of docs/ALLOCATION.md give what the page says."""

import json
import re

import pytest

from tests.pure.allocation.test_contract import EXAMPLE
from tests.pure.allocation.tools import answered, verdict
from zhupei.config.environment import ROOT

PAGE = (ROOT / "docs" / "ALLOCATION.md").read_text(encoding="utf-8")
PROBLEMS, RESULTS = (
    [json.loads(text) for text in re.findall(rf"```json {kind}\n(.*?)```", PAGE, re.DOTALL)]
    for kind in ("problem", "result")
)


@pytest.mark.parametrize(("problem", "promised"), list(zip(PROBLEMS, RESULTS, strict=True)), ids=["complete", "first"])
def test_an_example_of_the_page(problem: dict, promised: dict):
    answer = answered(problem)

    assert {name: answer[name] for name in promised} == promised
    assert verdict(problem, answer) == []


def test_the_complete_example_is_that_of_the_contract():
    assert PROBLEMS[0] == EXAMPLE
