"""`zhupei allocate PROBLEM.json -o RESULT.json`: exit 0, or 2 with one line per fault and nothing written.

RESULT.json may be a file that is there, but neither the problem nor anything that is not a file.
"""

import argparse
import errno
import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhupei.pure.allocation.files import problem_file
from zhupei.pure.allocation.files.faults import FaultyFile
from zhupei.pure.allocation.problem import JOINT, SCORE_FIRST, Problem
from zhupei.pure.terminal import say
from zhupei.pure.whole_file import check_target

if TYPE_CHECKING:
    from zhupei.pure.allocation.engine import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", metavar="PROBLEM.json", type=Path, help="docs/ALLOCATION.md describes the file")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("-o", "--output", metavar="RESULT.json", type=Path, help="where to write the result")
    parser.add_argument("--verify", action="store_true", help="read the result back and verify it, as anybody can")
    wanted.add_argument("--hash", action="store_true", help="only print the hash to publish before the seed is drawn")
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace) -> int:
    if args.hash and args.verify:
        args.usage_error("argument --verify: not allowed with argument --hash")
    gc.disable()  # one run, then the process ends: nothing is worth collecting
    if args.output and (fault := _unwritable(args.output, args.problem)):
        return _faulty([fault])
    try:
        problem = problem_file.read(args.problem, seed_needed=not args.hash)
    except FaultyFile as faulty:
        return _faulty(faulty.lines())
    if args.hash:
        say(str(problem.input_sha256))
        return 0
    from zhupei.pure.allocation.engine import allocate
    from zhupei.pure.allocation.result import write

    outcome = allocate(problem)
    try:
        write(outcome, args.output)
    except OSError as error:
        return _faulty([_cannot(args.output, error)])
    for line in _report(outcome):
        say(line)
    del outcome
    return _verified(problem, args.output) if args.verify else 0


def _unwritable(output: Path, problem: Path) -> str | None:
    """Known before the work: it is the problem itself, under whatever name, or no place for a file."""
    try:
        if output.exists() and problem.exists() and output.samefile(problem):
            raise OSError(errno.EINVAL, "it is the problem file")
        check_target(output)
    except OSError as error:
        return _cannot(output, error)
    return None


def _cannot(output: Path, error: OSError) -> str:
    return f"{output} cannot be written: {error.strerror or error}"


def _faulty(lines: Iterable[str]) -> int:
    for line in lines:
        say(line, sys.stderr)
    return 2


def _verified(problem: Problem, file: Path) -> int:
    from zhupei.pure.allocation.verifier.command import verify

    return verify(problem, file)


def _report(outcome: "Outcome") -> list[str]:
    """What the province wants to see at once, with the price of the objective and of the policy."""
    counts: dict[str, Any] = dict(outcome.counts)
    policy = outcome.problem.policy
    lines = [f"input: {outcome.problem.input_sha256}"]
    lines += [f"{name.replace('_', ' ')}: {counts[name]}" for name in counts if name != "per_tier"]
    lines += [f"tier {tier}: {people} by adjustment" for tier, people in counts["per_tier"].items()]
    if policy.objective != SCORE_FIRST:
        lines.append(f"score first would place {counts['placed'] - counts['placed_if_score_first']} fewer")
    elif "placed_if_max_placement" in counts:
        lines.append(f"max placement would place {counts['placed_if_max_placement'] - counts['placed']} more")
    if policy.adjustment != JOINT and "placed_if_joint" in counts:
        lines.append(f"base first places {counts['placed_if_joint'] - counts['placed']} fewer than joint")
    lines += [
        f"decided by lottery at the last place: {tie.programme}, {tie.admitted} of {tie.admitted + tie.not_admitted}"
        f" with {list(tie.key)} admitted"
        for tie in outcome.ties
    ]
    return lines
