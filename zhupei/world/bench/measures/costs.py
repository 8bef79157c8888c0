"""What a page costs: processor time of the web and of PostgreSQL for one request, beside a bare Django page and, where
one is given, beside the web of another checkout.

All are asked in turn, request by request, so that a noisy minute hits them alike.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from zhupei.world.bench.browser import Browser, Failed, Page
from zhupei.world.bench.report import Table
from zhupei.world.bench.samples import percentile
from zhupei.world.bench.scene import Scene, Server
from zhupei.world.bench.usage import Trees
from zhupei.world.bench.wire import Traffic, watched
from zhupei.world.bench.within import Within

WARM_UP = 6
REST = 0.004  # seconds for what the server does after it has answered
LOW, MIDDLE = 0.1, 0.5
BARE, HERE, THERE = "bare", "here", "there"
COLUMNS = ("page", "statements", "trips", "KB", "web p10", "p50", "× bare", "PostgreSQL p50")
BESIDE = ("there: web p10", "p50", "PostgreSQL p50", "÷ p10", "÷ p50")

# Does what need not be measured (opens the page with the form), and returns what is asked then.
Prepare = Callable[[Browser], Callable[[], Page]]


@dataclass(frozen=True)
class Errand:
    """One thing that visitors do, each with his own preparation; `once`: nobody can do it twice."""

    name: str
    steps: Sequence[tuple[Browser, Prepare]]
    status: int = 200
    once: bool = False


@dataclass
class Costs:
    """Milliseconds of processor time, one entry for each request; `size` in bytes."""

    web: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    size: int = 0

    def of(self, share: float, part: str = "web") -> float:
        return percentile(sorted(getattr(self, part)), share)


def looking(browser: Browser, name: str, path: str, times: int) -> Errand:
    return Errand(name, [(browser, lambda own: partial(own.get, path, name))] * (WARM_UP + times))


def table(scene: Scene, errands: Sequence[Errand]) -> Table:
    """One row for each errand; the ratio is that of the medians, and above 1 where the other checkout costs more."""
    beside = THERE in scene.servers
    found = Table("What a page costs (ms of processor time)", COLUMNS + (BESIDE if beside else ()))
    for errand in errands:
        traffic = _traffic(errand)
        costs = _measured(scene, errand)
        here, bare = costs[HERE], costs[BARE]
        low, middle = here.of(LOW), here.of(MIDDLE)
        cells: list[object] = [errand.name, traffic.statements, traffic.trips, here.size / 1024]
        cells += [low, middle, middle / bare.of(MIDDLE), here.of(MIDDLE, "postgres")]
        if beside:
            there = costs[THERE]
            cells += [there.of(LOW), there.of(MIDDLE), there.of(MIDDLE, "postgres")]
            cells += [there.of(LOW) / low, there.of(MIDDLE) / middle]
        found.add(*cells)
        found.notes = [f"n: {len(here.web)} requests of the last page", _bare_words(bare)]
    return found


def _bare_words(bare: Costs) -> str:
    web = f"web p10 {bare.of(LOW):.2f}, p50 {bare.of(MIDDLE):.2f}"
    return f"bare Django (four raw queries, ten rows) beside it: {web}, PostgreSQL {bare.of(MIDDLE, 'postgres'):.2f}"


def _traffic(errand: Errand) -> Traffic:
    """In this process, at the second visit where there can be one."""
    given, prepare = errand.steps[0]
    browser = Within(given)
    for _ in range(1 if errand.once else 2):
        ask = prepare(browser)
        with watched() as traffic:
            page = ask()
        _expect(errand, page)
    return traffic


def _measured(scene: Scene, errand: Errand) -> dict[str, Costs]:
    """By server. What can be done only once is shared out among the checkouts."""
    ours = [name for name in scene.servers if name != BARE]
    found = {name: Costs() for name in scene.servers}
    warm = 0 if errand.once else WARM_UP
    for number, (given, prepare) in enumerate(errand.steps[1:] if errand.once else errand.steps):
        for name in [ours[number % len(ours)]] if errand.once else ours:
            server = scene.servers[name]
            costs = found[name] if number >= warm else Costs()
            _ask(server, scene.roots["postgres"], errand, prepare(server.browser(given)), costs)
        bare = scene.servers[BARE]
        page = partial(bare.browser(given).get, "/", BARE)
        _ask(bare, scene.roots["postgres"], Errand(BARE, ()), page, found[BARE] if number >= warm else Costs())
    return found


def _ask(server: Server, postgres: int, errand: Errand, ask: Callable[[], Page], costs: Costs) -> None:
    trees = Trees({"web": server.root, "postgres": postgres})
    before = trees.read()
    page = ask()
    time.sleep(REST)
    after = trees.read()
    _expect(errand, page)
    costs.web.append((after["web"] - before["web"]) / 1e6)
    costs.postgres.append((after["postgres"] - before["postgres"]) / 1e6)
    costs.size = len(page.body)


def _expect(errand: Errand, page: Page) -> None:
    if page.status != errand.status:
        raise Failed(f"{errand.name}: {page.status} at {page.path.split('?')[0]}, expected {errand.status}")
