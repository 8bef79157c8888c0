"""A text column that is encrypted at rest and masked by default.

`person.phone` is a `Sealed`: printing it shows dots, `.masked()` a partly hidden value, `.plain()` the value.
The ciphertext is bound to table, column and row, so it cannot be copied into another person's row.
Rows need their primary key before saving (UUIDs): the binding contains it.
"""

import base64
from collections.abc import Callable
from typing import Any

from django.db import models

from zhupei.kernel.crypto import ring

VERSION = "z1"


def seal_text(plain: str, bound_to: str) -> str:
    letter, key_id, sealed = ring.current().seal(plain.encode("utf-8", "surrogatepass"), bound_to.encode())
    return f"{VERSION}.{letter}.{key_id}.{base64.b64encode(sealed).decode()}"


def open_text(token: str, bound_to: str) -> str:
    """Raises `ring.UnreadableSeal` when altered, moved or without its key."""
    version, letter, key_id, encoded = token.split(".", 3)
    if version != VERSION:
        raise ring.UnreadableSeal(f"unknown version {version}")
    plain = ring.current().open(letter, key_id, base64.b64decode(encoded), bound_to.encode())
    return plain.decode("utf-8", "surrogatepass")


def key_of(token: str) -> tuple[str, str]:
    """Cipher letter and key id of a sealed text."""
    _, letter, key_id, _ = token.split(".", 3)
    return letter, key_id


class Sealed:
    """A value that does not show itself. Falsy when empty."""

    __slots__ = ("_binding", "_mask", "_plain", "_token")

    def __init__(self, token: str, binding: str, mask: Callable[[str], str], plain: str | None = None) -> None:
        self._token, self._binding, self._mask, self._plain = token, binding, mask, plain

    def plain(self) -> str:
        """The value itself. Whoever shows it to another person records that (audited reveal)."""
        if self._plain is None:
            self._plain = open_text(self._token, self._binding) if self._token else ""
        return self._plain

    def masked(self) -> str:
        return self._mask(self.plain())

    def __bool__(self) -> bool:
        return bool(self._token or self._plain)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.plain() == other.plain()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "••••" if self else ""

    def __repr__(self) -> str:
        return "<sealed>"


class UnsealedText(str):
    """Marks text that a program has set and that is not sealed yet."""


def dots(value: str) -> str:
    """The default mask: nothing but its presence."""
    return "••••" if value else ""


class SealedDescriptor:
    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        raw = instance.__dict__[self.field.attname]
        if isinstance(raw, UnsealedText):
            return Sealed("", "", self.field.mask, str(raw))
        return Sealed(raw or "", self.field.binding(instance), self.field.mask)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Sealed):
            value = UnsealedText(value.plain())
        elif isinstance(value, Token):
            pass
        else:
            value = UnsealedText(value or "")
        instance.__dict__[self.field.attname] = value


class Token(str):
    """Ciphertext as read from the database."""


class SealedField(models.TextField):
    """`mask` turns the plain value into its partly hidden form."""

    _pyi_private_set_type: "str | Sealed"  # type: ignore[assignment]  # read by the type checker
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def __init__(self, *args: Any, mask: Callable[[str], str] = dots, **kwargs: Any) -> None:
        self.mask = mask
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        return super().deconstruct()  # the mask is no matter of the schema

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, SealedDescriptor(self))

    def binding(self, instance: models.Model) -> str:
        if instance.pk is None:
            raise ValueError(f"{self.model.__name__} needs a primary key before {self.name} can be sealed")
        return f"{self.model._meta.db_table}.{self.column}:{instance.pk}"

    def from_db_value(self, value: str | None, *_: Any) -> Token | None:
        return None if value is None else Token(value)

    def get_default(self) -> Any:
        return UnsealedText("")

    def pre_save(self, instance: models.Model, add: bool) -> str:
        raw = instance.__dict__[self.attname]
        if isinstance(raw, UnsealedText):
            raw = Token(seal_text(str(raw), self.binding(instance))) if raw else Token("")
            instance.__dict__[self.attname] = raw
        return raw

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, (UnsealedText, Sealed)) and value:
            raise TypeError("a sealed column cannot be compared or updated in SQL; use its blind index")
        return "" if not value else str(value)

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname)
