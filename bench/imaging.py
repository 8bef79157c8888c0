"""What measuring, mending and reading pictures costs: `python -m bench.imaging PART COUNT`.

A process of its own for each part, one core, so that its peak of memory is that of the part; pictures are drawn in
another. Prints one JSON object: `seconds` of processor time of each picture after a first one, `megabytes` at the peak,
`faults`. People are invented.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date

from zhupei.pure.identity.documents import Sex
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.scans.document_check import DocumentLimits, compare
from zhupei.world import drawn
from zhupei.world.fiction.people import RESIDENT_ID, PersonFacts, person

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


def readable(index: int) -> bool:
    return index % UNREADABLE_EVERY != UNREADABLE_EVERY - 1


def photograph(index: int) -> bytes:
    """Card `index` on a table."""
    from zhupei.world.drawn.photographed import Shot, photographed

    return photographed(card(holder(index), index), Shot.of(index, readable=readable(index)), index)


def read_trial(index: int, picture: bytes) -> Trial:
    """Read the photograph of card `index`; compare with the account of its holder."""
    from zhupei.pure.scans.document_check.checking import check_document

    start = time.process_time()
    read = check_document(picture, "id-front", DocumentLimits(), today=ON).read
    seconds = time.process_time() - start
    assert read is not None
    facts = holder(index)
    match = compare(read, number=facts.document_number, name=facts.name)
    return Trial(readable(index), match.number == "same", match.number == "different", seconds)


def grey_portrait(index: int) -> bytes:
    """A portrait of a telephone's size on a wall that is not white."""
    return drawn.portrait_jpeg(index, width=1240, height=1650, background=GROUNDS[index % 4], size_kb=(300, 4000))


def _verify(pictures: Iterable[bytes]) -> tuple[list[float], int]:
    from zhupei.pure.portrait.verify import verify

    return _timed(pictures, lambda data: verify(data, PortraitLimits()).verdict == "pass")


def _repair(pictures: Iterable[bytes]) -> tuple[list[float], int]:
    from zhupei.pure.portrait.repair import repair

    return _timed(pictures, lambda data: repair(data, PortraitLimits()).content is not None)


def _timed(pictures: Iterable[bytes], passes: Callable[[bytes], bool]) -> tuple[list[float], int]:
    """Seconds of each, and how many did not pass."""
    seconds, faults = [], 0
    for data in pictures:
        start = time.process_time()
        faults += not passes(data)
        seconds.append(time.process_time() - start)
    return seconds, faults


def _cards(pictures: Iterable[bytes]) -> tuple[list[float], int]:
    """Faults are wrong numbers, and readable cards beyond one in a hundred that were not read."""
    trials = [read_trial(index, picture) for index, picture in enumerate(pictures)]
    missed = sum(trial.readable and not trial.right for trial in trials)
    allowed = sum(trial.readable for trial in trials) // 100
    return [trial.seconds for trial in trials], sum(trial.wrong for trial in trials) + max(0, missed - allowed)


PARTS = {"verify": (drawn.portrait_variant, _verify), "repair": (grey_portrait, _repair), "cards": (photograph, _cards)}


def main(part: str, count: int) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    draw, measure = PARTS[part]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as artist:
        seconds, faults = measure(artist.submit(draw, index).result() for index in range(count + 1))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    print(json.dumps({"seconds": seconds[1:], "megabytes": megabytes, "faults": faults}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
