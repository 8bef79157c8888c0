"""Small checks of values: each returns a usable value or None, having noted the fault."""

from collections.abc import Set
from typing import Any

from zhupei.pure.allocation.reading.faults import Faults, Place, shown

# Far above any score in hundredths, quota or tier; what is larger is a slip, and must fit into 64 bits for the hash.
LARGEST_NUMBER = 10**15


def fields(value: Any, place: Place, needed: Set[str], known: Set[str], faults: Faults) -> dict[str, Any] | None:
    """The object, when it is one; notes what is missing and what is not known (a slip of the pen would be absent)."""
    if not isinstance(value, dict):
        faults.add(place, f"an object is needed, not {shown(value)}")
        return None
    if value.keys() >= needed and value.keys() <= known:
        return value
    for name in sorted(needed - value.keys()):
        faults.add(place, f'"{name}" is missing')
    for name in sorted(value.keys() - known):
        faults.add((*place, name), "unknown field")
    return value


def array(value: Any, place: Place, faults: Faults) -> list[Any]:
    if isinstance(value, list):
        return value
    faults.add(place, f"an array is needed, not {shown(value)}")
    return []


def mapping(value: Any, place: Place, faults: Faults) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    faults.add(place, f"an object is needed, not {shown(value)}")
    return {}


def text(value: Any, place: Place, faults: Faults) -> str | None:
    """A text that is not empty."""
    if type(value) is str and value:
        return value
    faults.add(place, f"a text is needed, not {shown(value)}")
    return None


def flag(value: Any, place: Place, faults: Faults) -> bool:
    if type(value) is not bool:
        faults.add(place, f"true or false is needed, not {shown(value)}")
    return value is True


def number(value: Any, place: Place, faults: Faults, least: int = 0) -> int | None:
    """A whole number from `least`; true is not 1, and 85.0 is not 85."""
    if type(value) is int and least <= value <= LARGEST_NUMBER:
        return value
    if type(value) is float:
        faults.add(
            place, f"{shown(value)} is not a whole number (scores are hundredths of a point, without a fraction)"
        )
    elif type(value) is not int:
        faults.add(place, f"a whole number is needed, not {shown(value)}")
    elif value < least:
        faults.add(place, f"{shown(value)} is negative" if value < 0 else f"{value} is less than {least}")
    else:
        faults.add(place, f"{shown(value)} is larger than {LARGEST_NUMBER}")
    return None


def key(value: Any, place: Place, faults: Faults) -> list[int] | None:
    """A key: at least the total."""
    if type(value) is list and value:
        for part in value:
            if type(part) is not int or not 0 <= part <= LARGEST_NUMBER:
                break
        else:
            return value
    if not isinstance(value, list) or not value:
        found = "an empty one" if value == [] else shown(value)
        faults.add(place, f"an array of whole numbers with at least the total is needed, not {found}")
        return None
    for position, part in enumerate(value):
        number(part, (*place, position), faults)
    return None


def names(value: Any, place: Place, known: frozenset[str], faults: Faults) -> list[str]:
    """An array of ids of programmes, none twice."""
    try:
        if type(value) is list and known.issuperset(value) and len(set(value)) == len(value):
            return value
    except TypeError:  # something in it cannot even be an id
        pass
    seen: set[str] = set()
    for position, name in enumerate(array(value, place, faults)):
        if (found := text(name, (*place, position), faults)) is None:
            continue
        if found not in known:
            faults.add((*place, position), f"unknown programme {shown(found)}")
        elif found in seen:
            faults.add((*place, position), f"{shown(found)} is named twice")
        seen.add(found)
    return []
