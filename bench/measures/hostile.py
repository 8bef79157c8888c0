"""What honest visitors notice while others attack: silent, slow, idle and greedy connections, all at once."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import load, siege
from bench.browser import Browser
from bench.report import SPREAD, Table, spread_cells
from bench.samples import Samples, Spread
from bench.scene import Scene

RATE = 10.0
WIDTH = 16
QUIET = 10.0
OPENING = 20.0
GATHERING = 5.0  # seconds until all attackers are there
WANTED = 1000.0  # ms, p95
PAGES = ("/", "/plan/", "/login/", "/")


def besieged(scene: Scene, seconds: float) -> Iterator[Table]:
    """Honest visitors before, during `seconds` of and after the attack; then many browsers opening, in both."""
    table = Table(f"Honest visitors, {RATE:.0f} pages/s, under attack (ms, from when they were due)", ("when", *SPREAD))
    _visits(scene, table, "before", QUIET)
    with _siege("attack", scene.port, GATHERING + seconds) as attack:
        time.sleep(GATHERING)
        _visits(scene, table, "meanwhile", seconds, wanted=WANTED)
    _visits(scene, table, "afterwards", QUIET, wanted=WANTED)
    most, opened = attack["most"], attack["opened"]
    held = (f"{each.__name__} {most.get(each.__name__, 0)} of {count}" for each, count in siege.ATTACKS)
    table.notes.append("held at once at most: " + " · ".join(held))
    table.notes.append("connections made in all: " + str(sum(opened.values())))
    yield table
    yield _opening(scene)


def _opening(scene: Scene) -> Table:
    words = f"{siege.BROWSERS} browsers of {siege.EACH} connections each opening in {OPENING:.0f} s (ms)"
    table = Table(words, ("when", *SPREAD))
    for when, hostile in (("in peace", False), ("under the same attack", True)):
        if hostile:
            with _siege("attack", scene.port, GATHERING + OPENING + 5):
                time.sleep(GATHERING)
                found = _browsers(scene)
        else:
            found = _browsers(scene)
        spread = Spread.of(found["taken"])
        table.add(when, *spread_cells(spread))
        _judge(table, spread, dict(found["faults"]))
        table.notes.append(f"{when}: {found['connections']} connections kept open")
    return table


def _browsers(scene: Scene) -> dict[str, Any]:
    with _siege("browsers", scene.port, OPENING) as found:
        pass
    return found


def _visits(scene: Scene, table: Table, when: str, seconds: float, wanted: float | None = None) -> None:
    """Pages asked for at a steady rate, each over a connection of its own as a newcomer would."""
    samples = Samples()

    def asker(place: int) -> Any:
        pages = iter(PAGES * int(RATE * seconds))

        def ask() -> None:
            browser = Browser(scene.port, f"10.253.{place}.1", samples.observe)
            try:
                browser.get(next(pages), "page")
            finally:
                browser.close()

        return ask

    waited = load.arriving(RATE, seconds, [asker(place) for place in range(WIDTH)], WIDTH, samples)
    spread = Spread.of(waited)
    table.add(when, *spread_cells(spread))
    if wanted is not None:
        _judge(table, spread, dict(samples.errors))


def _judge(table: Table, spread: Spread, errors: dict[str, int]) -> None:
    table.faults += sum(errors.values()) + (spread.p95 > WANTED or not spread.count)
    table.notes += [f"errors: {words} × {count}" for words, count in errors.items()]


@contextmanager
def _siege(role: str, port: int, seconds: float) -> Iterator[dict[str, Any]]:
    """The process of `siege`; yields what it found, which is there after the block."""
    command = [sys.executable, "-m", siege.__name__, role, str(port), str(seconds)]
    found: dict[str, Any] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own
        try:
            yield found
            found.update(json.loads(process.communicate(timeout=seconds + 120)[0]))
        finally:
            process.kill()
