"""Latencies of the main pages: one after the other, and mixed at a steady rate."""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from bench import load
from bench.browser import Browser, Failed
from bench.report import SPREAD, Table, shares, spread_cells
from bench.samples import Samples, Spread
from bench.scene import Scene
from bench.usage import Meter
from bench.wire import Traffic

WARM_UP = 8
WIDTH = 16

# name, address, share in the mix
Entry = tuple[str, str, int]
Visits = Sequence[tuple[Browser, Sequence[Entry]]]


def sequential(visits: Visits, traffic: Sequence[Sequence[Traffic]], times: int) -> Table:
    """Every page `times` in a row by one browser: how long it takes when nobody else asks. `traffic` of each page."""
    table = Table("Pages, one after the other (ms)", ("page", "queries", *SPREAD, "KB"))
    for (browser, entries), counts in zip(visits, traffic, strict=True):
        for (name, path, _), asked in zip(entries, counts, strict=True):
            samples = Samples()
            browser.observe = Samples().observe
            for number in range(WARM_UP + times):
                if number == WARM_UP:
                    browser.observe = samples.observe
                _get(browser, path, name)
            table.add(name, asked.statements, *spread_cells(samples.spread()), len(browser.page.body) / 1024)
            _note_errors(table, samples)
    return table


def steady(scene: Scene, visits: Visits, rate: float, seconds: float) -> Table:
    """The same pages, mixed, at `rate` requests a second whether or not the server keeps up."""
    samples = Samples()
    meter = Meter(scene.roots)
    began = time.perf_counter()
    waited = load.arriving(rate, seconds, askers(scene, visits, samples), WIDTH, samples)
    took, used = time.perf_counter() - began, meter.stop()
    table = Table(f"The same pages, mixed, {rate:.0f} requests/s (ms)", ("page", *SPREAD))
    table.add("all, from when they were due", *spread_cells(Spread.of(waited)))
    for kind, spread in samples.by_kind().items():
        table.add(kind, *spread_cells(spread))
    table.notes.append(f"{samples.requests / took:.0f} requests/s answered")
    table.notes.append(f"processor shares: {shares(used, took, os.cpu_count() or 1)}")
    _note_errors(table, samples)
    return table


def askers(scene: Scene, visits: Visits, samples: Samples, width: int = WIDTH) -> list[Callable[[], None]]:
    """For `load`: threads that ask for the pages by their shares, each with connections of its own."""
    return [_asker(scene, visits, place, samples) for place in range(width)]


def _asker(scene: Scene, visits: Visits, place: int, samples: Samples) -> Callable[[], None]:
    """A thread's own browsers, with the cookies of the given ones; draws pages by their shares."""
    draw = Random(place)  # noqa: S311  which page comes next
    links: list[Callable[[], None]] = []
    weights: list[int] = []
    for given, entries in visits:
        browser = scene.browser(f"10.255.{place}.1", samples.observe, given.port)
        browser.cookies = dict(given.cookies)
        links += [partial(_get, browser, path, name) for name, path, _ in entries]
        weights += [weight for _, _, weight in entries]
    return lambda: draw.choices(links, weights)[0]()


def _get(browser: Browser, path: str, name: str) -> None:
    page = browser.get(path, name)
    if page.status != 200 or page.path != path:
        raise Failed(f"{name}: {page.status} at {page.path.split('?')[0]}")


def _note_errors(table: Table, samples: Samples) -> None:
    table.faults += sum(samples.errors.values())
    table.notes += [f"errors: {words} × {count}" for words, count in samples.errors.items()]
