"""Which place leads to which, when a person may leave his place for any other he may take."""

from zhupei.pure.allocation.verifier.programmes import bits


class Reach:
    """Grows by arrows and always knows every way (incremental transitive closure, Italiano 1986).

    `to[p]`: all places that p leads to, itself among them; `into[p]`: all that lead to p.
    """

    def __init__(self, places: int) -> None:
        self.to = [1 << place for place in range(places)]
        self.into = [1 << place for place in range(places)]

    def add(self, place: int, ends: int) -> None:
        """Arrows from one place to each of a set."""
        new = ends & ~self.to[place]
        if not new:
            return
        gained = 0
        while new:
            gained |= self.to[new.bit_length() - 1]
            new &= ~gained
        sources = self.into[place]
        for one in bits(gained & ~self.to[place]):
            self.into[one] |= sources
        for one in bits(sources):
            self.to[one] |= gained

    def leading_to(self, ends: int) -> int:
        """All places from which some place of a set can be reached."""
        found = 0
        for one in bits(ends):
            if not found >> one & 1:
                found |= self.into[one]
        return found
