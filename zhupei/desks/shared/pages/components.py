"""Components: a macro for each file in templates/ui, found by its name."""

from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup, escape


class Components:
    """`ui` of every template: `ui.card` is the macro `card` in `ui/card.html`, compiled at its first use."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        macro = getattr(self._environment.get_template(f"ui/{name}.html").module, name)
        setattr(self, name, macro)
        return macro


def attributes(given: Mapping[str, Any]) -> Markup:
    """What a component passes through to its element: `_` is written `-`, True stands alone, False is left out."""
    written = ""
    for name, value in given.items():
        if value is True:
            written += f" {name.replace('_', '-')}"
        elif value is not None and value is not False:
            written += f' {name.replace("_", "-")}="{escape(value)}"'
    return Markup(written)  # noqa: S704  names stand in templates, values are escaped


def classes(*names: str | None) -> str:
    """The value of a class attribute, of those that are given."""
    return " ".join(str(name) for name in names if name)
