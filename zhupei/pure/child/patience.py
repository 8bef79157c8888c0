"""How long a file may keep the child busy: processor time, so that a busy machine costs nobody his upload, and a longer
time on the clock for a child that hangs.
"""

from __future__ import annotations

import os
import select
import time
from dataclasses import dataclass, field

TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_PAUSE = 0.1
_STATE_END = ") "


class Timeout(Exception):
    """The child did not answer in time."""


@dataclass
class Patience:
    """With the process `pid`, from now on: `processor` seconds of its own time, `clock` seconds in all."""

    pid: int
    processor: float
    clock: float
    _spent: float = field(init=False)
    _began: float = field(init=False)
    _first: float = field(init=False)
    _most: float = field(init=False, default=float("inf"))

    def __post_init__(self) -> None:
        self._spent, self._began = _processor_seconds(self.pid), time.monotonic()
        self._first = self._spent

    def renew(self, *, most: float) -> None:
        """It has done a part of its work: as long again for the next, `most` processor seconds since the start."""
        self._spent, self._most, self._began = _processor_seconds(self.pid), most, time.monotonic()

    def wait(self, descriptor: int, event: int) -> None:
        """Until the pipe is ready. Raises `Timeout`."""
        poll = select.poll()
        poll.register(descriptor, event)
        pause = min(LONGEST_PAUSE, self.processor)
        while not poll.poll(pause * 1000):
            spent = _processor_seconds(self.pid)
            late = spent - self._spent > self.processor or spent - self._first > self._most
            if late or time.monotonic() - self._began > self.clock:
                raise Timeout


def _processor_seconds(pid: int) -> float:
    """0 when it is gone: its pipe says so."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            text = file.read()
    except OSError:
        return 0.0
    user, system = text[text.rindex(_STATE_END) + len(_STATE_END) :].split()[11:13]
    return (int(user) + int(system)) / TICKS
