"""Step (b): which places. Fill shortage tier 1 as much as possible, then tier 2, ..., with exactly the people kept.

The sets of seats that the kept people can fill are the bases of a matroid, so moving one seat at a time from a worse
tier to a better one, as long as that is possible, ends at the lexicographic best.
"""

from zhupei.pure.allocation.adjustment.people import FreeSeats
from zhupei.pure.allocation.adjustment.seating import Seating, Ways


def fill(seating: Seating, field: FreeSeats) -> None:
    """Rearranges in place."""
    worse = field.every
    for places in field.tiers.values():
        worse &= ~places
        ends = _having(seating.room, places)
        starts = sum(1 << place for place, here in enumerate(seating.sitting) if here and worse >> place & 1)
        ways = Ways(seating, ends, field.every)
        while starts and (way := ways.move(starts)) is not None:
            start, end = way[0], way[-1]
            seating.room[start] += 1
            seating.room[end] -= 1
            if not seating.room[end]:
                ways.close(end)
            if not seating.sitting[start]:
                starts ^= 1 << start


def _having(room: list[int], places: int) -> int:
    """The places of the set with room."""
    return sum(1 << place for place, free in enumerate(room) if free and places >> place & 1)
