"""A problem file that is plainly right, decoded straight into typed rows: a third of the time of reading by values.

For everything else the answer is None, and `problem_file` reads value by value to say what is wrong. Nothing is taken
here that would be refused there.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Protocol, TypeVar

from msgspec import UNSET, DecodeError, Meta, Raw, Struct, UnsetType, defstruct
from msgspec.json import Decoder

from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.reading.shapes import LARGEST_NUMBER

T = TypeVar("T")

Text = Annotated[str, Meta(min_length=1)]
Number = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Parts = Annotated[list[Number], Meta(min_length=1)]


class Document(Struct, forbid_unknown_fields=True):
    """The applicants wait for the ids of the programmes; what is small is left as it is, and checked elsewhere."""

    applicants: Raw
    format: Any
    lists: dict[str, dict[Text, Parts]]
    programmes: Any
    designated: Any = UNSET
    policy: Any = UNSET
    seed: Any = UNSET


class Row(Protocol):
    """An applicant as he stands in the file; UNSET: the field is absent."""

    id: str
    choices: list[str]
    accepts_adjustment: bool | UnsetType
    adjustment_key: Key | UnsetType | None
    base: str | UnsetType | None
    eligible: list[str] | UnsetType | None
    rough_preference: list[str] | UnsetType | None
    withdrawn: bool | UnsetType


_DOCUMENT = Decoder(Document)


def decoded(decoder: Decoder[T], data: bytes | Raw) -> T | None:
    """None: no JSON, or not of the decoder's type. Of keys that stand twice in an object the last one is taken."""
    try:
        return decoder.decode(data)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None


def no_key_twice(data: bytes, colons: int) -> bool:
    """Whether nothing was lost as a key that stands twice: `colons` are in what was decoded, written as JSON, and every
    member of every object has one of its own. False also for data that write a colon as an escape.
    """
    return data.count(b":") == colons and b"\\u003" not in data


def document(data: bytes) -> Document | None:
    return decoded(_DOCUMENT, data)


def rows(applicants: Raw, programmes: Sequence[str]) -> list[Row] | None:
    """By id, `eligible` sorted: as in the canonical text. Ids of programmes are the very strings given."""
    if not programmes:  # a type of no text at all cannot be told
        return None
    found: list[Row] | None = decoded(Decoder(list[_row(tuple(programmes))]), applicants)  # type: ignore[misc]
    if found is None or not (_no_name_twice(found) and len({row.id for row in found}) == len(found)):
        return None
    for row in found:
        if row.eligible:
            row.eligible.sort()
    found.sort(key=lambda row: row.id)
    return found


def _row(programmes: tuple[str, ...]) -> type[Struct]:
    """Fields in the order of the canonical text."""
    name: Any = Literal[programmes]
    return defstruct(
        "Row",
        [
            ("accepts_adjustment", bool | UnsetType, UNSET),
            ("adjustment_key", Parts | UnsetType | None, UNSET),
            ("base", Text | UnsetType | None, UNSET),
            ("choices", list[name]),
            ("eligible", list[name] | UnsetType | None, UNSET),
            ("id", Text),
            ("rough_preference", list[name] | UnsetType | None, UNSET),
            ("withdrawn", bool | UnsetType, UNSET),
        ],
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )


def _no_name_twice(found: list[Row]) -> bool:
    columns = ([row.choices for row in found], [row.eligible for row in found], [row.rough_preference for row in found])
    several = [names for column in columns for names in column if names and len(names) > 1]
    return sum(map(len, map(set, several))) == sum(map(len, several))


def with_ids_of(found: Sequence[Row], lists: dict[str, dict[str, Key]]) -> dict[str, dict[str, Key]]:
    """The same lists, with the very texts of the rows as ids: what is one object is found without comparing letters."""
    ids = [row.id for row in found]
    own = dict(zip(ids, ids, strict=True)).get
    return {name: dict(zip(map(own, keys, keys), keys.values(), strict=True)) for name, keys in lists.items()}


def applicants(found: Sequence[Row]) -> list[Applicant]:
    """In the same order, with what absent fields stand for."""
    return [
        Applicant(
            row.id,
            row.choices,
            row.accepts_adjustment is True,
            row.adjustment_key or None,
            None if row.eligible is UNSET else row.eligible,
            row.rough_preference or (),
            row.base or None,
            row.withdrawn is True,
        )
        for row in found
    ]
