"""What pictures cost: each part in a process of its own, on one core, after a first picture.

Processor time, so that what else the machine does counts as little as it can.
"""

import json
import os
import subprocess
import sys

from bench.report import SPREAD, Table, spread_cells
from bench.samples import Spread

ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def costs(portraits: int, cards: int) -> Table:
    """So many portraits verified, a quarter as many repaired, so many photographed identity cards read.

    Faults: good portraits that fail, mendable ones refused, cards misread (see `bench.imaging`).
    """
    table = Table("Pictures, one core (ms of processor time)", ("part", *SPREAD, "peak MB"))
    for words, part, count in (
        ("verify a portrait", "verify", portraits),
        ("repair a portrait", "repair", max(2, portraits // 4)),
        ("check and read an ID card", "cards", cards),
    ):
        found = _measured(part, count)
        table.add(words, *spread_cells(Spread.of(found["seconds"])), found["megabytes"])
        table.faults += found["faults"]
    table.notes.append(f"{table.faults} portraits and cards without the right answer")
    return table


def _measured(part: str, count: int) -> dict:
    command = [sys.executable, "-m", "bench.imaging", part, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | ONE_CORE)  # noqa: S603
    return json.loads(done.stdout)
