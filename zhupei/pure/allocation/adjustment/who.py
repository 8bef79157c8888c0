"""Step (a): who gets a place. By priority, everybody who can still be seated together with those kept so far.

The people who can be seated together form a matroid (transversal), so this greedy choice places a maximum number, and
leaves out a higher score only if no rearrangement whatever admits him.
"""

from collections.abc import Sequence

from zhupei.pure.allocation.adjustment.people import Adjuster, Field
from zhupei.pure.allocation.adjustment.seating import Seating, Ways


def kept(adjusters: Sequence[Adjuster], field: Field) -> tuple[list[Adjuster], Seating]:
    """Those kept, in the same order, and one way to seat them all. `adjusters` by priority."""
    seating = Seating(field.room)
    ways = Ways(seating, field.every, field.every)
    found = []
    for each in adjusters:
        if not each.places or (way := ways.move(each.places)) is None:
            continue
        seating.enter(each.places, way[0])
        end = way[-1]
        seating.room[end] -= 1
        if not seating.room[end]:
            ways.close(end)
        found.append(each)
    return found, seating
