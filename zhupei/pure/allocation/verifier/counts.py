"""The numbers of the result: what was done, and what another objective or policy would have placed."""

from typing import Any

from zhupei.pure.allocation.verifier import largest, score_order
from zhupei.pure.allocation.verifier.adjusters import SecondStage
from zhupei.pure.allocation.verifier.findings import Findings, exactly
from zhupei.pure.allocation.verifier.instance import ADJUSTMENT, DESIGNATED, PREFERENCE, Instance
from zhupei.pure.allocation.verifier.programmes import OpenProgrammes

# Numbers that another engine need not give; when it does they must be right. Tiers without anybody may be left out.
_OPTIONAL = {"placed_if_joint", "placed_if_max_placement"}


def check(stage: SecondStage, findings: Findings) -> None:
    done = _done(stage.instance)
    expected = done | _otherwise(stage, done)
    said = dict(stage.instance.result.counts)
    if isinstance(said.get("per_tier"), dict):
        said["per_tier"] = dict.fromkeys(done["per_tier"], 0) | said["per_tier"]
    for name in sorted((expected.keys() | said.keys()) - (_OPTIONAL - said.keys())):
        if name not in said or name not in expected or not exactly(said[name], expected[name]):
            findings.add("wrong count", f"{name} says {said.get(name)}, right is {expected.get(name)}")


def _done(instance: Instance) -> dict[str, Any]:
    tiers = {str(each.tier): 0 for each in instance.problem.programmes if each.tier is not None}
    by = {PREFERENCE: 0, ADJUSTMENT: 0, DESIGNATED: 0}
    for placed, people in instance.places.items():
        moved = placed.by.startswith(ADJUSTMENT)
        way = ADJUSTMENT if moved else placed.by
        by[way] = by.get(way, 0) + people
        programme = instance.programmes.get(placed.programme)
        if moved and programme is not None and programme.tier is not None:
            tiers[str(programme.tier)] += people
    return {
        "placed": sum(by.values()),
        "by_preference": by[PREFERENCE],
        "by_adjustment": by[ADJUSTMENT],
        "designated": by[DESIGNATED],
        "unplaced": len(instance.result.assignment) - sum(by.values()),
        "per_tier": tiers,
    }


def _otherwise(stage: SecondStage, done: dict[str, Any]) -> dict[str, int]:
    """Score first always; joint for base first; the most that any rule could place for score first."""
    policy = stage.instance.problem.policy
    before = done["by_preference"] + done["designated"]
    found = {"placed_if_score_first": done["placed"]}
    if policy.adjustment == "none":
        return found
    ground, seekers = stage.joint
    most = None
    if policy.objective == "score_first" or policy.adjustment == "base_first":
        most = before + largest.count(ground, seekers)
    if policy.objective == "score_first":
        found["placed_if_max_placement"] = most or 0
    elif policy.adjustment == "joint":
        found["placed_if_score_first"] = before + score_order.count(ground, seekers)
    else:
        found["placed_if_score_first"] = before + _score_first_by_base(stage)
    if policy.adjustment == "base_first":
        score_first = policy.objective == "score_first"
        found["placed_if_joint"] = before + score_order.count(ground, seekers) if score_first else most or 0
    return found


def _score_first_by_base(stage: SecondStage) -> int:
    """Each base for its own, then the province, with "score first"."""
    ground, still, total = OpenProgrammes(stage.instance, stage.room), [], 0
    left, open_ = dict(zip(ground.names, ground.room, strict=True)), (1 << len(ground.names)) - 1
    for applicant, key in stage.people:
        seeker = ground.seeker(applicant, key)
        if among := seeker.open & seeker.home & open_:
            place = seeker.favourite(among)
            name = ground.names[place]
            left[name] -= 1
            total += 1
            if not left[name]:
                open_ ^= 1 << place
        else:
            still.append((applicant, key))
    rest = OpenProgrammes(stage.instance, left)
    return total + score_order.count(rest, [rest.seeker(*each) for each in still])
