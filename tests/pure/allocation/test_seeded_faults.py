"""Each way to spoil a result, and the words with which the verifier names it."""

import copy
import json
import random
from pathlib import Path

import pytest

from bench.market import market
from tests.pure.allocation.test_steps import problem
from tests.pure.allocation.tools import answered, verdict, written
from zhupei.console.main import main

DOCUMENT = market(400, 3, random.Random(2), seats=0.9)
ANSWER = answered(DOCUMENT)


def spoiled() -> tuple[dict, dict]:
    answer = copy.deepcopy(ANSWER)
    return answer, answer["assignment"]


def somebody(**wanted: object) -> list[str]:
    """Those whose answer has these values."""
    return [
        person
        for person, row in ANSWER["assignment"].items()
        if row and all(row.get(name) == value for name, value in wanted.items())
    ]


def full() -> str:
    return next(name for name, key in ANSWER["cutoffs"].items() if key)


def test_two_swapped():
    answer, assignment = spoiled()
    one = somebody(by="preference", choice=1)[0]
    base = assignment[one]["programme"].split("/")[0]
    other = next(
        person
        for person in somebody(by="preference", choice=2)
        if assignment[person]["programme"].startswith(base) and assignment[person] != assignment[one]
    )
    assignment[one], assignment[other] = assignment[other], assignment[one]
    assert {"not listed", "justified envy"} & set(verdict(DOCUMENT, answer))


def test_quota_exceeded():
    answer, assignment = spoiled()
    name = full()
    person = next(
        each["id"] for each in DOCUMENT["applicants"] if name in each["choices"] and not assignment[each["id"]]
    )
    choices = next(each["choices"] for each in DOCUMENT["applicants"] if each["id"] == person)
    assignment[person] = {"programme": name, "by": "preference", "choice": choices.index(name) + 1}
    assert "quota exceeded" in verdict(DOCUMENT, answer)


def test_one_dropped():
    answer, assignment = spoiled()
    del assignment[somebody(by="preference")[0]]
    assert "dropped" in verdict(DOCUMENT, answer)


def test_below_the_line():
    document = copy.deepcopy(DOCUMENT)
    answer = answered(document)
    person = next(each for each, row in answer["assignment"].items() if row and row["by"] == "preference")
    name = answer["assignment"][person]["programme"]
    document["programmes"] = [dict(each, line=9999999 if each["id"] == name else 0) for each in document["programmes"]]
    assert "below the line" in verdict(document, answer)


def test_below_the_line_by_adjustment():
    document = problem({"K/a": (1, None)}, {"p1": (9000, ["K/a"])})
    answer = answered(document)
    document["programmes"][0]["line"] = 9001
    assert "below the line" in verdict(document, answer)


def test_other_seed():
    """The result says another seed; and, when it lies about that too, the tie that the other seed decided."""
    document = {
        **problem({"K/a": (1, None)}, {}),
        "lists": {"all": {"p1": [1], "p2": [1]}},
        "applicants": [{"id": "p1", "choices": ["K/a"]}, {"id": "p2", "choices": ["K/a"]}],
    }
    answers = {}
    for seed in "abcdef":
        document["seed"] = seed
        answers[seed] = answered(document)
    mine, other = next(
        (one, two) for one in "abcdef" for two in "abcdef" if answers[one]["assignment"] != answers[two]["assignment"]
    )
    document["seed"] = mine
    assert "other seed" in verdict(document, answers[other])
    assert "justified envy" in verdict(document, {**answers[other], "seed": mine})


def test_stable_but_not_the_best_for_applicants():
    document = {
        **problem({"K/a": (1, None), "K/b": (1, None)}, {}),
        "lists": {"A": {"p1": [1], "p2": [2]}, "B": {"p1": [2], "p2": [1]}},
        "applicants": [{"id": "p1", "choices": ["K/a", "K/b"]}, {"id": "p2", "choices": ["K/b", "K/a"]}],
    }
    for row, name in zip(document["programmes"], "AB", strict=True):
        row["list"] = name
    answer = answered(document)
    for person, name in (("p1", "K/b"), ("p2", "K/a")):
        answer["assignment"][person] = {"programme": name, "by": "preference", "choice": 2}
    assert "not optimal" in verdict(document, answer)


