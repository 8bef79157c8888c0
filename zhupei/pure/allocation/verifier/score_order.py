"""The objective "score first": by priority, everybody has the place he likes best of those still free at his turn."""

from collections.abc import Sequence

from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.programmes import OpenProgrammes, Seeker
from zhupei.pure.allocation.verifier.run import Run


def check(run: Run, findings: Findings) -> None:
    left = list(run.ground.room)
    open_ = (1 << len(left)) - 1
    names = run.ground.names
    for seeker, place in zip(run.seekers, run.seated, strict=True):
        if place is None:
            if beside := seeker.open & open_:
                name = names[beside.bit_length() - 1]
                findings.add("left out beside a free place", f"{seeker.id} could have {name} when his turn comes")
            continue
        if better := seeker.rather(place) & open_:
            name = names[seeker.favourite(better)]
            findings.add("wrong place", f"{seeker.id} has {names[place]}, but {name} is free when his turn comes")
        left[place] -= 1
        if left[place] == 0:
            open_ ^= 1 << place


def count(ground: OpenProgrammes, seekers: Sequence[Seeker]) -> int:
    """How many this objective places."""
    left = list(ground.room)
    open_ = (1 << len(left)) - 1
    for seeker in seekers:
        if among := seeker.open & open_:
            place = seeker.favourite(among)
            left[place] -= 1
            if left[place] == 0:
                open_ ^= 1 << place
    return sum(ground.room) - sum(left)
