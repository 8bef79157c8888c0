"""The same problem gives the same bytes, whatever the order of its rows, the names of people, the process or Python."""

import copy
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.market import market
from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.tools import solved, written
from zhupei.config.environment import ROOT
from zhupei.pure.allocation import result
from zhupei.pure.allocation.files import canonical, problem_file


def shuffled(document: Document, chance: random.Random) -> Document:
    """Rows and object keys in another order; the order of choices and rough preferences stays."""

    def mixed(rows: dict) -> dict:
        return dict(chance.sample(list(rows.items()), len(rows)))

    other = mixed(copy.deepcopy(document))
    other["lists"] = mixed({name: mixed(keys) for name, keys in other["lists"].items()})
    other["designated"] = mixed(other["designated"])
    for name in ("programmes", "applicants"):
        other[name] = [mixed(row) for row in chance.sample(other[name], len(other[name]))]
    for row in other["applicants"]:
        if "eligible" in row:
            chance.shuffle(row["eligible"])
    return other


def file_of(document: Document) -> bytes:
    return b"".join(result.lines(solved(document)))


@many
@given(documents(most_people=9), st.randoms(use_true_random=False))
def test_shuffled_rows(document: Document, chance: random.Random):
    assert file_of(shuffled(document, chance)) == file_of(document)


@many
@given(documents(most_people=9), st.randoms(use_true_random=False))
def test_other_ids_with_the_lottery_held(document: Document, chance: random.Random):
    names = [f"q{number}" for number in range(20)]
    chance.shuffle(names)
    renamed = {f"p{number}": names[number] for number in range(20)} | {"z1": "z1"}
    original = {new: old for old, new in renamed.items()}
    other = copy.deepcopy(document)
    other["lists"] = {
        name: {renamed[person]: key for person, key in keys.items()} for name, keys in other["lists"].items()
    }
    other["designated"] = {renamed[person]: name for person, name in other["designated"].items()}
    for row in other["applicants"]:
        row["id"] = renamed[row["id"]]
    before = solved(document, lambda person: hashlib.sha256(person.encode()).digest())
    after = solved(other, lambda person: hashlib.sha256(original[person].encode()).digest())
    assert {original[person]: placed for person, placed in after.assignment.items()} == before.assignment
    assert (after.counts, after.cutoffs, after.ties) == (before.counts, before.cutoffs, before.ties)


@many
@given(documents(most_people=9))
def test_the_hash_is_the_one_that_docs_describe_and_knows_no_seed(document: Document):
    plain = copy.deepcopy(document)
    plain.pop("seed")
    for rows in (plain["programmes"], plain["applicants"]):
        rows.sort(key=lambda row: row["id"])
    for row in plain["applicants"]:
        row.get("eligible") and row["eligible"].sort()
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical.input_sha256(copy.deepcopy(document)) == hashlib.sha256(text.encode()).hexdigest()
    assert problem_file.problem(copy.deepcopy(plain), seed_needed=False).input_sha256 == canonical.input_sha256(plain)


MAIN = "import sys; from zhupei.console.main import main; sys.exit(main(sys.argv[1:]))"


def interpreters() -> list[str]:
    """This Python, and newer ones that have the two libraries the file reader needs."""
    found = [sys.executable]
    for name in ("python3.12", "python3.13", "python3.14"):
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", "import jiter, msgspec"], capture_output=True).returncode == 0:
            found.append(path)
    return found


@pytest.mark.parametrize("python", interpreters())
def test_other_processes_and_pythons(python: str, tmp_path: Path):
    problem = written(tmp_path, market(3000, 5, random.Random(5)))
    answers = set()
    for seed in ("0", "1", "4242"):
        output = tmp_path / f"{seed}.json"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [python, "-c", MAIN, "allocate", str(problem), "-o", str(output)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        answers.add(output.read_bytes())
    assert answers == {file_of(json.loads(problem.read_text()))}
