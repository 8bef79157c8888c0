"""`zhupei simulate --applicants N --seed S --until STAGE`: drive applicants through the system's own actions.

Many applicants are shared out among as many processes as the machine has processors.
"""

import argparse
import json
import logging
import os
import subprocess
from collections import Counter
from typing import Any

STAGES = ("registered", "complete", "submitted", "reviewed")
WORTH_SHARING = 100
MOST_PARTS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--applicants", type=int, default=100, metavar="N", help="how many people (default: 100)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same people")
    parser.add_argument("--until", choices=STAGES, default="reviewed", help="how far they go (default: reviewed)")
    parser.add_argument("--part", type=_part, help=argparse.SUPPRESS)


def _part(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    return int(number), int(of)


def run(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from zhupei.kernel import clock
    from zhupei.world import loading

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
    return _all_parts(args, parts)


def _one_part(args: argparse.Namespace) -> int:
    """Print each stage, and at the end the result, as a line of JSON for the process that shares the work out."""
    from zhupei.cycles.models import Cycle
    from zhupei.world import simulation

    cycle = Cycle.objects.order_by("-year").first()
    assert cycle is not None
    try:
        result = simulation.simulate(
            cycle, applicants=args.applicants, seed=args.seed, until=args.until, part=args.part, say=_tell
        )
    except ValueError as error:
        print(json.dumps({"fault": str(error)}), flush=True)
        return 1
    print(json.dumps({"states": result.states, "refused": result.refused}), flush=True)
    return 0


def _tell(stage: str, people: int, seconds: float) -> None:
    print(json.dumps({"stage": stage, "people": people, "seconds": seconds}), flush=True)


def _all_parts(args: argparse.Namespace, count: int) -> int:
    """Start the parts and print their sums as they come: people of all, seconds of the slowest."""
    from zhupei.applications.states import MOVES
    from zhupei.console.processes import command

    own = ["--applicants", str(args.applicants), "--seed", str(args.seed), "--until", args.until]
    parts = [
        subprocess.Popen(  # noqa: S603  our own verb
            [*command("simulate"), *own, "--part", f"{number}/{count}"], stdout=subprocess.PIPE, text=True
        )
        for number in range(count)
    ]
    print(f"{'stage':<12}{'people':>8}{'time':>12}", flush=True)
    total, result = 0.0, None
    for _ in range(STAGES.index(args.until) + 2):
        lines = [_line(part) for part in parts]
        if faults := [line.get("fault", "a part ended early") for line in lines if "fault" in line or not line]:
            print(faults[0])
            break
        if "stage" in lines[0]:
            seconds = max(line["seconds"] for line in lines)
            total += seconds
            print(f"{lines[0]['stage']:<12}{sum(line['people'] for line in lines):>8}{seconds:>10.1f} s", flush=True)
        else:
            result = lines
    for part in parts:
        part.wait()
    if result is None or any(part.returncode for part in parts):
        return 1
    for state, people in _sum(result, "states").most_common():
        print(f"  {MOVES.label(state)} {state}: {people}")
    for code, people in _sum(result, "refused").most_common():
        print(f"  refused, {code}: {people}")
    print(f"{args.applicants} applicants in {total:.1f} s")
    return 0


def _line(part: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next line of JSON of a part; an empty answer when it has ended."""
    assert part.stdout is not None
    for text in part.stdout:
        if text.startswith("{"):
            return dict(json.loads(text))
    return {}


def _sum(results: list[dict[str, Any]], name: str) -> Counter[str]:
    return sum((Counter(each[name]) for each in results), Counter())
