"""A result file (`zhupei-allocation-result/1`) → `Result`, or every fault of its form. Whether it is right is for the
verifier to say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zhupei.pure.allocation.problem import Key
from zhupei.pure.allocation.reading import shapes
from zhupei.pure.allocation.reading.faults import Faults, Place, shown
from zhupei.pure.allocation.reading.json_file import collector_off, load

FORMAT = "zhupei-allocation-result/1"
_NEEDED = {"format", "input_sha256", "engine", "seed", "assignment", "cutoffs", "counts", "reasons"}
_KNOWN = _NEEDED | {"ties"}
_PLACED = {"programme", "by"}


class Placed(NamedTuple):
    """`choice` counts from 1 and is there for places by preference only."""

    programme: str
    by: str
    choice: int | None = None


class Result(NamedTuple):
    """`counts`, `reasons` and `ties` (None: not given) as in the file: the verifier compares them with what it
    expects."""

    input_sha256: str
    seed: str
    assignment: Mapping[str, Placed | None]
    cutoffs: Mapping[str, Key | None]
    counts: Mapping[str, Any]
    reasons: Mapping[str, Any]
    ties: Any


def read(file: Path) -> Result:
    """Raises Faulty."""
    with collector_off():
        faults = Faults()
        return result(load(file, faults), faults)


def result(document: Any, faults: Faults) -> Result:
    """As `read`, from the parsed document, which it uses up. Raises Faulty."""
    if shapes.fields(document, (), _NEEDED, _KNOWN, faults) is None or not document.keys() >= _NEEDED:
        faults.check()
    if document["format"] != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()
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
    """Equal places share one object: a million people sit in a few thousand different ones."""
    assignment = shapes.mapping(value, ("assignment",), faults)
    shared: dict[tuple[Any, ...], Placed] = {}
    for person, row in assignment.items():
        if row is None:
            continue
        # Types too, because 1, 1.0 and true are equal.
        seen = (*row.items(), *map(type, row.values())) if type(row) is dict else ()
        try:
            found = shared.get(seen)
        except TypeError:  # an object or array where none belongs
            found = None
        if found is None:
            found = _placed(row, ("assignment", person), faults)
            if found is not None:
                shared[seen] = found
        assignment[person] = found
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
