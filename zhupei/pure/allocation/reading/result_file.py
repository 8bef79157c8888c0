"""A result file (`zhupei-allocation-result/1`) → `Result`, or every fault of its form. Whether it is right is for the
verifier to say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from msgspec import UNSET, Meta, Raw, Struct, UnsetType
from msgspec.json import Decoder, Encoder

from zhupei.pure.allocation.problem import Key
from zhupei.pure.allocation.reading import shapes
from zhupei.pure.allocation.reading.faults import Faults, Place, shown
from zhupei.pure.allocation.reading.json_file import collector_off, content, parse
from zhupei.pure.allocation.reading.typed import Parts, Text, decoded, no_key_twice

FORMAT = "zhupei-allocation-result/1"
_NEEDED = {"format", "input_sha256", "engine", "seed", "assignment", "cutoffs", "counts", "reasons"}
_KNOWN = _NEEDED | {"ties"}
_PLACED = {"programme", "by"}


class Placed(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """`choice` counts from 1 and is there for places by preference only."""

    programme: Text
    by: Text
    choice: Annotated[int, Meta(ge=1, le=shapes.LARGEST_NUMBER)] | None = None


class Result(NamedTuple):
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


class _Document(Struct, forbid_unknown_fields=True):
    format: Any
    input_sha256: Text
    engine: Text
    seed: Text
    assignment: dict[str, Placed | None]
    cutoffs: dict[str, Parts | None]
    counts: dict[str, Any]
    reasons: Raw
    ties: list[Any] | UnsetType = UNSET


_decoder, _encoded = Decoder(_Document), Encoder().encode


def read(file: Path) -> Result:
    """Raises Faulty."""
    with collector_off():
        faults = Faults()
        return result(parse(content(file), faults), faults)


def plain(data: bytes) -> Result | None:
    """From the bytes of a file in which nothing is wrong so far, with `reasons` as text: in a third of the time.

    None: `read` says what is wrong.
    """
    with collector_off():
        document = decoded(_decoder, data)
        if document is None or document.format != FORMAT:
            return None
        if not no_key_twice(data, _encoded(document).count(b":")):
            return None
        return Result(
            document.input_sha256,
            document.seed,
            _shared(document.assignment),
            document.cutoffs,
            document.counts,
            bytes(document.reasons),
            None if document.ties is UNSET else document.ties,
        )


def _shared(assignment: dict[str, Placed | None]) -> dict[str, Placed | None]:
    """Equal places become one object: a million people sit in a few thousand different ones."""
    one: dict[Placed | None, Placed | None] = {}
    return {person: one.setdefault(placed, placed) for person, placed in assignment.items()}


def result(document: Any, faults: Faults) -> Result:
    """As `read`, from the parsed document, which it uses up. Raises Faulty."""
    if shapes.fields(document, (), _NEEDED, _KNOWN, faults) is None or not document.keys() >= _NEEDED:
        faults.check()
    if document["format"] != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()
    shapes.text(document["engine"], ("engine",), faults)
    found = Result(
        shapes.text(document["input_sha256"], ("input_sha256",), faults) or "",
        shapes.text(document["seed"], ("seed",), faults) or "",
        _assignment(document["assignment"], faults),
        _cutoffs(document["cutoffs"], faults),
        shapes.mapping(document["counts"], ("counts",), faults),
        shapes.mapping(document["reasons"], ("reasons",), faults),
        shapes.array(document["ties"], ("ties",), faults) if "ties" in document else None,
    )
    faults.check()
    return found


def _assignment(value: Any, faults: Faults) -> Mapping[str, Placed | None]:
    assignment = shapes.mapping(value, ("assignment",), faults)
    for person, row in assignment.items():
        if row is not None:
            assignment[person] = _placed(row, ("assignment", person), faults)
    return assignment


def _placed(row: Any, place: Place, faults: Faults) -> Placed | None:
    if shapes.fields(row, place, _PLACED, _PLACED | {"choice"}, faults) is None or not row.keys() >= _PLACED:
        return None
    before = faults.total
    found = Placed(
        shapes.text(row["programme"], (*place, "programme"), faults) or "",
        shapes.text(row["by"], (*place, "by"), faults) or "",
        None if row.get("choice") is None else shapes.number(row["choice"], (*place, "choice"), faults, least=1),
    )
    return found if faults.total == before else None


def _cutoffs(value: Any, faults: Faults) -> Mapping[str, Key | None]:
    cutoffs = shapes.mapping(value, ("cutoffs",), faults)
    for programme, key in cutoffs.items():
        if key is not None:
            shapes.key(key, ("cutoffs", programme), faults)
    return cutoffs
