"""The mixed pages as fast as they are answered, in alternating bursts: this tree and another checkout in one minute."""

import os
import time
from dataclasses import dataclass

from bench import load
from bench.measures import pages
from bench.measures.costs import HERE, THERE
from bench.report import Table
from bench.samples import Samples
from bench.scene import Scene, Server
from bench.usage import Trees

COLUMNS = ("web", "requests", "requests/s", "web ms", "PostgreSQL ms", "requests/s alone")
ROUNDS = 6
WIDTH = 8


@dataclass
class Sums:
    """Of all bursts of one server; seconds. `generator`: this process."""

    requests: int = 0
    took: float = 0.0
    web: float = 0.0
    postgres: float = 0.0
    generator: float = 0.0

    @property
    def rate(self) -> float:
        return self.requests / self.took

    @property
    def alone(self) -> float:
        """Requests a second if web, PostgreSQL and the generator had all cores to themselves."""
        return (os.cpu_count() or 1) * self.requests / (self.web + self.postgres + self.generator)


def alternating(scene: Scene, visits: pages.Visits, seconds: float) -> Table:
    """`ROUNDS` bursts of `seconds` by eight visitors who wait for their answers, after one for warming up."""
    found = Table("The same pages, mixed, as fast as they are answered, in turn", COLUMNS)
    sums = {name: Sums() for name in (HERE, THERE) if name in scene.servers}
    samples = Samples()
    for number in range(ROUNDS + 1):
        for name, counted in sums.items():
            _burst(scene, scene.servers[name], visits, seconds, counted if number else Sums(), samples)
    for name, each in sums.items():
        web, postgres = 1000 * each.web / each.requests, 1000 * each.postgres / each.requests
        found.add(name, each.requests, each.rate, web, postgres, each.alone)
    if THERE in sums:
        here, there = sums[HERE], sums[THERE]
        times = (there.web / there.requests) / (here.web / here.requests)
        found.notes.append(f"here {here.rate / there.rate:.2f} × the requests/s of there; web time ÷ {times:.2f}")
    found.faults = sum(samples.errors.values())
    found.notes += [f"errors: {words} × {count}" for words, count in samples.errors.items()]
    return found


def _burst(scene: Scene, server: Server, visits: pages.Visits, seconds: float, sums: Sums, samples: Samples) -> None:
    own = [(server.browser(browser), entries) for browser, entries in visits]
    asks = pages.askers(scene, own, samples, WIDTH)
    requests, trees = samples.requests, Trees({"web": server.root, "postgres": scene.roots["postgres"]})
    before, generator = trees.read(), time.process_time()
    sums.took += load.busy(seconds, asks, samples)
    after = trees.read()
    sums.generator += time.process_time() - generator
    sums.web += (after["web"] - before["web"]) / 1e9
    sums.postgres += (after["postgres"] - before["postgres"]) / 1e9
    sums.requests += samples.requests - requests
