"""`zhupei allocate`: the file of docs/ALLOCATION.md in, its result out, whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pure.allocation.test_reading import GOOD, without
from tests.pure.allocation.tools import written
from zhupei.config.environment import ROOT
from zhupei.console.main import main
from zhupei.pure.allocation import result

EXPECTED = {
    "assignment": {
        "p1": {"programme": "K/儿科", "by": "adjustment"},
        "p2": {"programme": "K/内科", "by": "preference", "choice": 1},
        "z1": {"programme": "K/内科", "by": "designated"},
    },
    "cutoffs": {"K/儿科": None, "K/内科": [8500, 3200, 2300]},
    "counts": {
        "placed": 3,
        "by_preference": 1,
        "by_adjustment": 1,
        "designated": 1,
        "unplaced": 0,
        "per_tier": {"1": 1},
        "placed_if_score_first": 3,
    },
    "reasons": {
        "p1": [{"programme": "K/内科", "verdict": "FULL_TIE", "part": 1, "cutoff": [8500, 3200, 2300], "gap": 200}],
        "p2": [{"programme": "K/内科", "verdict": "ADMITTED"}],
    },
}


def test_a_result_with_everything_it_promises(tmp_path: Path, capsys):
    output = tmp_path / "result.json"
    assert main(["allocate", str(written(tmp_path, GOOD)), "-o", str(output), "--verify"]) == 0
    answer = json.loads(output.read_text(encoding="utf-8"))
    assert {name: answer[name] for name in EXPECTED} == EXPECTED
    assert answer["format"] == "zhupei-allocation-result/1"
    assert (answer["engine"], answer["seed"], len(answer["input_sha256"])) == ("zhupei 1.0", "any text", 64)
    told = capsys.readouterr().out
    assert "score first would place 0 fewer" in told
    assert told.endswith("verified\n")


def test_the_hash_to_publish_needs_no_seed(tmp_path: Path, capsys):
    assert main(["allocate", str(written(tmp_path, without("seed"))), "--hash"]) == 0
    published = capsys.readouterr().out.strip()
    output = tmp_path / "result.json"
    main(["allocate", str(written(tmp_path, GOOD)), "-o", str(output)])
    assert json.loads(output.read_text())["input_sha256"] == published


def test_a_tie_at_the_last_place_is_reported(tmp_path: Path, capsys):
    document = {
        **GOOD,
        "designated": {},
        "programmes": [{"id": "K/内科", "base": "K", "list": "K", "quota": 2}],
        "lists": {"K": {f"p{number}": [7000, 1] for number in range(5)} | {"p0": [8000, 1]}},
        "applicants": [{"id": f"p{number}", "choices": ["K/内科"]} for number in range(5)],
    }
    output = tmp_path / "result.json"
    assert main(["allocate", str(written(tmp_path, document)), "-o", str(output), "--verify"]) == 0
    assert "K/内科, 1 of 4 with [7000, 1] admitted" in capsys.readouterr().out
    answer = json.loads(output.read_text())
    assert answer["ties"] == [{"programme": "K/内科", "key": [7000, 1], "admitted": 1, "not_admitted": 3}]
    verdicts = [row[0]["verdict"] for row in answer["reasons"].values()]
    assert sorted(verdicts) == ["ADMITTED", "ADMITTED", "FULL_LOTTERY", "FULL_LOTTERY", "FULL_LOTTERY"]


def test_an_unwritable_place_is_told(tmp_path: Path, capsys):
    problem = written(tmp_path, GOOD)
    for place in (tmp_path / "none" / "result.json", tmp_path):
        assert main(["allocate", str(problem), "-o", str(place)]) == 2
        told = capsys.readouterr()
        assert f"{place} cannot be written" in told.err
        assert told.out == ""
    assert list(tmp_path.iterdir()) == [problem]


@pytest.mark.parametrize("name", ["problem.json", "none/../problem.json", "hard.json", "link.json", "pipe", "dangling"])
def test_the_problem_itself_and_what_is_not_a_file_are_no_places_for_a_result(name: str, tmp_path: Path, capsys):
    problem = written(tmp_path, GOOD)
    before = problem.read_bytes()
    (tmp_path / "none").mkdir()
    (tmp_path / "hard.json").hardlink_to(problem)
    (tmp_path / "link.json").symlink_to(problem)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    kinds = {each: os.lstat(each).st_mode for each in tmp_path.iterdir()}
    assert main(["allocate", str(problem), "-o", str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1 and f"{name} cannot be written: it is " in told.err
    assert problem.read_bytes() == before
    assert {each: os.lstat(each).st_mode for each in tmp_path.iterdir()} == kinds


@pytest.mark.parametrize("more", [["--verify"], ["-o", "result.json"], []])
def test_the_hash_alone_leaves_nothing_to_write_or_verify(more: list[str], tmp_path: Path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problem = str(written(tmp_path, GOOD))
    with pytest.raises(SystemExit, match="2"):
        main(["allocate", problem, *(["--hash", *more] if more else ["--verify"])])
    told = capsys.readouterr()
    assert "usage:" in told.err and told.out == ""


FORGED = "\x1b[2J\nverified\r\x9b2J\u202e"


def test_no_id_of_a_file_forges_the_screen(tmp_path: Path, capsys):
    """Of a problem, a result, a fault and a file's name; Chinese stays what it is."""
    text = json.dumps(GOOD).replace("K/\\u5185\\u79d1", json.dumps(f"K/内科{FORGED}")[1:-1])
    document = json.loads(text)
    document["applicants"][1]["accepts_adjustment"] = False
    problem, output = written(tmp_path, document), tmp_path / f"r{FORGED}.json"
    assert main(["allocate", str(problem), "-o", str(output), "--verify"]) == 0
    answer = json.loads(output.read_text())
    answer["cutoffs"] = {name: None for name in answer["cutoffs"]}
    output.write_text(json.dumps(answer))
    assert main(["verify-allocation", str(problem), str(output)]) == 1
    document["applicants"][0]["choices"] = [FORGED]
    document["lists"][FORGED] = 1
    assert main(["verify-allocation", str(written(tmp_path, document)), str(output)]) == 2
    assert main(["verify-allocation", str(tmp_path / FORGED), str(output)]) == 2
    assert main(["allocate", str(tmp_path / FORGED), "-o", str(output)]) == 2
    assert main(["allocate", str(problem), "-o", str(tmp_path / FORGED / "result.json")]) == 2
    told = capsys.readouterr()
    lines = (told.out + told.err).split("\n")
    assert all(line.isprintable() for line in lines)
    assert lines.count("verified") == 1
    assert "wrong cutoff: K/内科\\x1b[2J\\nverified\\r" in told.out


def test_a_failure_while_writing_leaves_the_old_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    output = tmp_path / "result.json"
    output.write_text("old")

    def breaking(outcome):
        yield b"{"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(result, "lines", breaking)
    problem = written(tmp_path, GOOD)
    assert main(["allocate", str(problem), "-o", str(output)]) == 2
    assert output.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [problem, output]


def test_neither_command_imports_django_or_asks_for_a_database(tmp_path: Path):
    code = (
        "import sys; from zhupei.console.main import main\n"
        "problem, result = sys.argv[1:]\n"
        "assert main(['allocate', problem, '-o', result]) == 0\n"
        "assert main(['verify-allocation', problem, result]) == 0\n"
        "assert not {'django', 'psycopg', 'pydantic', 'numpy'} & sys.modules.keys()\n"
    )
    command = [sys.executable, "-c", code, str(written(tmp_path, GOOD)), str(tmp_path / "result.json")]
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": "postgres://nowhere.invalid/none"}
    subprocess.run(command, env=clean, check=True, capture_output=True, cwd=tmp_path)
