"""Allocation: from file to verified result in processes of their own, many adjusters, and what-if for one base."""

import contextlib
import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.market import adjusters, market
from bench.report import Table
from bench.samples import percentile
from zhupei.pure.allocation.adjustment import running
from zhupei.pure.allocation.engine import allocate
from zhupei.pure.allocation.files import problem_file, result_file
from zhupei.pure.allocation.problem import Problem
from zhupei.pure.allocation.result import write
from zhupei.pure.allocation.verifier import adjusters as verifying
from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.instance import Instance
from zhupei.pure.allocation.whatif import WhatIf, WhatIfChange

# A province, the nation, a million; and the seconds of a processor that may pass from file to verified result.
QUICK = (1_000, 15_000, 150_000)
FULL = (*QUICK, 1_000_000)
PROMISED = {15_000: 1, 150_000: 8, 1_000_000: 80}
ADJUSTERS = 120_000
SHAPES = ("few sets", "own sets", "chain")
# The library `matching` needs minutes beyond this.
MOST_FOR_MATCHING = 15_000
ASKED = 40
# A province has about so many, each with ten programmes.
MOST_BASES = 100


class Spent(NamedTuple):
    """Seconds on the clock and of a processor (the smaller part when others use the machine), largest memory in MB."""

    seconds: float
    processor: float
    peak: float


def tables(folder: Path, sizes: tuple[int, ...]) -> Iterator[Table]:
    """`folder` is made and holds problem and result of the largest size at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    yield _yardstick()
    yield _whole(folder, sizes)
    yield _adjusters(folder)
    yield _what_if()


def _yardstick() -> Table:
    table = Table("Before allocation", ())
    began = time.perf_counter()
    for _ in range(3_000_000):
        pass
    step = (time.perf_counter() - began) / 3_000_000 * 1e9
    table.notes = [f"yardstick: {step:.0f} ns for a step of an empty Python loop", f"load: {os.getloadavg()[0]:.2f}"]
    return table


def _whole(folder: Path, sizes: tuple[int, ...]) -> Table:
    """One process that allocates and verifies what it wrote; then the two commands apart, as province and auditor."""
    columns = (
        "people",
        "file MB",
        "allocate --verify s",
        "processor s",
        "promised s",
        "peak MB",
        "growth",
        "allocate s",
        "verify s",
        "matching s",
    )
    table = Table("Allocation, from file to verified result", columns)
    problem, result = folder / "problem.json", folder / "result.json"
    before: tuple[int, float] | None = None
    for people in sizes:
        _script("write", str(people), str(problem))
        both = _timed(table, "allocate", str(problem), "-o", str(result), "--verify")
        alone = _timed(table, "allocate", str(problem), "-o", str(result))
        verify = _timed(table, "verify-allocation", str(problem), str(result))
        growth = both.processor / before[1] / (people / before[0]) if before else 1.0
        before = people, both.processor
        library = f"{_script('matching', str(problem)):.1f}" if people <= MOST_FOR_MATCHING else "-"
        promised = str(PROMISED.get(people, "-"))
        figures = (f"{both.seconds:.2f}", f"{both.processor:.2f}", promised, f"{both.peak:.0f}", f"{growth:.2f}")
        size = problem.stat().st_size / 1e6
        table.add(f"{people:,}", size, *figures, alone.seconds, verify.seconds, library)
    table.notes.append("growth: processor time for one person against the row above; 1 is linear")
    return table


def _timed(table: Table, *words: str) -> Spent:
    """Run a verb of ours; anything but success is a fault of the table."""
    command = [sys.executable, "-c", "from zhupei.console.main import main; raise SystemExit(main())", *words]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own verb
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        table.faults += 1
        table.notes.append(f"{' '.join(words)} ended with {process.returncode}")
    return Spent(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _script(*words: str) -> float:
    """This module in a process of its own, so that its memory is given back; returns the seconds it prints."""
    command = [sys.executable, "-m", __name__, *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  ourselves
    return float(done.stdout)


def _adjusters(folder: Path) -> Table:
    """Adjustment alone, without reading: the classes and the three steps, and the verifier's checks of them."""
    table = Table(
        f"{ADJUSTERS:,} adjusters on 300 programmes (processor s)", ("eligible", "placed", "adjustment", "verifier")
    )
    for shape in SHAPES:
        problem = problem_file.problem(adjusters(ADJUSTERS, 30, random.Random(1), shape))  # noqa: S311  no secret
        programmes = {each.id: each for each in problem.programmes}
        room = {each.id: each.quota for each in problem.programmes}
        outcome = allocate(problem)
        with _uncollected():
            began = time.process_time()
            placed = running.AdjustmentStage(programmes, room, outcome.queue).run(problem.policy)
            took = time.process_time() - began
            write(outcome, folder / "adjusted.json")
            table.add(shape, len(placed), f"{took:.2f}", f"{_checked(table, problem, folder / 'adjusted.json'):.2f}")
    return table


