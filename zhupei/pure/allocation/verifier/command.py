"""`zhupei verify-allocation PROBLEM.json RESULT.json`: exit 0 and "verified", 1 and what is wrong, 2 for bad files."""

import argparse
import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from zhupei.pure.allocation.files import problem_file, result_file
from zhupei.pure.allocation.files.faults import FaultyFile
from zhupei.pure.allocation.files.json_file import content
from zhupei.pure.allocation.problem import Problem
from zhupei.pure.allocation.verifier.checking import violations
from zhupei.pure.allocation.verifier.findings import Violation
from zhupei.pure.terminal import say

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", metavar="PROBLEM.json", type=Path, help="as published")
    parser.add_argument("result", metavar="RESULT.json", type=Path, help="as published")


def run(args: argparse.Namespace) -> int:
    gc.disable()  # one run, then the process ends: nothing is worth collecting
    problem = _read(args.problem, problem_file.read)
    return 2 if problem is None else verify(problem, args.result)


def verify(problem: Problem, file: Path) -> int:
    """Print the answer for a result file; returns the exit code."""
    found = _read(file, partial(_violations, problem))
    if found is None:
        return 2
    for line in map(str, found) if found else ["verified"]:
        say(line)
    return 1 if found else 0


def _violations(problem: Problem, file: Path) -> list[Violation]:
    """A result as ours, and right, need not be read whole: its reasons are compared as they are written."""
    apart = result_file.apart(content(file))
    if apart is not None and not violations(problem, apart):
        return []
    del apart
    return violations(problem, result_file.read(file))


def _read(file: Path, read: Callable[[Path], T]) -> T | None:
    try:
        return read(file)
    except FaultyFile as faulty:
        for line in faulty.lines():
            say(f"{file.name} {line}", sys.stderr)
        return None