def test_an_adjuster_left_out_beside_a_free_place():
    answer, assignment = spoiled()
    assignment[somebody(by="adjustment")[0]] = None
    assert "left out beside a free place" in verdict(DOCUMENT, answer)


def test_a_tier_less_filled_than_possible():
    document = problem({"K/a": (1, None), "K/s": (1, 1)}, {"p1": (9000, ["K/a", "K/s"])})
    answer = answered(document)
    answer["assignment"]["p1"]["programme"] = "K/a"
    assert "tier less filled than possible" in verdict(document, answer)


def test_a_lower_key_in_the_place_of_a_higher_one():
    document = problem({"K/a": (1, None)}, {"p1": (9000, ["K/a"]), "p2": (8000, ["K/a"])})
    answer = answered(document)
    answer["assignment"] = {"p1": None, "p2": {"programme": "K/a", "by": "adjustment"}}
    assert "left out behind a lower key" in verdict(document, answer)


def test_fewer_placed_than_possible_without_a_place_beside():
    document = problem({"K/a": (1, None), "K/b": (1, None)}, {"p1": (9, ["K/a", "K/b"]), "p2": (8, ["K/a"])})
    answer = answered(document)
    answer["assignment"] = {"p1": {"programme": "K/a", "by": "adjustment"}, "p2": None}
    assert "fewer placed than possible" in verdict(document, answer)


def test_a_better_liked_place_withheld():
    document = problem({"K/a": (1, None), "K/b": (1, None)}, {"p1": (9, ["K/a", "K/b"]), "p2": (8, ["K/a", "K/b"])})
    answer = answered(document)
    assignment = answer["assignment"]
    assignment["p1"], assignment["p2"] = assignment["p2"], assignment["p1"]
    assert "wrong place" in verdict(document, answer)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path, DOCUMENT), written(tmp_path, ANSWER, "result.json")


@pytest.mark.parametrize("engine", [None, "", 1, ["zhupei"]])
def test_a_result_names_its_engine(engine: object, files, capsys):
    problem_path, result = files
    result.write_text(json.dumps(json.loads(result.read_text()) | {"engine": engine}))
    assert main(["verify-allocation", str(problem_path), str(result)]) == 2
    assert "$.engine: a text is needed" in capsys.readouterr().err


def test_a_float_score_and_a_truncated_file_are_bad_files(files, tmp_path: Path, capsys):
    problem_path, result_path = files
    assert main(["verify-allocation", str(problem_path), str(result_path)]) == 0
    assert capsys.readouterr().out == "verified\n"
    spoilt = copy.deepcopy(DOCUMENT)
    spoilt["lists"]["B0"][next(iter(spoilt["lists"]["B0"]))][0] = 85.5
    assert main(["verify-allocation", str(written(tmp_path, spoilt, "float.json")), str(result_path)]) == 2
    assert "85.5 is not a whole number" in capsys.readouterr().err
    for name, cut in (("problem.json", problem_path), ("result.json", result_path)):
        cut.write_bytes(cut.read_bytes()[:-100])
        assert main(["verify-allocation", str(problem_path), str(result_path)]) == 2
        assert f"{name} $: the file is truncated" in capsys.readouterr().err
        cut.write_text(json.dumps(DOCUMENT if name == "problem.json" else ANSWER))


def test_a_violation_is_told_in_words_with_exit_1(files, capsys):
    problem_path, result_path = files
    answer, assignment = spoiled()
    person = somebody(by="preference")[0]
    del assignment[person]
    result_path.write_text(json.dumps(answer))
    assert main(["verify-allocation", str(problem_path), str(result_path)]) == 1
    assert f"dropped: {person} is missing" in capsys.readouterr().out
