"""Bad problem files: exit 2, one line per fault with its JSON path, and nothing written."""

import codecs
import copy
import json
from pathlib import Path

import pytest

from tests.pure.allocation.tools import written
from zhupei.console.main import main

GOOD = {
    "format": "zhupei-allocation/1",
    "seed": "any text",
    "policy": {"adjustment": "joint", "objective": "max_placement"},
    "programmes": [
        {"id": "K/内科", "base": "K", "list": "K", "quota": 2, "line": 6000, "tier": None},
        {"id": "K/儿科", "base": "K", "list": "K", "quota": 1, "tier": 1},
    ],
    "lists": {"K": {"p1": [8500, 3000, 2500], "p2": [8500, 3200, 2300]}},
    "designated": {"z1": "K/内科"},
    "applicants": [
        {"id": "p1", "choices": ["K/内科"], "accepts_adjustment": True, "eligible": ["K/儿科"]},
        {"id": "p2", "choices": ["K/内科"]},
    ],
}


def put(place: str, value: object) -> dict:
    """The good file with one value changed; `place` as in "programmes 0 quota"."""
    document = copy.deepcopy(GOOD)
    *way, last = place.split(" ")
    inner = document
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    return document


def without(place: str) -> dict:
    document = copy.deepcopy(GOOD)
    *way, last = place.split()
    inner = document
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    del inner[last]
    return document


def faults(tmp_path: Path, capsys, content: dict | bytes) -> list[str]:
    """The lines printed for a file; checks the exit code and that nothing was written."""
    file = tmp_path / "problem.json"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        written(tmp_path, content)
    output = tmp_path / "result.json"
    assert main(["allocate", str(file), "-o", str(output)]) == 2
    assert list(tmp_path.iterdir()) == [file]
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.splitlines()


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("applicants 0 choices", ["K/外科"], '$.applicants[0].choices[0]: unknown programme "K/外科"'),
        ("applicants 0 eligible", ["K/儿科", "X"], '$.applicants[0].eligible[1]: unknown programme "X"'),
        ("applicants 0 rough_preference", [["K/儿科"]], "$.applicants[0].rough_preference[0]: a text is needed"),
        ("applicants 0 choices", ["K/内科", "K/内科"], '$.applicants[0].choices[1]: "K/内科" is named twice'),
        ("applicants 0 choices", "K/内科", "$.applicants[0].choices: an array is needed"),
        ("applicants 0 accepts_adjustment", 1, "$.applicants[0].accepts_adjustment: true or false is needed"),
        ("applicants 0 adjustment_key", [], "$.applicants[0].adjustment_key: an array of whole numbers with at least"),
        ("applicants 0 adjustment_key", [1, None], "$.applicants[0].adjustment_key[1]: a whole number is needed"),
        ("applicants 0 base", 7, "$.applicants[0].base: a text is needed, not 7"),
        ("applicants 0 withdrawn", "yes", "$.applicants[0].withdrawn: true or false is needed"),
        ("applicants 0 chioces", [], "$.applicants[0].chioces: unknown field"),
        ("applicants 1 id", "p1", '$.applicants[1].id: duplicate id: applicant "p1" stands more than once'),
        ("applicants 1 id", "", '$.applicants[1].id: a text is needed, not ""'),
        ("applicants 1", [], "$.applicants[1]: an object is needed, not an array"),
        ("applicants", {}, "$.applicants: an array is needed, not an object"),
        ("programmes 1 id", "K/内科", '$.programmes[1].id: duplicate id: programme "K/内科" stands more than once'),
        ("programmes 0 quota", -1, "$.programmes[0].quota: -1 is negative"),
        ("programmes 0 quota", 2.0, "$.programmes[0].quota: 2.0 is not a whole number"),
        ("programmes 0 quota", True, "$.programmes[0].quota: a whole number is needed, not true"),
        ("programmes 0 quota", 0, "$.designated: more designated than the quota: 1 designated applicants"),
        ("programmes 0 line", "6000", '$.programmes[0].line: a whole number is needed, not "6000"'),
        ("programmes 0 tier", 0, "$.programmes[0].tier: 0 is less than 1"),
        ("programmes 0 list", "L", '$.programmes[0].list: there is no list "L" in lists'),
        ("designated ", "K/内科", '$.designated[""]: an applicant\'s id is not an empty text'),
        ("designated z1", "X", '$.designated.z1: unknown programme "X"'),
        ("lists K p1", [8500.5], "$.lists.K.p1[0]: 8500.5 is not a whole number"),
        ("lists K p1", [-1], "$.lists.K.p1[0]: -1 is negative"),
        ("lists K p1", [10**30], "$.lists.K.p1[0]: 1000000000000000000000000000000 is larger than"),
        ("lists K p1", [10**300], "$.lists.K.p1[0]: a number of more than 60 digits is larger than"),
        ("lists K p1", [float("nan")], "$.lists.K.p1[0]: NaN is not a whole number"),
        ("lists K p1", [float("inf")], "$.lists.K.p1[0]: Infinity is not a whole number"),
        ("lists K p1", 8500, "$.lists.K.p1: an array of whole numbers with at least the total is needed, not 8500"),
        ("lists K", [], "$.lists.K: an object is needed, not an array"),
        ("lists K a b", None, None),
        ("policy objective", "fair", '$.policy.objective: "fair" is not one of max_placement, score_first'),
        ("policy", [], "$.policy: an object is needed, not an array"),
        ("format", "zhupei-allocation/2", '$.format: "zhupei-allocation/2" is not known; this program reads'),
        ("seed", 5, "$.seed: a text is needed, not 5"),
    ],
)
def test_a_value_that_is_wrong(place: str, value: object, line: str | None, tmp_path: Path, capsys):
    if line is None:
        document = copy.deepcopy(GOOD)
        document["lists"]["K"]["张 三\n"] = [True]
        line = '$.lists.K["张 三\\n"][0]: a whole number is needed, not true'
    else:
        document = put(place, value)
    found = faults(tmp_path, capsys, document)
    assert [each for each in found if each.startswith(line)]
    assert len(found) == 1 or place == "programmes 1 id"  # then its old id is unknown to the applicant


