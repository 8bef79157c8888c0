"""Why a person did not get, by adjustment, what he would have liked better."""

from collections.abc import Mapping
from typing import NamedTuple

from zhupei.pure.allocation.adjustment import running
from zhupei.pure.allocation.adjustment.people import Adjuster, FreeSeats
from zhupei.pure.allocation.adjustment.running import Adjusted, People, Programmes, Room
from zhupei.pure.allocation.adjustment.seating import Seating
from zhupei.pure.allocation.adjustment.where import chain
from zhupei.pure.allocation.problem import BASE_FIRST, SCORE_FIRST, AllocationPolicy, own_base

NO_SEAT_LEFT, BELOW_LINE = "NO_SEAT_LEFT", "BELOW_LINE"
HELD_BY_HIGHER = "HELD_BY_HIGHER"
SHORTAGE_FIRST = "SHORTAGE_FIRST"
OTHERS_WOULD_LOSE = "OTHERS_WOULD_LOSE"


class Closed(NamedTuple):
    """`why`: no seat was left for this run; below its line; all its seats of this run are held by people with higher
    keys; a shortage place would have stayed empty; somebody would have been left without any place."""

    programme: str
    why: str


def closed(
    policy: AllocationPolicy,
    programmes: Programmes,
    room: Room,
    people: People,
    adjusted: Mapping[str, Adjusted],
    person: str,
) -> list[Closed]:
    """The programmes he may be adjusted to and likes better than what he got, best first. `people` by priority, he
    among them."""
    turn = next(at for at, (applicant, _) in enumerate(people) if applicant.id == person)
    applicant, key = people[turn]
    by = adjusted[person].by if person in adjusted else _last_run(policy)
    among = list(programmes.values())
    if by == running.BY_BASE:
        base = own_base(applicant, programmes)
        among = [each for each in among if each.base == base]
    if by == running.BY_PROVINCE:
        taken = [each.programme for each in adjusted.values() if each.by == running.BY_BASE]
        room = {name: seats - taken.count(name) for name, seats in room.items()}
    here, adjusters = running.on_field(among, programmes, room, people[turn:])
    eligible = [each for each in among if applicant.eligible is None or each.id in applicant.eligible]
    shut = [
        Closed(each.id, BELOW_LINE if key[0] < each.line else NO_SEAT_LEFT)
        for each in sorted(eligible, key=lambda each: each.id)
        if key[0] < each.line or not room[each.id]
    ]
    number = {name: place for place, name in enumerate(here.ids)}
    seats = {
        each: number[placed.programme]
        for each, placed in adjusted.items()
        if placed.by == by and placed.programme in number  # another base's own run is not his
    }
    return _outbid(policy, here, adjusters, seats) + shut


def _last_run(policy: AllocationPolicy) -> str:
    """The one that left the unplaced without a place."""
    return running.BY_PROVINCE if policy.adjustment == BASE_FIRST else running.BY_ADJUSTMENT


def _outbid(
    policy: AllocationPolicy, here: FreeSeats, adjusters: list[Adjuster], seats: Mapping[str, int]
) -> list[Closed]:
    """Those with seats in this run. `adjusters`: he and everybody after him; `seats`: who sits where at the end."""
    person = adjusters[0]
    seating, left = Seating(here.room), list(here.room)
    for place in seats.values():
        left[place] -= 1
    for each in adjusters[1:]:
        if each.id in seats:
            seating.enter(each.places, seats[each.id])
    held = seats.get(person.id)
    nobody = here.every | 1 << len(here.ids)
    for place, free in enumerate(left):
        if free:
            seating.enter(nobody, place, free)
    found, among = [], person.places
    while among and (place := person.best(among)) != held:
        among ^= 1 << place
        why = HELD_BY_HIGHER
        if policy.objective != SCORE_FIRST and held is not None and seating.sitting[place]:
            way, _ = chain(place, 1 << held, here.every, seating)
            why = SHORTAGE_FIRST if way else OTHERS_WOULD_LOSE
        found.append(Closed(here.ids[place], why))
    return found
