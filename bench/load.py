"""Many at once: people who wait for their answers (closed), and requests that come when they come (open)."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bench.samples import Samples

T = TypeVar("T")


def together(people: Sequence[T], width: int, act: Callable[[T], None], samples: Samples) -> float:
    """Let `width` threads work through `people`; returns the seconds it took. A failure is noted, the rest goes on."""
    waiting = iter(people)
    lock = threading.Lock()

    def worker() -> None:
        while True:
            with lock:
                person = next(waiting, None)
            if person is None:
                return
            try:
                act(person)
            except Exception as error:  # whatever stops one person is a finding, not the end of the measurement
                samples.fault(f"{type(error).__name__}: {error}")

    started = time.perf_counter()
    threads = [threading.Thread(target=worker, daemon=True) for _ in range(min(width, len(people)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def busy(seconds: float, ask: Sequence[Callable[[], None]], samples: Samples) -> float:
    """Let as many threads as there are in `ask` call their own again and again; returns the seconds it took."""
    began = time.perf_counter()

    def asking(each: Callable[[], None]) -> None:
        while time.perf_counter() - began < seconds:
            each()

    together(ask, len(ask), asking, samples)
    return time.perf_counter() - began


def arriving(
    rate: float, seconds: float, ask: Sequence[Callable[[], None]], width: int, samples: Samples
) -> list[float]:
    """Start a request every 1/`rate` seconds, whether or not earlier ones have been answered.

    `ask[k]` is called by one thread at a time (thread k of `width`); returns the seconds from when each request was
    due to its answer, so that a stall of the server counts for all who would have come meanwhile.
    """
    total = int(rate * seconds)
    numbers, lock = itertools.count(), threading.Lock()
    taken: list[float] = []
    began = time.perf_counter() + 0.05

    def worker(place: int) -> None:
        while True:
            with lock:
                number = next(numbers)
            if number >= total:
                return
            due = began + number / rate
            if (pause := due - time.perf_counter()) > 0:
                time.sleep(pause)
            try:
                ask[place]()
            except Exception as error:  # as above
                samples.fault(f"{type(error).__name__}: {error}")
            taken.append(time.perf_counter() - due)

    threads = [threading.Thread(target=worker, args=[place], daemon=True) for place in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken
