"""Step (a): who gets a place. By priority, everybody who can still be seated together with those kept so far.

The people who can be seated together form a matroid (transversal), so this greedy choice places a maximum number, and
leaves out a higher score only if no rearrangement whatever admits him.
"""

from collections.abc import Sequence

from zhupei.pure.allocation.adjustment.people import Adjuster, FreeSeats
from zhupei.pure.allocation.adjustment.seating import Seating, Ways


def kept(adjusters: Sequence[Adjuster], field: FreeSeats) -> tuple[list[Adjuster], Seating]:
    """Those kept, in the same order, and one way to seat them all. `adjusters` by priority.

    Any seating would do; in this one most people sit already where (b) and (c) will have them.
    """
    seating = Seating(field.room)
    ways = Ways(seating, field.every, field.every)
    found = []
    for each in adjusters:
        free = each.places & ways.at[0]
        way = [each.best(_best_tier(free, field))] if free else ways.move(each.places)
        if way is None:
            continue
        seating.enter(each.places, way[0])
        end = way[-1]
        seating.room[end] -= 1
        if not seating.room[end]:
            ways.close(end)
        found.append(each)
    return found, seating


def _best_tier(places: int, field: FreeSeats) -> int:
    """Those of the set that are of the best tier in it."""
    return next(found for tier in field.tiers.values() if (found := places & tier))
