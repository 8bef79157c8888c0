"""Which bodies are too slow under the limits of production: told by their arrivals, without waiting."""

from collections.abc import Iterable

import pytest

from zhupei.console.serving.limits import KB, MB, ServingLimits
from zhupei.console.serving.pace import Pace

LIMITS = ServingLimits()


def refused_after(most: int, arrivals: Iterable[tuple[float, int]]) -> float | None:
    """Seconds until the body is found too slow; None: it was taken. `arrivals`: when so many more bytes come."""
    pace, size = Pace(LIMITS, most, 0.0), 0
    for now, more in arrivals:
        size += more
        pace.note(now, size)
        if size >= most:
            return None
        if pace.slow(now, size):
            return now
    raise AssertionError("neither taken nor refused")


@pytest.mark.parametrize("every", [0.05, 1.0, 15.0], ids=["steady", "each second", "with long pauses"])
def test_a_phone_on_a_poor_line_has_the_minutes_it_needs(every: float) -> None:
    arrivals = ((each * every, int(30 * KB * every)) for each in range(1, 10_000))

    assert refused_after(8 * MB, arrivals) is None


@pytest.mark.parametrize("every", [1.0, 10.0, 19.9])
def test_much_at_first_buys_no_hours_of_silence(every: float) -> None:
    arrivals = [(0.5, 11 * MB), *((0.5 + each * every, 1) for each in range(1, 10_000))]

    found = refused_after(12 * MB, arrivals)

    assert found is not None and found < 61


def test_just_fast_enough_is_not_taken_without_end() -> None:
    arrivals = ((float(each), 2 * KB) for each in range(1, 10_000))

    found = refused_after(12 * MB, arrivals)

    assert found == pytest.approx(60 + 12 * MB / (10 * KB), abs=2)


def test_a_form_on_the_poorest_line_is_taken() -> None:
    assert refused_after(20 * KB, ((float(each), 1 * KB + 100) for each in range(1, 100))) is None


def test_who_holds_much_and_sends_little_is_the_greatest_burden() -> None:
    hoarder, phone, newcomer = (Pace(LIMITS, 12 * MB, 0.0) for _ in range(3))
    hoarder.note(1.0, 11 * MB)
    for each in range(1, 121):
        hoarder.note(each + 1.0, 11 * MB + each * 2 * KB)
        phone.note(float(each), each * 30 * KB)
    newcomer.note(119.0, 0)

    burdens = [
        each.burden(121.0, size)
        for each, size in ((hoarder, 11 * MB + 240 * KB), (phone, 3600 * KB), (newcomer, 1 * MB))
    ]

    assert burdens == sorted(burdens, reverse=True)
    assert burdens[0] > 20 * burdens[1]