def _checked(table: Table, problem: Problem, file: Path) -> float:
    case, findings = Instance(problem, result_file.read(file)), Findings()
    began = time.process_time()
    verifying.check(verifying.SecondStage(case), findings)
    table.faults += len(findings.found)
    return time.process_time() - began


def _what_if() -> Table:
    table = Table("One base of 1,000 people: what-if, and everything anew (ms)", ("change", "p50", "p95", "worst"))
    problem = problem_file.problem(market(1000, 1, random.Random(1), seats=0.8))  # noqa: S311  no secret
    base = WhatIf(problem, "B0")
    changes = {
        "weights": [WhatIfChange(weights=[50 + step, 50 - step]) for step in range(ASKED)],
        "a line": [WhatIfChange(lines={"B0/内科": 5000 + 50 * step}) for step in range(ASKED)],
        "a quota": [WhatIfChange(quotas={"B0/内科": 20 + step}) for step in range(ASKED)],
    }
    for name, asked in changes.items():
        _add_times(table, name, [partial(base.ask, change) for change in asked])
    _add_times(table, "all stages", [partial(allocate, problem)] * ASKED)
    table.notes.append("asked of it: less than 20 ms")
    return table


def _add_times(table: Table, name: str, calls: Sequence[Callable[[], object]]) -> None:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    table.add(name, percentile(taken, 0.5), percentile(taken, 0.95), taken[-1])


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write(people: int, file: Path) -> None:
    document = market(people, max(1, min(people // 1000, MOST_BASES)), random.Random(1))  # noqa: S311  no secret
    with file.open("w", encoding="utf-8") as stream:
        json.dump(document, stream, ensure_ascii=False)


def _matching(file: Path) -> None:
    """Stage 1 by the library, from the same file."""
    from matching.games import HospitalResident

    document = json.loads(file.read_text(encoding="utf-8"))
    lines = {each["id"]: each for each in document["programmes"]}
    wanted: dict[str, list[str]] = {}
    able = {}
    for each in document["applicants"]:
        keys = {name: document["lists"][lines[name]["list"]].get(each["id"], [0]) for name in each["choices"]}
        able[each["id"]] = [name for name in each["choices"] if keys[name][0] >= lines[name]["line"]]
        for name in able[each["id"]]:
            wanted.setdefault(name, []).append(each["id"])
    for name, people in wanted.items():
        people.sort(key=document["lists"][lines[name]["list"]].__getitem__, reverse=True)
    able = {person: names for person, names in able.items() if names}
    quotas = {name: lines[name]["quota"] for name in wanted}
    HospitalResident.create_from_dictionaries(able, wanted, quotas).solve(optimal="resident")


def main(words: list[str]) -> None:
    began = time.perf_counter()
    if words[0] == "write":
        _write(int(words[1]), Path(words[2]))
    else:
        _matching(Path(words[1]))
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1:])
