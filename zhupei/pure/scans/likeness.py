"""What a picture of a document looks like, to tell when the same paper has been handed in twice.

Two papers on one form look alike, too: a near likeness is a hint for the reviewer, never a verdict. It stays nearly
the same after scaling, another JPEG quality and other light; it does not survive a turn or a crop.
"""

from __future__ import annotations

from dataclasses import dataclass

COARSE_BITS, FINE_BITS = 64, 1024
# At most this many differ between two pictures of the same paper (measured: 2 and 16). Of two diplomas on one form
# with other words 0 coarse and 50 fine ones differ, so the coarse part only finds candidates.
COARSE_NEAR, FINE_NEAR = 6, 24


@dataclass(frozen=True)
class Likeness:
    """`coarse`: 64 bits as a signed integer, as a bigint column keeps them; `fine`: 1,024 bits."""

    coarse: int
    fine: bytes

    def alike(self, other: Likeness) -> bool:
        """Whether a reviewer should see the two beside each other."""
        return (
            differing(self.coarse, other.coarse, COARSE_BITS) <= COARSE_NEAR
            and differing(int.from_bytes(self.fine), int.from_bytes(other.fine), FINE_BITS) <= FINE_NEAR
        )


def differing(first: int, second: int, bits: int) -> int:
    """How many of the bits differ."""
    return ((first ^ second) & ((1 << bits) - 1)).bit_count()
