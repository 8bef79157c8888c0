"""The other objective: by priority, each takes the free place he likes best; nobody is asked to make room."""

from collections.abc import Sequence

from zhupei.pure.allocation.adjustment.people import Adjuster, FreeSeats


def served(adjusters: Sequence[Adjuster], field: FreeSeats) -> dict[str, int]:
    """id → place. `adjusters` by priority."""
    room, open_ = list(field.room), field.every
    found = {}
    for each in adjusters:
        if among := each.places & open_:
            place = found[each.id] = each.best(among)
            room[place] -= 1
            if not room[place]:
                open_ ^= 1 << place
    return found
