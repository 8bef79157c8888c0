"""A result file (`zhupei-allocation-result/1`) → `PublishedResult`, or every fault of its form. Whether it is right is
for the verifier to say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from zhupei.pure.allocation.files.faults import Faults, FaultyFile, shown
from zhupei.pure.allocation.files.fitting import fit
from zhupei.pure.allocation.files.json_file import collector_off, content, parse
from zhupei.pure.allocation.files.kinds import Ordinal, Parts, Text
from zhupei.pure.allocation.problem import Key

FORMAT = "zhupei-allocation-result/1"
# Between what is read and what is compared, in a file as `result` writes it.
_BEFORE_REASONS, _END = b',\n"reasons":', b"}\n"


class Placed(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """`choice` counts from 1 and is there for places by preference only."""

    programme: Text
    by: Text
    choice: Ordinal | None = None


class PublishedResult(NamedTuple):
    """`counts`, `reasons` and `ties` (None: not given) as in the file: the verifier compares them with what it
    expects. `reasons` may be the JSON text, into which nobody has looked.
    """

    input_sha256: str
    seed: str
    assignment: Mapping[str, Placed | None]
    cutoffs: Mapping[str, Key | None]
    counts: Mapping[str, Any]
    reasons: Mapping[str, Any] | bytes
    ties: Any


class _File(Struct, forbid_unknown_fields=True):
    format: Literal["zhupei-allocation-result/1"]
    input_sha256: Text
    engine: Text
    seed: Text
    assignment: dict[str, Placed | None]
    cutoffs: dict[str, Parts | None]
    counts: dict[str, Any]
    reasons: dict[str, Any]
    ties: list[Any] | UnsetType = UNSET


def read(file: Path) -> PublishedResult:
    """Raises FaultyFile."""
    with collector_off():
        faults = Faults()
        return result(parse(content(file), faults), faults)


def apart(data: bytes) -> PublishedResult | None:
    """As `read`, but the reasons, which are most of the file, remain text: for whoever knows what it must be.

    None: the file ends in another way than ours, or something is wrong with it.
    """
    head, found, rest = data.partition(_BEFORE_REASONS)
    if not found or not rest.endswith(_END):
        return None
    del data
    with collector_off():
        try:
            faults = Faults()
            document = parse(head + b"}", faults)
            faults.check()
            if "reasons" in document:
                return None
            return result(document | {"reasons": {}}, faults)._replace(reasons=rest[: -len(_END)])
        except FaultyFile:
            return None


def result(document: Any, faults: Faults) -> PublishedResult:
    """As `read`, from the parsed document. Raises FaultyFile."""
    if isinstance(document, dict) and document.get("format", FORMAT) != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()
    found = fit(document, _File, (), faults)
    faults.check()
    assert found is not None, "what does not fit has been noted"
    return PublishedResult(
        found.input_sha256,
        found.seed,
        _shared(found.assignment),
        found.cutoffs,
        found.counts,
        found.reasons,
        None if found.ties is UNSET else found.ties,
    )


def _shared(assignment: dict[str, Placed | None]) -> dict[str, Placed | None]:
    """Equal places become one object: a million people sit in a few thousand different ones."""
    one: dict[Placed | None, Placed | None] = {}
    return {person: one.setdefault(placed, placed) for person, placed in assignment.items()}
