"""Stage 1: applicant-proposing deferred acceptance (Gale and Shapley 1962, hospitals and residents) with quotas.

With one list per base this is 平行志愿 (分数优先、遵循志愿): proposals come in the order of the scores, nobody is ever
displaced. With a list per specialty people do displace each other. One code path.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappush, heapreplace
from itertools import takewhile
from typing import NamedTuple

from zhupei.pure.allocation.problem import Applicant, Draw, Key, Programme
from zhupei.pure.allocation.ranking import Ranking, ranked


class RankedProgramme(NamedTuple):
    """What an applicant meets at a programme: its ranking, how many of it reach the line, and the seats."""

    ranking: Ranking
    reaching: int
    seats: int


class Tie(NamedTuple):
    """At the last place of a programme equal keys were decided by lottery."""

    programme: str
    key: Key
    admitted: int
    not_admitted: int


class Placement(NamedTuple):
    """`chosen`: id → which of his choices he holds, from 0. `last`: full programme → rank of the last admitted.

    `filled`: programme → how many it holds.
    """

    chosen: dict[str, int]
    last: dict[str, int]
    filled: dict[str, int]


def doors(
    programmes: Iterable[Programme], lists: Mapping[str, Mapping[str, Key]], seats: Mapping[str, int], draw: Draw
) -> dict[str, RankedProgramme]:
    """By programme id. `seats` are those left to ordinary applicants."""
    rankings: dict[str, Ranking] = {}
    found = {}
    for each in programmes:
        if each.list not in rankings:
            rankings[each.list] = ranked(lists[each.list], draw)
        ranking = rankings[each.list]
        found[each.id] = RankedProgramme(ranking, ranking.reaching(each.line), seats[each.id])
    return found


class _Gate(NamedTuple):
    """A door while people are let in. `held`: their ranks, the last one first (a heap of the negative ranks)."""

    rank: Mapping[str, int]
    order: Sequence[str]
    reaching: int
    seats: int
    held: list[int]


def place(applicants: Sequence[Applicant], doors: Mapping[str, RankedProgramme]) -> Placement:
    """Whom deferred acceptance places where. The order of the proposals does not matter for the outcome; list by list
    and by rank is fastest. Whoever has no place asks again on his next list, in vain."""
    people = {each.id: each.choices for each in applicants}
    gates = {
        name: _Gate(door.ranking.rank, door.ranking.order, door.reaching, door.seats, [])
        for name, door in doors.items()
    }
    chosen: dict[str, int] = {}
    for ranking in {id(door.ranking): door.ranking for door in doors.values()}.values():
        for person in ranking.order:
            if person in people and person not in chosen:
                displaced = _propose(person, people[person], 0, gates, chosen)
                while displaced is not None:
                    displaced = _propose(displaced, people[displaced], chosen.pop(displaced) + 1, gates, chosen)
    last = {name: -gate.held[0] for name, gate in gates.items() if gate.held and len(gate.held) == gate.seats}
    return Placement(chosen, last, {name: len(gate.held) for name, gate in gates.items()})


def _propose(
    person: str, choices: Sequence[str], first: int, gates: Mapping[str, _Gate], chosen: dict[str, int]
) -> str | None:
    """Let him ask from his choice number `first` on until one keeps him; returns whom that displaces."""
    for place in range(first, len(choices)):
        rank_of, order, reaching, seats, held = gates[choices[place]]
        rank = rank_of.get(person, reaching)
        if rank >= reaching:
            continue
        if len(held) < seats:
            heappush(held, -rank)
            chosen[person] = place
            return None
        if seats and rank < -held[0]:
            chosen[person] = place
            return order[-heapreplace(held, -rank)]
    return None


def ties(placement: Placement, applicants: Sequence[Applicant], doors: Mapping[str, RankedProgramme]) -> list[Tie]:
    """Every last place that the lottery decided: somebody with the same key wanted it and did not get it."""
    people: dict[str, Applicant] = {}
    found = []
    for name in sorted(placement.last):
        ranking, last = doors[name].ranking, placement.last[name]
        inside, outside = _equals(ranking, range(last, -1, -1)), _equals(ranking, range(last, len(ranking.order)))[1:]
        if outside:
            people = people or {each.id: each for each in applicants}
            wanting = sum(_wanted(people.get(person), name, placement) for person in outside)
            if wanting:
                admitted = sum(_holds(people.get(person), name, placement) for person in inside)
                found.append(Tie(name, ranking.keys[ranking.order[last]], admitted, wanting))
    return found


def _equals(ranking: Ranking, ranks: range) -> list[str]:
    """Those at the ranks, from the first on, as long as they have its key."""
    key = ranking.keys[ranking.order[ranks[0]]]
    return [ranking.order[rank] for rank in takewhile(lambda rank: ranking.keys[ranking.order[rank]] == key, ranks)]


def _wanted(applicant: Applicant | None, name: str, placement: Placement) -> bool:
    """Whether he would rather have had this programme."""
    return applicant is not None and name in applicant.choices[: placement.chosen.get(applicant.id)]


def _holds(applicant: Applicant | None, name: str, placement: Placement) -> bool:
    if applicant is None or (held := placement.chosen.get(applicant.id)) is None:
        return False
    return applicant.choices[held] == name