@pytest.mark.parametrize("place", ["seed", "lists", "applicants 0 id", "programmes 0 quota", "applicants 1 choices"])
def test_a_value_that_is_missing(place: str, tmp_path: Path, capsys):
    found = faults(tmp_path, capsys, without(place))
    assert any(f'"{place.split()[-1]}" is missing' in line for line in found)
    assert len(found) == 1, "and nothing that follows from it"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "truncated"),
        (json.dumps(GOOD).encode()[:-40], "truncated"),
        (b"[1]", "$: an object is needed, not an array"),
        (b"{} x", "$: not JSON"),
        (b'{"seed": "\xff"}', "$: not JSON"),
        (codecs.BOM_UTF8 + json.dumps(GOOD).encode(), "$: the file begins with a byte order mark"),
        (json.dumps(GOOD).encode("utf-16"), "$: the file begins with a byte order mark"),
        (b"[" * 100_000, "$: not JSON"),
        (b'{"seed": "\\ud800"}', "$: not JSON"),
        (b'{"seed": 1' + b"0" * 5000 + b"}", "$: not JSON: number out of range"),
    ],
)
def test_what_is_not_json(content: bytes, words: str, tmp_path: Path, capsys):
    found = faults(tmp_path, capsys, content)
    assert len(found) >= 1
    assert words in found[0]


def test_keys_that_stand_twice_are_named_with_everything_else_that_is_wrong(tmp_path: Path, capsys):
    text = json.dumps(put("programmes 0 quota", -1), ensure_ascii=False)
    text = text.replace('"p1": [8500', '"p1": [9999], "p1": [8500', 1).replace('"seed"', '"seed": "x", "seed"', 1)
    found = faults(tmp_path, capsys, text.encode())
    assert [line.split(":")[0] for line in found] == ["$.seed", "$.lists.K.p1", "$.programmes[0].quota"]
    assert "duplicate key" in found[0]


def test_every_fault_has_a_line_and_an_absurd_number_is_counted(tmp_path: Path, capsys):
    document = copy.deepcopy(GOOD)
    document["applicants"] = [{"id": f"p{number}", "choices": ["X"]} for number in range(20_000)]
    found = faults(tmp_path, capsys, document)
    assert len(found) == 501
    assert found[499] == '$.applicants[499].choices[0]: unknown programme "X"'
    assert found[500] == "$: and 19500 more faults"


def test_a_file_that_is_not_there_is_a_folder_or_is_huge(tmp_path: Path, capsys):
    output = tmp_path / "result.json"
    for file in (tmp_path / "none.json", tmp_path):
        assert main(["allocate", str(file), "-o", str(output)]) == 2
        assert "cannot be read" in capsys.readouterr().err
    huge = tmp_path / "huge.json"
    with huge.open("wb") as stream:
        stream.truncate(3 * 1024**3)
    assert main(["allocate", str(huge), "-o", str(output)]) == 2
    assert "has 3,221,225,472 bytes" in capsys.readouterr().err
    assert not output.exists()
