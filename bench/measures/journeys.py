"""Whole journeys, and the submissions alone."""

import os
from dataclasses import dataclass

from bench import journey, load
from bench.journey import Walker
from bench.report import SPREAD, Table, shares, spread_cells
from bench.samples import Samples
from bench.scene import Scene
from bench.usage import Meter

WARM_UP = 4
KINDS_SHOWN = 60


@dataclass
class Run:
    """What many people at once did: `done` of `asked` people, in `seconds`, with processor seconds by process."""

    asked: int
    seconds: float
    samples: Samples
    used: dict[str, float]

    @property
    def done(self) -> int:
        return self.asked - len(self.samples.faults)


def whole(scene: Scene, count: int, together: int) -> Table:
    """`count` people from the portal to the receipt, `together` at a time, after a few for warming up."""
    _walk(scene, scene.walkers(WARM_UP, Samples().observe), 2, Samples(), whole_way=True)
    samples = Samples()
    run = _walk(scene, scene.walkers(count, samples.observe), together, samples, whole_way=True)
    table = _table(f"Whole journeys over HTTP, {together} at once", run)
    for kind, spread in list(run.samples.by_kind().items())[:KINDS_SHOWN]:
        table.add(kind, *spread_cells(spread))
    return table


def submissions(scene: Scene, count: int, together: int, kept: int) -> tuple[Table, Table, list[Walker]]:
    """Submitting alone, by people who stand on the check page: preparing them, then the clock.

    Returns both tables and `kept` more people who have not submitted.
    """
    before = Samples()
    walkers = scene.walkers(count + kept, before.observe)
    prepared = _walk(scene, walkers, together, before, whole_way=False)
    samples = Samples()
    for walker in walkers:
        walker.browser.observe = samples.observe
    ready = [walker for walker in walkers if walker.page.path.startswith("/me/check/")]
    run = _timed(scene, ready[kept:], together, samples, journey.submit)
    table = _table(f"Submissions alone, {together} at once", run)
    for kind, spread in run.samples.by_kind().items():
        table.add(kind, *spread_cells(spread))
    return _table(f"Preparing {len(walkers)} people, up to the check page", prepared), table, ready[:kept]


def _walk(scene: Scene, walkers: list[Walker], together: int, samples: Samples, *, whole_way: bool) -> Run:
    step = journey.whole if whole_way else journey.prepare
    return _timed(scene, walkers, together, samples, lambda walker: step(walker, scene.bases))


def _timed(scene: Scene, walkers: list[Walker], together: int, samples: Samples, act: object) -> Run:
    meter = Meter(scene.roots)
    seconds = load.together(walkers, together, act, samples)  # type: ignore[arg-type]
    return Run(len(walkers), seconds, samples, meter.stop())


def _table(title: str, run: Run) -> Table:
    table = Table(title, ("request", *SPREAD))
    cores = os.cpu_count() or 1
    own = {name: value for name, value in run.used.items() if name != "others"}
    each = {name: 1000 * value / max(1, run.done) for name, value in own.items()}
    table.faults = sum(run.samples.errors.values())
    table.notes = [
        f"{run.done / run.seconds:.2f} people/s and {run.samples.requests / run.seconds:.0f} requests/s"
        f" ({run.done} people, {run.samples.requests} requests, {run.seconds:.1f} s)",
        f"processor time for one person: {sum(each.values()):.0f} ms ("
        + ", ".join(f"{name} {value:.0f}" for name, value in each.items())
        + f"): {cores * run.done / max(0.001, sum(own.values())):.2f} people/s at most on {cores} cores",
        f"processor shares: {shares(run.used, run.seconds, cores)}",
        f"errors: {sum(run.samples.errors.values())}"
        + "".join(f"; {words} × {n}" for words, n in run.samples.errors.most_common(5)),
    ]
    return table
