"""From a problem to everybody's place: designated, preferences, adjustment.

    outcome = allocate(problem)
    outcome.assignment["p1"]    Assigned(programme="K/内科", by="preference", choice=1), or None

`explain` says why, `result` writes the file, `whatif` tries something else for one base.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypedDict

from zhupei.pure.allocation import preferences
from zhupei.pure.allocation.adjustment import running
from zhupei.pure.allocation.adjustment.people import in_order
from zhupei.pure.allocation.document import document
from zhupei.pure.allocation.files.canonical import input_sha256
from zhupei.pure.allocation.files.json_file import collector_off
from zhupei.pure.allocation.lottery import drawn
from zhupei.pure.allocation.preferences import Placement, RankedProgramme, Tie
from zhupei.pure.allocation.problem import Applicant, Draw, Key, Problem

BY_PREFERENCE, BY_DESIGNATION = "preference", "designated"


class OutcomeCounts(TypedDict, total=False):
    """The numbers of the result file; the last two are there for score first and base first."""

    placed: int
    by_preference: int
    by_adjustment: int
    designated: int
    unplaced: int
    per_tier: dict[str, int]
    placed_if_score_first: int
    placed_if_joint: int
    placed_if_max_placement: int


class Assigned(NamedTuple):
    """`choice` counts from 1, for places by preference only."""

    programme: str
    by: str
    choice: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`assignment`: everybody who is designated or applies, by id, in order. `counts` as in the result file.

    `cutoffs`: the key of the last one admitted in stage 1; None where places were left, or none were to be had.
    For explanations: `doors` and `placement` are stage 1 as it ended, `queue` those adjustment was for, by priority.
    """

    problem: Problem
    assignment: Mapping[str, Assigned | None]
    cutoffs: Mapping[str, Key | None]
    counts: OutcomeCounts
    ties: Sequence[Tie]
    doors: Mapping[str, RankedProgramme]
    placement: Placement
    queue: running.People


def allocate(problem: Problem, *, draw: Draw | None = None) -> Outcome:
    """Place everybody. `draw` replaces the lottery of the seed (for what-ifs and tests).

    A problem that was not read from a file must be as sound as `files.problem_file` asks; its input hash is worked
    out here.
    """
    with collector_off():
        digest = problem.input_sha256 or input_sha256(document(problem))
        return _allocate(replace(problem, input_sha256=digest), draw or drawn(problem.seed, digest))


def taking_part(problem: Problem) -> list[Applicant]:
    """Ordinary applicants: neither designated nor withdrawn."""
    return [each for each in problem.applicants if each.id not in problem.designated and not each.withdrawn]


def ordinary_seats(problem: Problem) -> dict[str, int]:
    """Quota less designated, by programme."""
    taken = Counter(problem.designated.values())
    return {each.id: each.quota - taken[each.id] for each in problem.programmes}


def free_seats(doors: Mapping[str, RankedProgramme], placement: Placement) -> dict[str, int]:
    """What stage 1 has left, by programme."""
    return {name: doors[name].seats - filled for name, filled in placement.filled.items()}


def _allocate(problem: Problem, draw: Draw) -> Outcome:
    programmes = {each.id: each for each in problem.programmes}
    people = taking_part(problem)
    doors = preferences.doors(problem.programmes, problem.lists, ordinary_seats(problem), draw)
    placement = preferences.place(people, doors)
    room = free_seats(doors, placement)
    unplaced = in_order(problem, (each for each in people if each.id not in placement.chosen), room, draw)
    stage = running.AdjustmentStage(programmes, room, unplaced)
    adjusted = stage.run(problem.policy)
    others = stage.alternatives(problem.policy, len(adjusted))
    cutoffs = {name: _cutoff(doors[name], placement.last.get(name)) for name in sorted(programmes)}
    assignment = _assignment(problem, placement, adjusted)
    counts = _counts(problem, assignment.values(), others)
    ties = preferences.ties(placement, people, doors)
    return Outcome(problem, assignment, cutoffs, counts, ties, doors, placement, unplaced)


def _cutoff(door: RankedProgramme, last: int | None) -> Key | None:
    return None if last is None else door.ranking.keys[door.ranking.order[last]]


def _assignment(
    problem: Problem, placement: Placement, adjusted: Mapping[str, running.Adjusted]
) -> dict[str, Assigned | None]:
    """Equal answers share one object."""
    moved = {each: Assigned(*each) for each in set(adjusted.values())}
    shared: dict[tuple[str, int], Assigned] = {}
    found: dict[str, Assigned | None] = {}
    for each in problem.applicants:
        person, assigned = each.id, None
        if (place := placement.chosen.get(person)) is not None:
            name = each.choices[place]
            assigned = shared.get((name, place))
            if assigned is None:
                assigned = shared[name, place] = Assigned(name, BY_PREFERENCE, place + 1)
        elif person in adjusted:
            assigned = moved[adjusted[person]]
        found[person] = assigned
    found |= {person: Assigned(programme, BY_DESIGNATION) for person, programme in problem.designated.items()}
    people = sorted(found)
    return found if people == list(found) else {person: found[person] for person in people}


def _counts(problem: Problem, assigned: Iterable[Assigned | None], others: Mapping[str, int]) -> OutcomeCounts:
    """`per_tier` counts places given by adjustment."""
    tier_of = {each.id: each.tier for each in problem.programmes}
    by: Counter[str] = Counter()
    tiers: Counter[int] = Counter({tier: 0 for tier in tier_of.values() if tier is not None})
    for each, people in Counter(assigned).items():
        by[each.by if each else ""] += people
        if each and each.by.startswith(running.BY_ADJUSTMENT) and (tier := tier_of[each.programme]) is not None:
            tiers[tier] += people
    adjusted = sum(people for kind, people in by.items() if kind.startswith(running.BY_ADJUSTMENT))
    without = by[BY_PREFERENCE] + by[BY_DESIGNATION]
    found = OutcomeCounts(
        placed=without + adjusted,
        by_preference=by[BY_PREFERENCE],
        by_adjustment=adjusted,
        designated=by[BY_DESIGNATION],
        unplaced=by[""],
        per_tier={str(tier): tiers[tier] for tier in sorted(tiers)},
    )
    found.update({name: without + people for name, people in others.items()})  # type: ignore[typeddict-item]
    return found
