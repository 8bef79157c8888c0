"""Many requests at once whose stamps are older and newer than each other."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from tests.accounts.test_races import refusals
from tests.races import together

MANY = 100
stamp = threading.local()


def stamps(noon: datetime) -> list[datetime]:
    """Within three seconds and in no order, as of requests that overtake each other."""
    made = [noon + timedelta(milliseconds=30 * n) for n in range(MANY)]
    Random(7).shuffle(made)
    return made


def at_once(noon: datetime, function: Callable[[int, datetime], object], n: int = MANY) -> list[str]:
    """The refusals of `n` calls, each with a stamp of its own."""
    moments = stamps(noon)

    def run(i: int) -> object:
        stamp.at = moments[i]
        return function(i, moments[i])

    return refusals(together(n, run))
