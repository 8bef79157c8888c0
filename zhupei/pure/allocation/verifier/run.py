"""One run of adjustment: seekers by priority, each with the place it gave him."""

from collections import Counter
from collections.abc import Sequence

from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.programmes import OpenProgrammes, Seeker


class Run:
    """`seated[i]`: number of the place of `seekers[i]`, None when this run did not place him."""

    def __init__(self, ground: OpenProgrammes, seekers: Sequence[Seeker], places: Sequence[str | None]) -> None:
        self.ground = ground
        self.seekers = seekers
        self.names = places
        self.seated = [None if name is None else ground.number.get(name) for name in places]
        taken = Counter(place for place in self.seated if place is not None)
        self.left = [seats - taken[place] for place, seats in enumerate(ground.room)]

    def admissible(self, findings: Findings) -> bool:
        """Everybody sits where there were seats and where he may; without that the other checks mean nothing."""
        fine = True
        for seeker, name, place in zip(self.seekers, self.names, self.seated, strict=True):
            if name is None:
                continue
            if place is None:
                findings.add(
                    "no seat left", f"{seeker.id} is placed by adjustment in {name}, which has no seat for this"
                )
                fine = False
            elif not seeker.open >> place & 1:
                findings.add(
                    "not eligible",
                    f"{seeker.id} is placed by adjustment in {name}: not eligible there, or below its line",
                )
                fine = False
        for place, left in enumerate(self.left):
            if left < 0:
                findings.add("quota exceeded", f"{self.ground.names[place]} has {-left} too many by adjustment")
                fine = False
        return fine

    def roomy(self) -> int:
        """The places with a seat left at the end."""
        return sum(1 << place for place, left in enumerate(self.left) if left)
