"""The example of docs/ALLOCATION.md gives what the page says."""

import json
import re

from tests.pure.allocation.tools import answered, verdict
from zhupei.config.environment import ROOT


def test_the_example_of_the_page():
    page = (ROOT / "docs" / "ALLOCATION.md").read_text(encoding="utf-8")
    problem, promised = (
        json.loads(re.search(rf"```json {kind}\n(.*?)```", page, re.DOTALL)[1]) for kind in ("problem", "result")
    )
    answer = answered(problem)
    assert {name: answer[name] for name in promised} == promised
    assert verdict(problem, answer) == []
