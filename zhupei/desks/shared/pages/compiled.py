"""Jinja2's compiled templates with less ceremony at what every page does hundreds of times: to show a value, to call a
function, to find another template.
"""

from collections.abc import Callable, MutableMapping
from functools import cached_property, lru_cache
from types import CodeType, FunctionType, MethodType
from typing import Any, Generic, TypeVar

import jinja2
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape

T = TypeVar("T")
CALLED = {Macro, FunctionType, MethodType, type(lru_cache(len))}


def shown(value: Any) -> str:
    """As `markupsafe.escape`, for a place that only joins texts: what is markup already is not copied, and what is
    escaped here is not marked so again.
    """
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is Markup else escape(value)


class CompiledTemplate(jinja2.Template):
    @classmethod
    def from_code(
        cls, environment: jinja2.Environment, code: CodeType, *args: Any, **kwargs: Any
    ) -> "CompiledTemplate":
        """The compiler writes `escape(…)` around every value that is shown, and nowhere else."""
        made = super().from_code(environment, code, *args, **kwargs)
        made.root_render_func.__globals__["escape"] = shown
        return made  # type: ignore[return-value]


class Later(Generic[T]):
    """A name of a page whose value is worked out for the first template that speaks of it, in whichever branch: Jinja2
    looks names up before it knows where it will go. So what asks the database stays one of Django's lazy objects,
    unless every page shows it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make

    @cached_property
    def value(self) -> T:
        return self.make()


class Names(Context):
    """The names of a page, and the calls on it."""

    def resolve_or_missing(self, key: str) -> Any:
        names = self.vars if key in self.vars else self.parent
        value = names.get(key, missing)
        return value.value if type(value) is Later else value

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """What wants nothing of the page is called as it is."""
        if type(__obj) not in CALLED or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class PageEnvironment(jinja2.Environment):
    """Templates are kept in a plain dictionary: they are as many as there are files, so that none needs to go. All know
    the same functions, which need not be looked up in two places.
    """

    template_class = CompiledTemplate
    context_class = Names

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, cache_size=-1)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals
