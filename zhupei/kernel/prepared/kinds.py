"""What an argument of a prepared function may be: how it is marked when the statement is compiled, how it is bound.

A statement is compiled with *marks* in place of the arguments, values that no query contains by itself; where a mark
turns up among the parameters, the argument belongs.
"""

import enum
import secrets
import types
import typing
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID, uuid4

from django.db import models
from psycopg.types.json import Json, Jsonb
from psycopg.types.numeric import Int4, Int8, IntNumeric
from psycopg.types.range import Range

T = TypeVar("T")
_CONSTANT = object()
# An argument that becomes part of the statement: each of its values, which must be few, is compiled by itself.
Constant = Annotated[T, _CONSTANT]
LISTS: tuple[Any, ...] = (list, tuple, set, frozenset, Sequence, Collection)


class Unpreparable(Exception):
    """The function cannot be prepared; the message says what to write instead. Raised at its first call."""


@dataclass(frozen=True)
class ArgumentKind:
    """`mark` makes a new mark, `is_mine` knows it again among the parameters, `bind` turns a given value into what is
    sent; it gets the parameter found in place of the mark, whose wrapping (JSON) it repeats. Wrong types: TypeError.
    """

    mark: Callable[[], Any]
    is_mine: Callable[[Any, Any], bool]
    bind: Callable[[Any, Any], Any]
    optional: bool = False


def kind_of(name: str, hint: Any) -> ArgumentKind | None:
    """The kind of an annotated parameter, None for a constant. Raises Unpreparable for what is not known."""
    if typing.get_origin(hint) is Annotated:
        return None if _CONSTANT in typing.get_args(hint)[1:] else kind_of(name, typing.get_args(hint)[0])
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _optional(name, typing.get_args(hint))
    if typing.get_origin(hint) is typing.Literal or hint is bool:
        return None
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return None
    return _kind(name, hint)


def _optional(name: str, choices: tuple[Any, ...]) -> ArgumentKind | None:
    """None is another statement (`IS NULL`): it is compiled by itself, never bound."""
    others = [each for each in choices if each is not type(None)]
    if len(others) != 1:
        raise Unpreparable(f"{name}: one type, or one type and None")
    kind = kind_of(name, others[0])
    return kind and ArgumentKind(kind.mark, kind.is_mine, kind.bind, optional=True)


def _kind(name: str, hint: Any) -> ArgumentKind:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin in LISTS and inner:
        return _list(_kind(name, inner[0]))
    if origin is Range:
        return _range(_kind(name, inner[0]))
    if hint is dict or origin is dict:
        return JSON
    if isinstance(hint, type) and issubclass(hint, models.Model):
        return _instance(name, hint)
    raise Unpreparable(f"{name}: {hint!r} is not bound; say Constant[…] when its values are few")


def _checked(wanted: type) -> Callable[[Any, Any], Any]:
    def bind(value: Any, _: Any) -> Any:
        if not isinstance(value, wanted):
            raise TypeError(f"expected {wanted.__name__}, got {type(value).__name__}")
        return value

    return bind


def _same(wanted: type) -> Callable[[Any, Any], bool]:
    return lambda found, mark: isinstance(found, wanted) and found == mark


def _scalar(wanted: type, mark: Callable[[], Any]) -> ArgumentKind:
    return ArgumentKind(mark, _same(wanted), _checked(wanted))


def _text(value: Any, _: Any) -> str:
    """A member of TextChoices is its value."""
    if not isinstance(value, str):
        raise TypeError(f"expected str, got {type(value).__name__}")
    return value.value if isinstance(value, enum.Enum) else value


def _number(value: Any, _: Any) -> Any:
    """Typed by its size, as PostgreSQL types a number that is written into a statement."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected int, got {type(value).__name__}")
    if -(2**31) <= value < 2**31:
        return Int4(value)
    return Int8(value) if -(2**63) <= value < 2**63 else IntNumeric(value)


def _day(value: Any, _: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"expected date, got {type(value).__name__}")
    return value


def _moment(value: Any, _: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("expected datetime with a time zone")
    return value


def _below(most: int) -> int:
    return 1 + secrets.randbelow(most)


def _a_number() -> int:
    """Within the smallest of Django's integer fields: a lookup outside its range would be compiled to nothing."""
    return 2**14 + secrets.randbelow(2**13)


def _a_day() -> date:
    return date(1000, 1, 1) + timedelta(days=_below(2**17))


def _a_moment() -> datetime:
    return datetime(1000, 1, 1, tzinfo=UTC) + timedelta(microseconds=_below(2**50))


SCALARS: dict[Any, ArgumentKind] = {
    UUID: _scalar(UUID, uuid4),
    str: ArgumentKind(lambda: secrets.token_hex(16), _same(str), _text),
    int: ArgumentKind(_a_number, lambda found, mark: type(found) is not bool and _same(int)(found, mark), _number),
    float: _scalar(float, lambda: _below(2**40) / 1024),
    Decimal: _scalar(Decimal, lambda: Decimal(_below(99_999)) / 100),
    date: ArgumentKind(_a_day, _same(date), _day),
    datetime: ArgumentKind(_a_moment, _same(datetime), _moment),
    timedelta: _scalar(timedelta, lambda: timedelta(microseconds=_below(2**40))),
}


def _json_bind(value: Any, like: Any) -> Any:
    return type(like)(value, dumps=like.dumps)


JSON = ArgumentKind(
    lambda: {"mark": secrets.token_hex(16)},
    lambda found, mark: isinstance(found, Json | Jsonb) and found.obj == mark,
    _json_bind,
)


def _list(inner: ArgumentKind) -> ArgumentKind:
    """A list is bound as one array: for `field__among=…` (`= ANY`) and array fields."""

    def is_mine(found: Any, mark: Any) -> bool:
        is_list = isinstance(found, list | tuple) and len(found) == len(mark)
        return is_list and all(inner.is_mine(one, other) for one, other in zip(found, mark, strict=True))

    def bind(value: Any, like: Any) -> list[Any]:
        if isinstance(value, str) or not isinstance(value, Collection):
            raise TypeError(f"expected a collection, got {type(value).__name__}")
        return [None if each is None else inner.bind(each, like[0]) for each in value]

    return ArgumentKind(lambda: [inner.mark(), inner.mark()], is_mine, bind)


def _range(inner: ArgumentKind) -> ArgumentKind:
    def mark() -> Any:
        return Range(*sorted((inner.mark(), inner.mark())))

    return ArgumentKind(mark, lambda found, mark: isinstance(found, Range) and found == mark, _checked(Range))


def _instance(name: str, model: type[models.Model]) -> ArgumentKind:
    """A row stands for its primary key. Its mark has nothing else: a function that looks into it fails at once."""
    key = model._meta.pk
    of_key = SCALARS[
        UUID if isinstance(key, models.UUIDField) else int if isinstance(key, models.IntegerField) else str
    ]

    def mark() -> models.Model:
        return model.from_db("default", [key.attname], [of_key.mark()])

    def bind(value: Any, like: Any) -> Any:
        if not isinstance(value, model):
            raise TypeError(f"{name}: expected {model.__name__}, got {type(value).__name__}")
        if value.pk is None:
            raise TypeError(f"{name}: a {model.__name__} that has no primary key yet")
        return of_key.bind(value.pk, like)

    return ArgumentKind(mark, lambda found, mark: of_key.is_mine(found, mark.pk), bind)
