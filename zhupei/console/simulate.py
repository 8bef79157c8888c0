"""`zhupei simulate --applicants N --seed S --until STAGE`: drive applicants through the system's own actions.

With `--bulk` the rows that those actions would have left are written at once (`world.bulk`); only the reviews are
driven. Many applicants are shared out among as many processes as the machine has processors.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhupei.cycles.models import Cycle

STAGES = ("registered", "complete", "submitted", "reviewed")
WORTH_SHARING = 100
MOST_PARTS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--applicants", type=int, default=100, metavar="N", help="how many people (default: 100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same people")
    parser.add_argument("--until", choices=STAGES, default="reviewed", help="how far they go (default: reviewed)")
    parser.add_argument("--bulk", action="store_true", help="write thousands of new people at once instead")
    parser.add_argument("--part", type=_part, help=argparse.SUPPRESS)


def _part(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    return int(number), int(of)


def run(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from zhupei.kernel import clock
    from zhupei.world import bulk, loading

    logging.getLogger().setLevel(logging.WARNING)
    if not settings.DEMONSTRATION:
        print("Fictional people belong into a demonstration only.")
        return 1
    if not 1 <= args.applicants <= 100_000:
        print("--applicants: from 1 to 100000")
        return 1
    if args.part:
        return _one_part(args)
    call_command("migrate", interactive=False, verbosity=0)
    loading.load(clock.now())
    parts = min(os.cpu_count() or 1, MOST_PARTS) if args.applicants >= WORTH_SHARING else 1
    code = _all_parts(args, parts)
    if args.bulk and not code:
        bulk.analyse()
    return code


def _one_part(args: argparse.Namespace) -> int:
    """Print each stage, and at the end the result, as a line of JSON for the process that shares the work out."""
    from zhupei.cycles.models import Cycle

    cycle = Cycle.objects.order_by("-year").first()
    assert cycle is not None
    try:
        result = _written(cycle, args) if args.bulk else _driven(cycle, args)
    except ValueError as error:
        _tell(fault=str(error))
        return 1
    _tell(**result)
    return 0


def _driven(cycle: "Cycle", args: argparse.Namespace, since: str = STAGES[0]) -> dict[str, Any]:
    from zhupei.world import simulation

    result = simulation.simulate(
        cycle,
        applicants=args.applicants,
        seed=args.seed,
        until=args.until,
        since=since,
        part=args.part,
        say=lambda stage, people, seconds: _tell(stage=stage, people=people, seconds=seconds),
    )
    return {"states": result.states, "refused": result.refused}


def _written(cycle: "Cycle", args: argparse.Namespace) -> dict[str, Any]:
    """Reviewers work the honest way, whoever they have before them."""
    from zhupei.world import bulk

    until = min(args.until, STAGES[2], key=STAGES.index)
    made = bulk.populate(
        cycle, applicants=args.applicants, seed=args.seed, until=until, part=args.part, ready=_wait_for_the_others
    )
    _tell(stage=until, people=made.funnel[until], seconds=made.seconds)
    if args.until == until:
        return {"states": made.states, "refused": made.refused}
    return _driven(cycle, args, since=args.until)


def _tell(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def _wait_for_the_others() -> None:
    """Nothing is written before all parts could. Ends this process when another has found a fault."""
    _tell(ready=True)
    if not sys.stdin.readline():
        raise SystemExit(1)


def _all_parts(args: argparse.Namespace, count: int) -> int:
    """Start the parts and print their sums as they come: people of all, seconds of the slowest."""
    parts = [_started(args, f"{number}/{count}") for number in range(count)]
    print(f"{'stage':<12}{'people':>8}{'time':>12}", flush=True)
    total, result = 0.0, None
    while result is None:
        lines = [_line(part) for part in parts]
        if faults := [line.get("fault", "a part ended early") for line in lines if "fault" in line or not line]:
            print(faults[0])
            break
        if "ready" in lines[0]:
            _go_on(parts)
        elif "stage" in lines[0]:
            seconds = max(line["seconds"] for line in lines)
            total += seconds
            print(f"{lines[0]['stage']:<12}{sum(line['people'] for line in lines):>8}{seconds:>10.1f} s", flush=True)
        else:
            result = lines
    for part in parts:
        part.communicate()
    if result is None or any(part.returncode for part in parts):
        return 1
    _tell_the_result(args.applicants, total, result)
    return 0


def _started(args: argparse.Namespace, part: str) -> "subprocess.Popen[str]":
    from zhupei.console.processes import command

    own = ["--applicants", str(args.applicants), "--seed", str(args.seed), "--until", args.until, "--part", part]
    return subprocess.Popen(  # noqa: S603  our own verb
        [*command("simulate"), *own, *(["--bulk"] if args.bulk else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _go_on(parts: "list[subprocess.Popen[str]]") -> None:
    for part in parts:
        assert part.stdin is not None
        part.stdin.write("go on\n")
        part.stdin.flush()


def _tell_the_result(applicants: int, seconds: float, result: list[dict[str, Any]]) -> None:
    from zhupei.applications.states import MOVES

    for state, people in _sum(result, "states").most_common():
        print(f"  {MOVES.label(state)} {state}: {people}")
    for code, people in _sum(result, "refused").most_common():
        print(f"  refused, {code}: {people}")
    print(f"{applicants} applicants in {seconds:.1f} s")


def _line(part: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next line of JSON of a part; an empty answer when it has ended."""
    assert part.stdout is not None
    for text in part.stdout:
        if text.startswith("{"):
            return dict(json.loads(text))
    return {}


def _sum(results: list[dict[str, Any]], name: str) -> Counter[str]:
    return sum((Counter(each[name]) for each in results), Counter())
