"""How much of what could be tried for ever is tried: little in `make test`, all of it in `make test-long`."""

import os
import time
from collections.abc import Iterator

from hypothesis import HealthCheck, settings

LONG = os.environ.get("ZHUPEI_EFFORT") == "long"
TURNS, FEWEST = 20, 6
PATIENCE = 3.0  # seconds


def turns() -> Iterator[int]:
    """0, 1, 2, … for the repeats of a race: twenty, or on a busy machine as many as fit into `PATIENCE`, at least six.

    The long run always makes all twenty.
    """
    began = time.monotonic()
    for turn in range(TURNS):
        if not LONG and turn >= FEWEST and time.monotonic() - began > PATIENCE:
            return
        yield turn


def tried(examples: int) -> settings:
    """Hypothesis settings for a property: `examples` in the long run, a tenth (at least 50) in the usual one."""
    return settings(
        max_examples=examples if LONG else min(examples, max(50, examples // 10)),
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
