"""Step (c): who goes where. By priority, each takes the place he likes best that keeps (a) and (b) possible.

Seats left free are filled with nobodies, who may go to every place of the same tier: then all seats are taken, and a
person can have place q instead of his place p exactly when a chain of moves leads from q back to p. Fixing people only
ever cuts such chains: a part that a failed search could not leave is cut off for good.
"""

from collections.abc import Sequence

from zhupei.pure.allocation.adjustment.people import Adjuster, FreeSeats
from zhupei.pure.allocation.adjustment.seating import Seating


def settled(kept: Sequence[Adjuster], seating: Seating, field: FreeSeats) -> dict[str, int]:
    """id → place. `kept` by priority, all seated; uses the seating up."""
    _seat_nobodies(seating, field)
    part = [field.every] * len(field.ids)
    found = {}
    for each in kept:
        place = _best_possible(each, seating, part)
        seating.leave(each.places, place)
        found[each.id] = place
    return found


def _seat_nobodies(seating: Seating, field: FreeSeats) -> None:
    """A nobody's class has a bit above all places, so that it is nobody else's."""
    for number, places in enumerate(field.tiers.values()):
        nobody = places | 1 << len(field.ids) + number
        for place, free in enumerate(seating.room):
            if free and places >> place & 1:
                seating.enter(nobody, place, free)


def _best_possible(person: Adjuster, seating: Seating, part: list[int]) -> int:
    """Rearranges the others, if need be, so that one of his class sits at the place returned."""
    while True:
        homes = seating.homes[person.places]
        together = part[(homes & -homes).bit_length() - 1]
        place = person.best(person.places & together)
        if homes >> place & 1:
            return place
        way, reached = chain(place, homes, together, seating)
        if not way:
            _cut(part, together, reached)
        elif seating.shift(way):
            seating.leave(person.places, way[-1])
            seating.enter(person.places, place)
            return place


def _cut(part: list[int], together: int, reached: int) -> None:
    rest = together & ~reached
    for side in (reached, rest):
        left = side
        while left:
            low = left & -left
            part[low.bit_length() - 1] = side
            left ^= low


def chain(start: int, ends: int, within: int, seating: Seating) -> tuple[list[int], int]:
    """A way from `start` to one of `ends` inside a part, or none and everything reached instead.

    Looks one step back from the ends, so that most searches are over after a few places.
    """
    onward, seen = seating.onward, 1 << start
    if direct := onward[start] & ends & within:
        return [start, (direct & -direct).bit_length() - 1], seen
    nearly = seating.next_to(ends)
    found: list[tuple[int, int]] = [(seen, -1)]  # sets of places, and the place from which they were found
    for group, _ in found:
        left = group
        while left:
            low = left & -left
            left ^= low
            place = low.bit_length() - 1
            if direct := onward[place] & ends & within:
                return _back(found, place, direct), seen
            new = onward[place] & within & ~seen
            last = new & nearly
            while last:
                step = last & -last
                last ^= step
                if direct := onward[step.bit_length() - 1] & ends & within:
                    found.append((step, place))
                    return _back(found, step.bit_length() - 1, direct), seen
            if new:
                seen |= new
                found.append((new, place))
    return [], seen


def _back(found: list[tuple[int, int]], place: int, ends: int) -> list[int]:
    """The way that led to `place`, and from there to an end."""
    way = [(ends & -ends).bit_length() - 1, place]
    for group, origin in reversed(found):
        if group >> way[-1] & 1 and origin >= 0:
            way.append(origin)
    return way[::-1]
