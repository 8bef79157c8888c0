"""What a page costs: processor time of the web and of PostgreSQL for one request, beside a bare Django page and, where
one is given, beside the web of another checkout.

All are asked in turn, a few requests each, so that a noisy minute hits them alike; the first of each few is left out,
because it pays for what the others have driven out of the processor's memory.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bench.browser import Browser, Failed, Page
from bench.report import Table
from bench.samples import percentile
from bench.scene import Scene, Server
from bench.usage import Trees
from bench.wire import Traffic, watched
from bench.within import Within

TURN = 5  # requests of one server before it is the next one's turn
LOW, MIDDLE = 0.1, 0.5
BARE, HERE, THERE = "bare", "here", "there"
COLUMNS = ("page", "statements", "trips", "n", "KB", "web p10", "p50", "× bare", "PostgreSQL p50")
BESIDE = ("there: web p10", "p50", "PostgreSQL p50", "÷ p10", "÷ p50")

# Does what need not be measured (opens the page with the form), and returns what is asked then.
Prepare = Callable[[Browser], Callable[[], Page]]


@dataclass(frozen=True)
class Errand:
    """What a visitor does `times` times on each server. `others`: what he did nobody can do twice, so each of them does
    it once, here or there.
    """

    name: str
    browser: Browser
    prepare: Prepare
    times: int = 0
    status: int = 200
    others: Sequence["Errand"] = ()


@dataclass
class Costs:
    """Milliseconds of processor time, one entry for each request; `size` in bytes."""

    web: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    size: int = 0

    def of(self, share: float, part: str = "web") -> float:
        return percentile(sorted(getattr(self, part)), share)


def looking(browser: Browser, name: str, path: str, times: int) -> Errand:
    return Errand(name, browser, lambda own: partial(own.get, path, name), times)


def table(scene: Scene, errands: Iterable[Errand]) -> Table:
    """One row for each errand; a ratio above 1 says that the other checkout, or the page beside the bare one, costs
    more.
    """
    found = Table("What a page costs (ms of processor time)", COLUMNS + (BESIDE if THERE in scene.servers else ()))
    bare = Costs()
    for errand in errands:
        traffic, costs = _traffic(errand), _measured(scene, errand)
        found.add(errand.name, traffic.statements, traffic.trips, len(costs[HERE].web), *_cells(costs))
        bare.web += costs[BARE].web
        bare.postgres += costs[BARE].postgres
    web = f"web p10 {bare.of(LOW):.2f}, p50 {bare.of(MIDDLE):.2f}"
    found.notes.append(f"bare Django (four raw queries, ten rows): {web}, PostgreSQL {bare.of(MIDDLE, 'postgres'):.2f}")
    return found


def _cells(costs: Mapping[str, Costs]) -> Iterator[object]:
    here = costs[HERE]
    low, middle = here.of(LOW), here.of(MIDDLE)
    yield from (here.size / 1024, low, middle, middle / costs[BARE].of(MIDDLE), here.of(MIDDLE, "postgres"))
    if there := costs.get(THERE):
        yield from (there.of(LOW), there.of(MIDDLE), there.of(MIDDLE, "postgres"))
        yield from (there.of(LOW) / low, there.of(MIDDLE) / middle)


def _traffic(errand: Errand) -> Traffic:
    """In this process, at the second visit where there can be one."""
    browser = Within(errand.browser)
    for _ in range(2 if errand.times else 1):
        ask = errand.prepare(browser)
        with watched() as traffic:
            page = ask()
        _expect(errand, page)
    return traffic


def _measured(scene: Scene, errand: Errand) -> dict[str, Costs]:
    """By server."""
    found = {name: Costs() for name in scene.servers}
    ours = [name for name in scene.servers if name != BARE]
    bare = looking(errand.browser, BARE, "/", TURN)
    for turn in range(1 + math.ceil(errand.times / (TURN - 1))):
        for name in ours if errand.times else ():
            _turn(scene, name, errand, found[name] if turn else Costs())
        _turn(scene, BARE, bare, found[BARE])
    for number, other in enumerate(errand.others):
        name = ours[number % len(ours)]
        _ask(scene.servers[name], _trees(scene, name), other, found[name] if number >= len(ours) else Costs())
    return found


def _turn(scene: Scene, name: str, errand: Errand, costs: Costs) -> None:
    trees = _trees(scene, name)
    for number in range(TURN):
        _ask(scene.servers[name], trees, errand, costs if number else Costs())


def _trees(scene: Scene, name: str) -> Trees:
    """To look through all processes takes longer than a request: not between two of them."""
    return Trees({"web": scene.servers[name].root, "postgres": scene.roots["postgres"]})


def _ask(server: Server, trees: Trees, errand: Errand, costs: Costs) -> None:
    ask = errand.prepare(server.browser(errand.browser))
    before = trees.read()
    page = ask()
    after = trees.read()
    _expect(errand, page)
    costs.web.append((after["web"] - before["web"]) / 1e6)
    costs.postgres.append((after["postgres"] - before["postgres"]) / 1e6)
    costs.size = len(page.body)


def _expect(errand: Errand, page: Page) -> None:
    if page.status != errand.status:
        raise Failed(f"{errand.name}: {page.status} at {page.path.split('?')[0]}, expected {errand.status}")
