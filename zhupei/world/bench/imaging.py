"""What measuring, mending and reading pictures costs: `python -m zhupei.world.bench.imaging PART COUNT`.

A process of its own for each part, one core, so that its peak of memory is that of the part. Prints one JSON object:
`seconds` of each picture after a first one, `megabytes` at the peak, `faults`. Pictures are drawn, people invented.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhupei.pure.identity.documents import Sex
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.reference.people import RESIDENT_ID, PersonFacts, person
from zhupei.pure.scans import drawn
from zhupei.pure.scans.reading import DocumentLimits, compare

ON = date(2026, 7, 1)
WORLD = 11
GROUNDS = (231, 245, 250, 200)
# Every so many cards one that nobody can read: of those nothing is asked but that no wrong number is taken.
UNREADABLE_EVERY = 10
KILOBYTE = 1024


@dataclass(frozen=True)
class Trial:
    """One photographed card. `right`: the number on it was read; `wrong`: another number was."""

    readable: bool
    right: bool
    wrong: bool
    seconds: float


def holder(index: int) -> PersonFacts:
    """The holder of card `index`: every person of the drawn world who has an identity card."""
    facts = person(WORLD, index, on=ON)
    return facts if facts.document_type == RESIDENT_ID else holder(index + 100_000)


def card(facts: PersonFacts, index: int) -> bytes:
    """The front of his card, as drawn."""
    born = facts.birth_date
    return drawn.id_card_front(
        index,
        name=facts.name,
        sex=Sex(facts.sex).label,
        ethnicity="汉",
        birth=(born.year, born.month, born.day),
        address=facts.registered.detail,
        number=facts.document_number,
    )


def read_trial(index: int) -> Trial:
    """Photograph and read card `index`; compare with the account of its holder."""
    from zhupei.pure.scans.drawn.photographed import Shot, photographed
    from zhupei.pure.scans.reading.checking import check_document

    readable = index % UNREADABLE_EVERY != UNREADABLE_EVERY - 1
    facts = holder(index)
    picture = photographed(card(facts, index), Shot.of(index, readable=readable), index)
    start = time.perf_counter()
    read = check_document(picture, "id-front", DocumentLimits(), today=ON).read
    seconds = time.perf_counter() - start
    assert read is not None
    match = compare(read, number=facts.document_number, name=facts.name)
    return Trial(readable, match.number == "same", match.number == "different", seconds)


def _verify(count: int) -> tuple[list[float], int]:
    from zhupei.pure.portrait.verify import verify

    return _timed(count, drawn.portrait_variant, lambda data: verify(data, PortraitLimits()).verdict == "pass")


def _repair(count: int) -> tuple[list[float], int]:
    from zhupei.pure.portrait.repair import repair

    def make(index: int) -> bytes:
        return drawn.portrait_jpeg(index, width=1240, height=1650, background=GROUNDS[index % 4], size_kb=(300, 4000))

    return _timed(count, make, lambda data: repair(data, PortraitLimits()).content is not None)


def _timed(count: int, make: Callable[[int], bytes], passes: Callable[[bytes], bool]) -> tuple[list[float], int]:
    """Seconds of all but the first, and how many did not pass."""
    seconds, faults = [], 0
    for index in range(count + 1):
        data = make(index)
        start = time.perf_counter()
        faults += not passes(data)
        seconds.append(time.perf_counter() - start)
    return seconds[1:], faults


def _cards(count: int) -> tuple[list[float], int]:
    """Faults are wrong numbers, and readable cards beyond one in a hundred that were not read."""
    trials = [read_trial(index) for index in range(count)]
    missed = sum(trial.readable and not trial.right for trial in trials)
    allowed = sum(trial.readable for trial in trials) // 100
    return [trial.seconds for trial in trials[1:]], sum(trial.wrong for trial in trials) + max(0, missed - allowed)


PARTS = {"verify": _verify, "repair": _repair, "cards": _cards}


def main(part: str, count: int) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    seconds, faults = PARTS[part](count)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "faults": faults}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
