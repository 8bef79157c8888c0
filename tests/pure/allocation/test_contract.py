"""The complete example of the contract for allocation files: every value that it shows comes out."""

import copy
import json
from pathlib import Path

from tests.pure.allocation.tools import answered, verdict, written
from zhupei.console.main import main

EXAMPLE = json.loads(
    """
{"format": "zhupei-allocation/1",
 "seed": "any text",
 "policy": {"adjustment": "joint", "objective": "max_placement"},
 "programmes": [{"id": "K/内科", "base": "K", "list": "K", "quota": 2, "line": 6000, "tier": null},
                {"id": "K/外科", "base": "K", "list": "K", "quota": 1, "line": 6000},
                {"id": "K/儿科", "base": "K", "list": "K", "quota": 1, "line": 6000, "tier": 1},
                {"id": "L/儿科", "base": "L", "list": "L", "quota": 1, "line": 6000, "tier": 1}],
 "lists": {"K": {"p1": [8500, 3000, 2500], "p2": [8500, 3200, 2300], "p3": [8700, 3300, 2400],
                 "p5": [5500, 2500, 3000]}, "L": {}},
 "designated": {"z1": "K/内科"},
 "applicants": [{"id": "p1", "choices": ["K/内科", "K/外科"], "accepts_adjustment": true,
                 "adjustment_key": [8500, 3000, 2500], "eligible": ["K/儿科", "L/儿科"],
                 "rough_preference": ["K/儿科"]},
                {"id": "p2", "choices": ["K/内科"]}, {"id": "p3", "choices": ["K/外科"]},
                {"id": "p5", "choices": ["K/内科"], "accepts_adjustment": true}]}
"""
)


def test_what_the_example_shows(tmp_path: Path):
    problem, output = written(tmp_path, EXAMPLE), tmp_path / "result.json"

    assert main(["allocate", str(problem), "-o", str(output), "--verify"]) == 0

    answer = json.loads(output.read_text(encoding="utf-8"))
    assert (answer["format"], answer["engine"], answer["seed"]) == (
        "zhupei-allocation-result/1",
        "zhupei 1.0",
        "any text",
    )
    assert answer["assignment"] == {
        "p1": {"programme": "K/儿科", "by": "adjustment"},
        "p2": {"programme": "K/内科", "by": "preference", "choice": 1},
        "p3": {"programme": "K/外科", "by": "preference", "choice": 1},
        "p5": None,
        "z1": {"programme": "K/内科", "by": "designated"},
    }
    assert answer["cutoffs"] == {
        "K/内科": [8500, 3200, 2300],
        "K/外科": [8700, 3300, 2400],
        "K/儿科": None,
        "L/儿科": None,
    }
    assert answer["counts"] == {
        "placed": 4,
        "by_preference": 2,
        "by_adjustment": 1,
        "designated": 1,
        "unplaced": 1,
        "per_tier": {"1": 1},
        "placed_if_score_first": 4,
    }
    assert answer["reasons"]["p5"] == [{"programme": "K/内科", "verdict": "BELOW_LINE", "line": 6000, "total": 5500}]


def test_places_not_named_come_own_base_first_and_then_by_id():
    """The own base is that of the first choice; then the given one."""
    document = copy.deepcopy(EXAMPLE)
    del document["applicants"][0]["rough_preference"]
    for base, placed in ((None, "K/儿科"), ("K", "K/儿科"), ("L", "L/儿科"), ("M", "K/儿科")):
        document["applicants"][0]["base"] = base

        answer = answered(document)

        assert answer["assignment"]["p1"]["programme"] == placed
        assert verdict(document, answer) == []


def test_the_line_holds_in_adjustment_for_the_total_of_its_key():
    document = copy.deepcopy(EXAMPLE)
    for total, placed in ((5999, None), (6000, {"programme": "K/儿科", "by": "adjustment"})):
        document["applicants"][0]["adjustment_key"] = [total]

        answer = answered(document)

        assert answer["assignment"]["p1"] == placed
        assert verdict(document, answer) == []
