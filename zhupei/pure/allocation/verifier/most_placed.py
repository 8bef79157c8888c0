"""The objective "max placement", by certificates.

(a) Nobody left out can be let in by moving others along, neither to a free seat nor in the place of a lower key.
(b) Nobody can be moved, with others moving along, from a worse tier to a free seat of a better one.
(c) From the last to the first: nobody could have a place he likes better if only those after him, and the free seats
within their tier, move along.
"""

from bisect import bisect_right

from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.reach import Reach
from zhupei.pure.allocation.verifier.run import Run


def check(run: Run, findings: Findings) -> None:
    onward = [0] * len(run.left)
    for seeker, place in zip(run.seekers, run.seated, strict=True):
        if place is not None:
            onward[place] |= seeker.open
    reach = Reach(len(run.left))
    for place, ends in enumerate(onward):
        reach.add(place, ends)
    _who(run, reach, findings)
    _tiers(run, reach, findings)
    _where(run, findings)


def _who(run: Run, reach: Reach, findings: Findings) -> None:
    names, roomy = run.ground.names, run.roomy()
    leading = reach.leading_to(roomy)
    turns, weaker = _weaker(run, reach)
    for turn, (seeker, place) in enumerate(zip(run.seekers, run.seated, strict=True)):
        if place is not None or not seeker.open:
            continue
        if beside := seeker.open & roomy:
            findings.add(
                "left out beside a free place",
                f"{seeker.id} may have {names[beside.bit_length() - 1]}, which has a seat",
            )
        elif seeker.open & leading:
            findings.add("fewer placed than possible", f"{seeker.id} could be seated if others moved along")
        elif seeker.open & weaker[bisect_right(turns, turn)]:
            findings.add("left out behind a lower key", f"{seeker.id} could be seated instead of somebody after him")


def _weaker(run: Run, reach: Reach) -> tuple[list[int], list[int]]:
    """Turns in ascending order, and for each position in them the places that lead to somebody whose turn is later."""
    last: dict[int, int] = {}
    for turn, place in enumerate(run.seated):
        if place is not None:
            last[place] = turn
    turns = sorted(last.values())
    at = {turn: place for place, turn in last.items()}
    weaker = [0]
    for turn in reversed(turns):
        weaker.append(weaker[-1] | reach.into[at[turn]])
    return turns, weaker[::-1]


def _tiers(run: Run, reach: Reach, findings: Findings) -> None:
    tiers = run.ground.tiers
    for tier in sorted({its for its in tiers if its is not None}):
        ends = run.roomy() & sum(1 << place for place, its in enumerate(tiers) if its == tier)
        leading = reach.leading_to(ends)
        for place, own in enumerate(tiers):
            if leading >> place & 1 and (own is None or own > tier):
                name = run.ground.names[place]
                findings.add(
                    "tier less filled than possible", f"tier {tier} has a seat that somebody in {name} could fill"
                )


def _where(run: Run, findings: Findings) -> None:
    tiers, names = run.ground.tiers, run.ground.names
    reach = Reach(len(run.left))
    for place, left in enumerate(run.left):
        if left:
            reach.add(place, sum(1 << other for other, its in enumerate(tiers) if its == tiers[place]))
    for seeker, held in zip(reversed(run.seekers), reversed(run.seated), strict=True):
        if held is None:
            continue
        if better := seeker.rather(held) & reach.into[held]:
            name = names[seeker.favourite(better)]
            findings.add(
                "wrong place",
                f"{seeker.id} has {names[held]}, but could have {name}, which he likes better",
            )
        reach.add(held, seeker.open)
