"""A value from a file as the type that describes it: msgspec decides, and what does not fit is told from the same type.

So there is one description of a file; being quick with what is right and exact about what is wrong cannot disagree.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from msgspec import ValidationError, convert, inspect
from msgspec.structs import fields

from zhupei.pure.allocation.files.faults import Faults, Place, shown

T = TypeVar("T")

_AT_ONCE = 1000


def fit(value: Any, kind: type[T], place: Place, faults: Faults) -> T | None:
    """The value as that type; None: it is not, and every fault in it has been noted."""
    try:
        return convert(value, kind)
    except ValidationError:
        _tell(value, inspect.type_info(kind), place, faults)
        return None


def fit_rows(rows: list[Any], kind: type[T], place: Place, faults: Faults, blank: Mapping[str, Any]) -> list[T]:
    """The same list, each row of it now of that type, so that what was read is given back to memory on the way.

    Of a row that does not fit, what is right remains, with `blank` for what is missing or wrong.
    """
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        try:
            rows[first : first + _AT_ONCE] = convert(some, list[kind])  # type: ignore[valid-type]
        except ValidationError:
            for number, row in enumerate(some, first):
                rows[number] = _salvaged(row, kind, (*place, number), faults, blank)
    return rows


def _salvaged(row: Any, kind: type[T], place: Place, faults: Faults, blank: Mapping[str, Any]) -> T:
    found = fit(row, kind, place, faults)
    if found is not None:
        return found
    given, right = row if isinstance(row, dict) else {}, dict(blank)
    for field in fields(kind):  # type: ignore[arg-type]
        if field.encode_name in given:
            with suppress(ValidationError):
                right[field.name] = convert(given[field.encode_name], field.type)
        elif not field.required:
            right.pop(field.name, None)
    return kind(**right)


def _tell(value: Any, kind: inspect.Type, place: Place, faults: Faults, extra: Mapping[str, str] | None = None) -> None:
    """Every fault of the value. A value that fits has none."""
    if isinstance(kind, inspect.Metadata):
        _tell(value, kind.type, place, faults, kind.extra)
    elif isinstance(kind, inspect.UnionType):
        if value is not None:
            _tell(value, kind.types[0], place, faults)
    elif extra and "unknown" in extra:
        if _is_text(value, place, faults) and value not in getattr(kind, "values", ()):
            faults.add(place, f"unknown {extra['unknown']} {shown(value)}")
    elif type(kind) in _TELLERS:
        _TELLERS[type(kind)](value, kind, place, faults, extra or {})


def _is_text(value: Any, place: Place, faults: Faults) -> bool:
    if type(value) is str and value:
        return True
    faults.add(place, f"a text is needed, not {shown(value)}")
    return False


def _struct(value: Any, kind: inspect.StructType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    if not isinstance(value, dict):
        faults.add(place, f"an object is needed, not {shown(value)}")
        return
    known = {field.encode_name: field for field in kind.fields}
    for name in sorted(known):
        if known[name].required and name not in value:
            faults.add(place, f'"{name}" is missing')
    for name in sorted(value.keys() - known.keys()):
        faults.add((*place, name), "unknown field")
    for name, field in known.items():
        if name in value:
            _tell(value[name], field.type, (*place, name), faults)


def _mapping(value: Any, kind: inspect.DictType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    if not isinstance(value, dict):
        faults.add(place, f"an object is needed, not {shown(value)}")
        return
    for name, inner in value.items():
        if not name and getattr(kind.key_type, "min_length", None):
            faults.add((*place, name), "an applicant's id is not an empty text")
        _tell(inner, kind.value_type, (*place, name), faults)


def _array(value: Any, kind: inspect.ListType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    if not isinstance(value, list) or len(value) < (kind.min_length or 0):
        found = "an empty one" if value == [] else shown(value)
        faults.add(place, f"{extra.get('needed', 'an array')} is needed, not {found}")
        return
    for number, inner in enumerate(value):
        _tell(inner, kind.item_type, (*place, number), faults)


def _text(value: Any, kind: inspect.StrType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    _is_text(value, place, faults)


def _flag(value: Any, kind: inspect.BoolType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    if type(value) is not bool:
        faults.add(place, f"true or false is needed, not {shown(value)}")


def _one_of(value: Any, kind: inspect.LiteralType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    if type(value) is not str or value not in kind.values:
        faults.add(place, f"{shown(value)} is not one of {', '.join(map(str, kind.values))}")


def _number(value: Any, kind: inspect.IntType, place: Place, faults: Faults, extra: Mapping[str, str]) -> None:
    """True is not 1, and 85.0 is not 85."""
    least, largest = kind.ge or 0, kind.le or 0
    if type(value) is float:
        faults.add(
            place, f"{shown(value)} is not a whole number (scores are hundredths of a point, without a fraction)"
        )
    elif type(value) is not int:
        faults.add(place, f"a whole number is needed, not {shown(value)}")
    elif value < least:
        faults.add(place, f"{shown(value)} is negative" if value < 0 else f"{value} is less than {least}")
    elif value > largest:
        faults.add(place, f"{shown(value)} is larger than {largest}")


_TELLERS: dict[type[inspect.Type], Callable[..., None]] = {
    inspect.StructType: _struct,
    inspect.DictType: _mapping,
    inspect.ListType: _array,
    inspect.StrType: _text,
    inspect.BoolType: _flag,
    inspect.LiteralType: _one_of,
    inspect.IntType: _number,
}
