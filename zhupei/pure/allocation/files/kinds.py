"""The kinds of values in both files, as types: what they say is checked, and told where it is not so (`fitting`).

`extra` is for the words: `needed` names what ought to stand there, `unknown` what an id does not belong to.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta

# Far above any score in hundredths, quota or tier; what is larger is a slip, and must fit into 64 bits for the hash.
LARGEST_NUMBER = 10**15

Text = Annotated[str, Meta(min_length=1)]
Number = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Ordinal = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Parts = Annotated[
    list[Number], Meta(min_length=1, extra={"needed": "an array of whole numbers with at least the total"})
]


def one_of(programmes: Sequence[str]) -> Any:
    """The id of one of these programmes; without programmes, no text at all."""
    known: Any = Literal[tuple(programmes)] if programmes else Annotated[str, Meta(min_length=1, max_length=0)]
    return Annotated[known, Meta(extra={"unknown": "programme"})]
