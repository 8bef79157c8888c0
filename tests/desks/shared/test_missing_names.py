"""What a page does with what nobody gave: tests stop, people get the page with a gap and the log a line."""

import logging
from typing import Any

import jinja2
import pytest

from zhupei.desks.shared.pages import engine, missing


class Row:
    label = "行"


def write(source: str, kind: type[jinja2.Undefined], **names: Any) -> str:
    environment = engine.environment(loader=jinja2.DictLoader({}), autoescape=True)
    environment.undefined = kind
    return environment.from_string(source).render(row=Row(), known={}, nobody=None, **names)


ASKED = (
    "{% if name %}x{% endif %}",
    "{% if name.part %}x{% endif %}",
    "{% if name == 'x' %}x{% endif %}",
    "{% for each in name %}x{% endfor %}",
    "{% for each in nobody.parts %}x{% endfor %}",
    "{% if known.key or nobody.part.part %}x{% endif %}",
    "{% if row.other is defined %}x{% endif %}",
    "{% if name|length > 1 %}x{% endif %}",
)
FAULTS = (
    "{{ name }}",
    "{{ known.key }}",
    "{{ nobody.part.part }}",
    "{{ row.other }}",
    "{% if row.other %}x{% endif %}",
    "{% for each in row.other %}x{% endfor %}",
    '<a title="{{ name }}"></a>',
    "{{ row.other() }}",
)


@pytest.mark.parametrize("kind", [missing.Strict, missing.Absent])
@pytest.mark.parametrize("source", ASKED)
def test_one_may_ask_whether_something_was_given(source: str, kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert write(source, kind) == ""
    assert not caplog.records


@pytest.mark.parametrize("source", FAULTS)
def test_what_is_shown_must_have_been_given(source: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(jinja2.UndefinedError):
        write(source, missing.Strict)
    with caplog.at_level(logging.ERROR, "zhupei.pages"):
        assert write(source, missing.Absent) in ("", '<a title=""></a>')
    assert "page.missing" in caplog.text


def test_pages_of_people_are_the_forgiving_ones() -> None:
    assert engine.environment(loader=jinja2.DictLoader({}), autoescape=True).undefined is missing.Absent
