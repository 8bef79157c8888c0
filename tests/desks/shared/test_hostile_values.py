"""No template lets out what it is given as anything but text: markup, quotes, marks of direction, NUL, very long."""

import re
from pathlib import Path

import jinja2
import pytest
from django.template import engines

from tests.desks.shared import hostile
from tests.desks.shared.hostile import HARMLESS, HOSTILE, bones
from zhupei.desks.shared.pages import words

ROOT = Path(__file__).resolve().parents[3] / "templates"
NAMES = engines["pages"].names()
COMPONENTS = [name for name in NAMES if name.startswith("ui/")]

# What is not Jinja2 any more, or would let something out unescaped, and where that is meant.
FOREIGN = {
    "Django's tags": r"\{%-?\s*(load|url|csrf_token|static|comment|ifchanged|empty)\b",
    "a filter's argument in Django's way": r"\{[{%][^}]*\|\w+:[\"'\w]",
    "a component of an earlier kind": r"</?c-\w",
    "unescaped output": r"\|\s*safe\b|\bMarkup\b|autoescape",
    "a value inside a script or a style": r"<(script|style)\b[^>]*>[^<]*\{\{",
    "a value in an attribute without quotes": r"\s[\w-]+=\{\{",
    "a value where a script would run": r"\bon\w+=|javascript:",
}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_shows_stays_text(name: str) -> None:
    assert bones(hostile.render(name, HOSTILE)) == bones(hostile.render(name, HARMLESS))


@pytest.mark.parametrize("name", COMPONENTS)
def test_what_a_component_is_given_stays_text(name: str) -> None:
    nasty, nice = hostile.macros(name, HOSTILE), hostile.macros(name, HARMLESS)
    assert Path(name).stem in nasty
    for each in nasty:
        shown = hostile.call(nasty[each], HOSTILE)
        assert bones(shown) == bones(hostile.call(nice[each], HARMLESS))
        assert "&lt;script" in shown or each != Path(name).stem or not nasty[each].arguments


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ name|safe }}</p>",
        "<a title={{ name }}>x</a>",
        "<p {{ name }}>x</p>",
        "{% if not name %}{{ name|safe }}{% endif %}",
        "{% if name %}x{% elif other %}{% for a, b in rows %}{{ b.c.d()|safe }}{% endfor %}{% endif %}",
        "{{ ui.button(name|safe) }}",
        "{% call ui.card(title=name.title|safe) %}{% endcall %}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
    ],
)
def test_a_template_that_lets_something_out_is_found(source: str) -> None:
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"page.html": source}), engines["pages"].env.loader])
    assert bones(hostile.render("page.html", HOSTILE, loader)) != bones(hostile.render("page.html", HARMLESS, loader))


@pytest.mark.parametrize("what", FOREIGN)
def test_no_template_is_written_otherwise(what: str) -> None:
    found = {name for name in NAMES if re.search(FOREIGN[what], (ROOT / name).read_text())}
    assert not found


# Addresses that templates do not make with `url(…)`, and who makes them. Data is none of them but by `|own`.
ADDRESS = (
    r"\b(?:href|src|action|formaction)=\"\{\{ ([^}]+?) \}\}"
    r"|\b(?:href|src|preview|url|state_url|cancel|clear|back)=(?=[a-z])([^,)]+)"
)
MADE_HERE = ("url(", "asset(", "querystring(", "example_address(")
MADE_BY = {
    "the component's argument": {"href", "src", "action", "url", "preview", "cancel", "clear", "back", "links"},
    "url_or_none in the same template": {
        *(
            "login_url",
            "registration_url",
            "samples_url",
            "logins_url",
            "inbox_url",
            "clock_url",
            "display_url",
            "edit_url",
        ),
        *("removal_url", "confirmation_url", "refusal_url", "withdrawal_url", 'login_url ~ "?track=" ~ track.value'),
    },
    "the menus of the desks": {"entry.url", "link.url", 'desk_url or "/"', "desk_url", "me.logout_url or logout_url"},
    "desks.shared.own_addresses": {'before or "/"', "before", 'back or "/"', "login", "address"},
    "the request itself": {"request.path", "request.get_full_path()"},
    "reverse in the view of the page": {
        *("line.url", "item.url", "task.url", "part.task.url", "card.url", "card.state_url", "card.preview", "desk"),
        *("primary[1]", 'section.path if action else url("applicant:dossier"', "section.path", "each.path", "address"),
        *(
            "one.url",
            "one.thumbnail",
            "item.document.first",
            "document.first",
            "document.file",
            "document.original",
            "portrait.first",
        ),
    },
    "desks.shared.lists": {
        *("each.address", "listed.older", "listed.bare", "listed.path", 'listed.bare if listed.narrow else ""'),
    },
    "desks.shared.motions": {"address(line.motion)", "back_url"},
    "the filter `own`": {"notice.path|own"},
}


def test_no_link_leads_where_data_says() -> None:
    known = set().union(*MADE_BY.values())
    for name in NAMES:
        for pair in re.findall(ADDRESS, (ROOT / name).read_text()):
            address = "".join(pair)
            assert address in known or address.startswith(MADE_HERE), (name, address)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " /x", "//elsewhere.example/", "/\\elsewhere.example", "https://x.example/", "", None],
)
def test_an_address_from_data_leads_to_a_page_of_ours(address: str | None) -> None:
    assert words.own(address) == "/"
    assert words.own("/me/progress/?a=1") == "/me/progress/?a=1"
