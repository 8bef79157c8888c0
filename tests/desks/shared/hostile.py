"""Renders a template with every branch at once, and with one and the same text for whatever it asks for.

What comes out is compared by its skeleton, the elements and the names of their attributes: a template that escapes
everything has the same one for a harmless text and for markup.
"""

import dis
import inspect
import sys
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import jinja2
from django.template import engines
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from zhupei.desks.shared.pages import engine, parts, words

HARMLESS = "文字"
HOSTILE = "".join(
    (
        '"><script>alert(1)</script><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)' x=\" onfocus=alert(1) autofocus ",
        "</title></textarea></option></select></script></style>--><b>",
        "{{ 7 * 7 }}{% include 'x' %}{# #} &lt;i&gt; &quot; `",
        "\u202e\u2066\u200f\x00<\x00b>\ufeff\ud7ff",
        "<" * 5_000,
    )
)
FINE = ("asset", "icon", "classes", "attributes")  # functions that take whatever they get


class Anything:
    """Has every attribute, every item, can be called, counted and gone through, and is always the same text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(self._text)

    def __getitem__(self, key: Any) -> Any:
        return Anything(self._text)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return Anything(self._text)

    def __add__(self, other: Any) -> Any:
        return Anything(self._text)

    def __gt__(self, other: Any) -> bool:
        return False

    @property
    def items(self) -> Any:
        return Pairs(self._text)

    def __iter__(self) -> Iterator[Any]:
        """As many as the loop unpacks, else two."""
        frame = sys._getframe(1)
        code, at = frame.f_code.co_code, frame.f_lasti
        count = code[at + 1] if code[at] == dis.opmap["UNPACK_SEQUENCE"] else 2
        return iter([Anything(self._text) for _ in range(count)])

    def __len__(self) -> int:
        return 2

    def __str__(self) -> str:
        return self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        return False


class Pairs(Anything):
    """What `items()` gives: names of attributes are never data."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return [("data-name", Anything(self._text))]


class EveryBranch(NodeTransformer):
    """Conditions are left out, and all that stands behind them stays."""

    def visit_If(self, node: nodes.If) -> Any:
        self.generic_visit(node)
        return [*node.body, *(inner for each in node.elif_ for inner in self._inside(each)), *node.else_]

    def _inside(self, node: Any) -> list[nodes.Node]:
        return node.body if isinstance(node, nodes.If) else [node]

    def visit_For(self, node: nodes.For) -> Any:
        self.generic_visit(node)
        after, node.else_ = node.else_, []
        return [node, *after]

    def visit_CondExpr(self, node: nodes.CondExpr) -> Any:
        self.generic_visit(node)
        return nodes.Concat([node.expr1, node.expr2], lineno=node.lineno) if node.expr2 else node.expr1


class Generator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        EveryBranch().visit(node)
        node.set_environment(self.environment)
        super().visit_Template(node, frame)


@lru_cache
def environment(text: str, loader: jinja2.BaseLoader | None = None) -> jinja2.Environment:
    """That of the pages, where every name is `text`."""

    class Everything(Context):
        def resolve_or_missing(self, key: str) -> Any:
            found = super().resolve_or_missing(key)
            return Anything(text) if found is missing else found

    made = engine.environment(loader=loader or engines["pages"].env.loader, autoescape=True)
    made.context_class, made.code_generator_class = Everything, Generator
    for name in parts.FUNCTIONS.keys() - set(FINE) | {"querystring"}:
        made.globals[name] = lambda *args, **kwargs: Anything(text)
    for name in words.FILTERS:
        made.filters[name] = _patient(words.FILTERS[name], text)
    return made


def _patient(function: Any, text: str) -> Any:
    """A filter that gives the text where it cannot take it."""

    def filtered(value: Any, *args: Any) -> Any:
        try:
            return function(str(value), *args)
        except Exception:
            return text

    return filtered


def render(name: str, text: str, loader: jinja2.BaseLoader | None = None) -> str:
    return environment(text, loader).get_template(name).render()


def call(macro: Any, text: str, **options: Any) -> str:
    """The macro with the text for every argument, and for an attribute that it passes through."""
    given: dict[str, Any] = {argument: Anything(text) for argument in macro.arguments}
    if macro.catch_kwargs:
        given["data_more"] = Anything(text)
    if macro.caller:
        given["caller"] = lambda *rows: Markup("<p>{}</p>").format(text)
    return str(macro(**{**given, **options}))


def macros(name: str, text: str) -> dict[str, Any]:
    module = environment(text).get_template(name).module
    return {name: each for name, each in inspect.getmembers(module) if isinstance(each, jinja2.runtime.Macro)}


class Skeleton(HTMLParser):
    """The elements of a page and the names of their attributes, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bones: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.bones.append(f"<{tag} {' '.join(name for name, _ in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.bones.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.bones.append("<!-->")


def bones(text: str) -> list[str]:
    return Skeleton(text).bones
