"""Processor time and memory of process trees, from /proc."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
PROCESS_CLOCK = 2
_STATE_END = ") "


def stat(pid: int) -> tuple[int, float] | None:
    """(parent, seconds of user and system time, with those of children that have ended), or None when it is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(_STATE_END) + len(_STATE_END) :].split()
    return int(fields[1]), sum(int(value) for value in fields[11:15]) / TICKS


def children() -> dict[int, list[int]]:
    """Every process's children."""
    found: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (known := stat(int(entry.name))) is not None:
            found.setdefault(known[0], []).append(int(entry.name))
    return found


def tree(root: int, family: Mapping[int, list[int]]) -> list[int]:
    """The process and everything below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += family.get(pid, [])
    return found


def seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """Name → processor seconds used so far by the tree below each root process."""
    family = children()
    return {
        name: sum(known[1] for pid in tree(root, family) if (known := stat(pid)) is not None)
        for name, root in roots.items()
    }


def nanoseconds(pid: int) -> int:
    """Processor time of a process with all its threads, those that have ended included; 0 when it is gone.

    `/proc/PID/schedstat` knows the first thread only and `stat` counts in hundredths of a second; the clock of a
    process has a number made of its id (`clock_getcpuclockid(3)`).
    """
    try:
        return time.clock_gettime_ns(~pid << 3 | PROCESS_CLOCK)
    except OSError:
        return 0


class Trees:
    """Processor nanoseconds of the processes that stand below each root now; for differences between two readings."""

    def __init__(self, roots: Mapping[str, int]) -> None:
        family = children()
        self.pids = {name: tree(root, family) for name, root in roots.items()}

    def read(self) -> dict[str, int]:
        return {name: sum(map(nanoseconds, pids)) for name, pids in self.pids.items()}


def machine_seconds() -> tuple[float, float]:
    """(busy, all) processor seconds of the whole machine since it started."""
    fields = [int(value) / TICKS for value in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def memory(pid: int) -> tuple[float, float, float]:
    """(proportional share, resident, largest resident so far) in MB; zeros when the process is gone."""
    share = _kilobytes(pid, "smaps_rollup", "Pss:")
    return share / 1024, _kilobytes(pid, "status", "VmRSS:") / 1024, _kilobytes(pid, "status", "VmHWM:") / 1024


def _kilobytes(pid: int, file: str, name: str) -> int:
    try:
        lines = (PROC / str(pid) / file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


class Meter:
    """Processor seconds between its start and `stop()`, by name; "generator" is this process without its children,
    "others" the rest of the machine.
    """

    def __init__(self, roots: Mapping[str, int]) -> None:
        self.roots = dict(roots)
        self._began = seconds(self.roots)
        self._own = time.process_time()
        self._busy = machine_seconds()[0]

    def stop(self) -> dict[str, float]:
        now, busy = seconds(self.roots), machine_seconds()[0]
        used = {name: now[name] - self._began[name] for name in self.roots}
        used["generator"] = time.process_time() - self._own
        used["others"] = max(0.0, busy - self._busy - sum(used.values()))
        return used
