"""What an allocation is made from. Scores, lines and totals are whole hundredths of a point.

The rows are named tuples because a million of them must fit into memory; nothing in them is changed after reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A person's key on a list: the total first, then the tie parts; compared element by element, larger first. Where one
# key ends, a part that is there wins over the missing one.
Key = list[int]

# id → his number in the lottery; the smaller goes first among equal keys.
Draw = Callable[[str], bytes]

JOINT, BASE_FIRST, NO_ADJUSTMENT = "joint", "base_first", "none"
MAX_PLACEMENT, SCORE_FIRST = "max_placement", "score_first"


class AllocationPolicy(NamedTuple):
    """How adjustment is done: over which places at once, and whether the number or the score comes first."""

    adjustment: str = JOINT
    objective: str = MAX_PLACEMENT


class Programme(NamedTuple):
    """A specialty of a base. `line` 0: none. `tier` 1 is filled before 2 in adjustment; None: no shortage."""

    id: str
    base: str
    list: str
    quota: int
    line: int = 0
    tier: int | None = None


class Applicant(NamedTuple):
    """`eligible` None: every programme of the problem. `base` None: that of his first choice. See `own_base`."""

    id: str
    choices: Sequence[str] = ()
    accepts_adjustment: bool = False
    adjustment_key: Key | None = None
    eligible: Sequence[str] | None = None
    rough_preference: Sequence[str] = ()
    base: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that decides. `lists`: list → applicant id → key. `designated`: id → programme id.

    `input_sha256` is the hash of everything but the seed (`files.canonical`); None when it has not been computed.
    """

    seed: str
    programmes: Sequence[Programme]
    lists: Mapping[str, Mapping[str, Key]]
    applicants: Sequence[Applicant]
    designated: Mapping[str, str]
    policy: AllocationPolicy = AllocationPolicy()
    input_sha256: str | None = None


def own_base(applicant: Applicant, programmes: Mapping[str, Programme]) -> str | None:
    """The base that counts as his own: the given one, else that of his first choice, else none."""
    if applicant.base is not None or not applicant.choices:
        return applicant.base
    return programmes[applicant.choices[0]].base


def adjustment_key(
    applicant: Applicant, programmes: Mapping[str, Programme], lists: Mapping[str, Mapping[str, Key]]
) -> Key | None:
    """The key that counts in adjustment: the given one, else that on the list of his first choice, else none."""
    if applicant.adjustment_key is not None or not applicant.choices:
        return applicant.adjustment_key
    return lists[programmes[applicant.choices[0]].list].get(applicant.id)
