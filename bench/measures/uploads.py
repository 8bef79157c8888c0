"""Many uploads queued at once, while pages are asked for and the worker is killed: every one ends in a verdict."""

import itertools
import math
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Count

from bench import load
from bench.measures.pages import WIDTH, Visits, askers
from bench.pool import marked
from bench.report import SPREAD, Table, spread_cells
from bench.samples import Samples, Spread
from bench.scene import Scene
from zhupei.cycles.queries import current_round
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery
from zhupei.world import loading
from zhupei.world.applicants import Setting, SimulatedApplicant
from zhupei.world.drawn import portrait_jpeg
from zhupei.world.fiction.people import PersonFacts, person

SEED = 500
LEAST_EACH = 4  # documents everybody hands in at least
NEWCOMERS = 60  # at most one of them for each piece of time
GATHERED = timedelta(minutes=30)
RATE = 20.0
PIECE = 5.0
PATIENCE = 900.0
STARTING = 10.0
KILLS = (0.25, 0.5, 0.75)


@dataclass
class Burst:
    """What happens while `documents` uploads wait. `newcomers` register meanwhile, and wait for their SMS."""

    documents: int
    newcomers: list[SimulatedApplicant]
    pid_file: Path
    killed: int = 0
    last_kill: float = -math.inf
    samples: Samples = field(default_factory=Samples)
    waited: list[float] = field(default_factory=list)
    waited_after_kill: list[float] = field(default_factory=list)

    def kill_when_due(self, left: int) -> None:
        """The worker as the machine would end it: no goodbye. Another one starts, which costs the pages something."""
        if self.killed < len(KILLS) and left <= self.documents * (1 - KILLS[self.killed]):
            with suppress(OSError, ValueError):
                os.kill(int(self.pid_file.read_text()), signal.SIGKILL)
                self.killed, self.last_kill = self.killed + 1, time.perf_counter()

    def ask(self, asks: Sequence[Callable[[], None]]) -> None:
        just = time.perf_counter() - self.last_kill < STARTING
        waited = self.waited_after_kill if just else self.waited
        waited += load.arriving(RATE, PIECE, asks, WIDTH, self.samples)


def at_once(scene: Scene, visits: Visits, count: int) -> list[Table]:
    """What became of `count` uploads, and the pages before and meanwhile. Faults: no verdict, an error on a page."""
    quiet = Samples()
    asks = askers(scene, visits, quiet)
    before = load.arriving(RATE, 4 * PIECE, asks, WIDTH, quiet)
    burst = _queued(scene, count)
    asks = askers(scene, visits, burst.samples)
    began, since = time.perf_counter(), clock.now()
    while (left := _waiting()) and time.perf_counter() - began < PATIENCE:
        burst.kill_when_due(left)
        if burst.newcomers:
            burst.newcomers.pop().register(clock.now())
        burst.ask(asks)
    return [_verdicts(burst, time.perf_counter() - began, since), _latencies(before, quiet, burst)]


@contextmanager
def held(scene: Scene) -> Iterator[None]:
    """The worker stands still meanwhile."""
    worker = int((scene.data_dir / "run" / "worker.pid").read_text())
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def _queued(scene: Scene, count: int) -> Burst:
    """People who have filled in everything upload at the same moment: the worker is held while they do."""
    pid_file = scene.data_dir / "run" / "worker.pid"
    setting, picture = Setting.of(current_round(clock.now()).cycle), _pictures(scene)
    day = loading.first_day(setting.cycle)
    endless = (SimulatedApplicant(person(SEED, index, on=day), SEED, setting, picture) for index in itertools.count())
    people: list[SimulatedApplicant] = []
    for applicant in itertools.islice(endless, math.ceil(count / LEAST_EACH)):
        applicant.register(clock.now())
        applicant.fill(clock.now())
        people.append(applicant)
    queued = 0
    with held(scene):
        for applicant in people:
            queued += len(applicant.upload(clock.now())) if queued < count else 0
    return Burst(queued, list(itertools.islice(endless, NEWCOMERS)), pid_file)


def _pictures(scene: Scene) -> Callable[[str, PersonFacts, int], bytes]:
    """Every third portrait was taken before a grey wall: it has to be repaired."""
    grey = portrait_jpeg(3, background=231)

    def picture(kind: str, facts: PersonFacts, row: int) -> bytes:
        if kind == "portrait" and facts.index % 3 == 0:
            return marked(grey, facts.index)
        return scene.pool.file(kind)[1]

    return picture


def _waiting() -> int:
    return Document.objects.filter(state=Document.State.RECEIVED).count()


def _verdicts(burst: Burst, took: float, since: datetime) -> Table:
    table = Table(f"{burst.documents} uploads queued at once", ("what", *SPREAD))
    judged = Document.objects.exclude(checked_at=None).filter(made_from=None, checked_at__gte=since)
    sent = Delivery.objects.filter(created_at__gte=since, state=Delivery.State.SENT)
    for words, rows, column in (
        ("from upload to verdict (ms)", judged, "uploaded_at"),
        ("an SMS meanwhile, from asked to sent (ms)", sent, "created_at"),
    ):
        end = "checked_at" if column == "uploaded_at" else "sent_at"
        waits = [(after - first).total_seconds() for first, after in rows.values_list(column, end)]
        table.add(words, *spread_cells(Spread.of(waits)))
    left = _waiting()
    table.faults = left
    states = Document.objects.filter(uploaded_at__gte=since - GATHERED).values_list("state").annotate(Count("pk"))
    table.notes += [
        f"{took:.0f} s until the last verdict, {burst.documents / took:.1f} a second",
        f"the worker was killed {burst.killed} times meanwhile",
        "verdicts: " + " · ".join(f"{state} {number}" for state, number in states) + f"; without one: {left}",
    ]
    return table


def _latencies(before: list[float], quiet: Samples, burst: Burst) -> Table:
    table = Table(f"Pages meanwhile, {RATE:.0f} requests/s (ms)", ("pages", *SPREAD))
    table.add("before", *spread_cells(Spread.of(before)))
    table.add("while uploads wait", *spread_cells(Spread.of(burst.waited)))
    table.add(f"in the {STARTING:.0f} s after a kill", *spread_cells(Spread.of(burst.waited_after_kill)))
    for samples in (quiet, burst.samples):
        table.faults += sum(samples.errors.values())
        table.notes += [f"errors: {words} × {count}" for words, count in samples.errors.items()]
    return table
