"""Our compiled templates show and call as Jinja2's own do."""

from typing import Any

import jinja2
import pytest
from django.utils.safestring import mark_safe
from jinja2 import pass_context
from markupsafe import Markup, escape

from zhupei.desks.shared.pages.compiled import Later, PageEnvironment, shown

HOSTILE = '<b title="\'">&'


class Drawn:
    def __html__(self) -> str:
        return "<i>drawn</i>"


class Text(str):
    """A text of its own kind, as Django's choices are."""


VALUES: list[Any] = [HOSTILE, Text(HOSTILE), Markup("<b>"), mark_safe("<b>"), Drawn(), 5, None, [HOSTILE], ""]


@pytest.mark.parametrize("place", range(len(VALUES)))
def test_what_is_shown_is_escaped_as_ever(place: int) -> None:
    assert shown(VALUES[place]) == escape(VALUES[place])


def both(source: str, **names: Any) -> tuple[str, str]:
    """What our environment makes of it, and Jinja2's."""
    ours = PageEnvironment(autoescape=True).from_string(source).render(**names)
    return ours, jinja2.Environment(autoescape=True).from_string(source).render(**names)


SOURCES = {
    "value": "{{ value }}",
    "joined": "{{ value ~ '<u>' ~ safe }}",
    "macro": "{% macro m(a, b='<') %}[{{ a }}{{ b }}{{ caller() if caller }}]{% endmacro %}"
    "{{ m(value) }}{{ m(m(value), safe) }}{% call m(1) %}{{ value }}{% endcall %}",
    "set": "{% set block %}<u>{{ value }}</u>{% endset %}{{ block }}{{ value|upper }}",
    "loop": "{% for each in [value, safe] %}{{ loop.index }}{{ each }}{{ said(each) }}{% endfor %}",
    "methods": "{{ value.upper() }}{{ value.split('t')[0] }}{{ context_of() }}",
}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_template_gives_what_it_gives_in_jinja2(name: str) -> None:
    @pass_context
    def context_of(context: Any) -> str:
        return f"{context['value']}!"

    names = {"value": HOSTILE, "safe": Markup("<b>"), "said": lambda value: value + "<", "context_of": context_of}

    ours, theirs = both(SOURCES[name], **names)

    assert ours == theirs
    assert HOSTILE not in ours


def test_a_later_name_is_worked_out_once_and_only_when_asked_for() -> None:
    asked: list[str] = []
    names: Any = {name: Later(lambda name=name: asked.append(name) or HOSTILE) for name in ("one", "other")}  # type: ignore[misc]
    template = PageEnvironment(autoescape=True).from_string(
        "{{ one }}{% if not one %}none{% endif %}{% for _ in [1, 2] %}{{ one }}{% endfor %}"
    )

    shown_thrice = template.render(**names)

    assert asked == ["one"]
    assert shown_thrice == 3 * escape(HOSTILE)
