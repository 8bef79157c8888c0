"""What a template gets for what is not there.

A name that a view does not give, a key that a dictionary lacks and an attribute of None may be asked for and gone
through (`{% if refused %}`, `{% for warning in warnings %}`), never shown. Everything else is a fault of the template:
tests stop at it (`Strict`), production shows nothing and logs it (`Absent`), because a page with a gap is better than
none on the last evening.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import ChainableUndefined, Undefined
from jinja2.utils import missing

log = logging.getLogger("zhupei.pages")


def may_be_asked(absent: Undefined) -> bool:
    owner = absent._undefined_obj
    return owner is missing or owner is None or isinstance(owner, Mapping | ChainableUndefined)


class Strict(Undefined):
    """Stops the page, except where it only asks whether something has been given."""

    __slots__ = ()

    def __getattr__(self, name: str) -> "Strict":
        """`{% if refusal.field %}` asks, too."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self if self else type(self)(obj=None, name=name)

    def __getitem__(self, key: Any) -> "Strict":  # type: ignore[override]
        return self.__getattr__(str(key))

    def __str__(self) -> str:
        self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        if not may_be_asked(self):
            self._fail_with_undefined_error()
        return False

    def __len__(self) -> int:
        return int(bool(self))

    def __iter__(self) -> Iterator[Any]:
        return iter((self,) if self else ())

    def __eq__(self, other: object) -> bool:
        return bool(self) if type(self) is not type(other) else True

    __hash__ = Undefined.__hash__


class Absent(ChainableUndefined):
    """Shows nothing, is nothing, and says so in the log."""

    __slots__ = ()

    def _told(self) -> None:
        log.error("page.missing %s", self._undefined_message)

    def __str__(self) -> str:
        self._told()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __bool__(self) -> bool:
        if not may_be_asked(self):
            self._told()
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter((self,) if self else ())

    def __call__(self, *args: Any, **kwargs: Any) -> "Absent":  # type: ignore[override]
        self._told()
        return self
