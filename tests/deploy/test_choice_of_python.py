"""Set-up takes an optimised Python before the first one of the path: `bin/choose-python` among invented ones."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zhupei.config.environment import ROOT

FAST, SLOW = "fast whole", "slow whole"
BARE = "fast mendable"  # of the distribution, python3-venv is missing
Choose = Callable[..., str | None]


@pytest.fixture
def choose(tmp_path: Path) -> Choose:
    """Which of the interpreters is chosen, by its place among them, "a", "b", …; `user` is who asks."""

    def chosen(*answers: str, user: int = 1000) -> str | None:
        for name, text in [("id", f"echo {user}"), ("apt-get", "")]:
            _program(tmp_path / name, text)
        names = [chr(ord("a") + place) for place in range(len(answers))]
        for name, answer in zip(names, answers, strict=True):
            _program(tmp_path / name, f"echo {answer}")
        path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        command = [ROOT / "bin" / "choose-python", *names]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | path)
        assert done.returncode == (0 if done.stdout else 1)
        return done.stdout.strip() or None

    return chosen


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("found", "best"),
    [
        ([SLOW, FAST], "b"),
        ([FAST, SLOW], "a"),
        ([FAST, FAST], "a"),
        ([SLOW, SLOW], "a"),
        (["", SLOW], "b"),  # older than 3.11
        (["slow useless", SLOW], "b"),
        (["fast useless"], None),
        (["", ""], None),
        ([], None),
    ],
)
def test_the_first_of_the_best_is_chosen(choose: Choose, found: list[str], best: str | None) -> None:
    assert choose(*found) == best


def test_who_may_install_what_is_missing_gets_the_optimised_one(choose: Choose) -> None:
    assert choose(SLOW, BARE, user=0) == "b"
    assert choose(SLOW, BARE, FAST, user=0) == "c"


def test_who_may_not_is_not_stopped_by_it(choose: Choose) -> None:
    assert choose(BARE, SLOW) == "b"
    assert choose(BARE) == "a"


def test_a_real_interpreter_answers_and_what_is_none_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    _program(broken, "exit 127")
    command = [ROOT / "bin" / "choose-python", "not-there", broken, sys.executable]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, sys.executable)
