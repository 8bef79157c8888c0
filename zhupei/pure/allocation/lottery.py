"""The lottery: HMAC-SHA256 with the seed as key, over the input hash (hex) followed by the applicant's id, in UTF-8.

The smaller number, compared as bytes (or as hex, which is the same), goes first among equal keys. One per person.
"""

import hmac

from zhupei.pure.allocation.problem import Draw


def drawn(seed: str, input_sha256: str) -> Draw:
    """The draw of a seed; the input hash is published before the seed is drawn, so nobody can choose his number."""
    begun = hmac.new(seed.encode(), input_sha256.encode(), "sha256")

    def draw(person: str) -> bytes:
        own = begun.copy()
        own.update(person.encode())
        return own.digest()

    return draw
