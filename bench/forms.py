"""Reading the forms of a page as a browser does: what would be sent, and what can be chosen.

Made for our own templates: regular expressions, no general HTML parser. Cheap, because it runs beside the server.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_CONTROL = re.compile(r"<(input|button)\b([^>]*)>|<(select|textarea)\b([^>]*)>(.*?)</(?:select|textarea)>", re.DOTALL)
_OPTION = re.compile(r"<option\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_UNSENT = {"submit", "button", "reset", "image", "file"}


class NoForm(LookupError):
    """The page does not have the form that a person would look for."""


@dataclass
class Form:
    """`fields` in the order of the page: what is sent when nothing is touched. `choices`: name → values on offer.

    `buttons` are (name, value) of the submit buttons; `files` the names of file inputs.
    """

    action: str
    method: str
    id: str = ""
    multipart: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, answers: dict[str, str | None]) -> list[tuple[str, str]]:
        """The pairs that are sent when a person gives `answers`; None unticks. Raises NoForm for an unknown name."""
        if unknown := sorted(set(answers) - self.names):
            raise NoForm(f"{self.action} has no field {', '.join(unknown)}")
        kept = [(name, value) for name, value in self.fields if name not in answers]
        return kept + [(name, value) for name, value in answers.items() if value is not None]


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag; those without a value are empty strings."""
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def read(html: str) -> list[Form]:
    """Every form of a page, with the controls outside that name it by `form=`."""
    forms, inside = [], []
    for found in _FORM.finditer(html):
        given = attributes(found[1])
        form = Form(
            action=given.get("action", ""),
            method=given.get("method", "get").lower(),
            id=given.get("id", ""),
            multipart=given.get("enctype") == "multipart/form-data",
        )
        _controls(form, found[2])
        forms.append(form)
        inside.append(found.span())
    by_id = {form.id: form for form in forms if form.id}
    if by_id and ' form="' in html:
        _adopt(by_id, html, inside)
    return forms


def _adopt(by_id: dict[str, Form], html: str, inside: list[tuple[int, int]]) -> None:
    for found in _CONTROL.finditer(html):
        owner = by_id.get(attributes(found[2] or found[4] or "").get("form", ""))
        if owner is not None and not any(start <= found.start() < end for start, end in inside):
            _control(owner, found)


def find(forms: Iterable[Form], *, action: str = "", name: str = "", method: str = "post") -> Form:
    """The first form whose action contains `action` and that has a control called `name`. Raises NoForm."""
    for form in forms:
        if form.method == method and action in form.action and (not name or name in form.names):
            return form
    raise NoForm(f"no {method} form with action {action!r} and field {name!r}")


def _controls(form: Form, html: str) -> None:
    for found in _CONTROL.finditer(html):
        _control(form, found)


def _control(form: Form, found: re.Match[str]) -> None:
    tag = found[1] or found[3]
    given = attributes(found[2] or found[4] or "")
    name = given.get("name", "")
    if not name or "disabled" in given:
        return
    form.names.add(name)
    if tag == "select":
        _select(form, name, found[5])
    elif tag == "textarea":
        form.fields.append((name, unescape(found[5]).lstrip("\n")))
    elif tag == "button":
        if given.get("type", "submit") == "submit":
            form.buttons.append((name, given.get("value", "")))
    else:
        _input(form, name, given)


def _input(form: Form, name: str, given: dict[str, str]) -> None:
    kind, value = given.get("type", "text"), given.get("value", "")
    if kind in ("radio", "checkbox"):
        value = given.get("value", "on")
        form.choices.setdefault(name, []).append(value)
        if "checked" in given:
            form.fields.append((name, value))
    elif kind == "file":
        form.files.append(name)
    elif kind not in _UNSENT:
        form.fields.append((name, value))


def _select(form: Form, name: str, html: str) -> None:
    values, chosen = [], None
    for found in _OPTION.finditer(html):
        given = attributes(found[1])
        value = given.get("value", unescape(found[2]).strip())
        values.append(value)
        if "selected" in given:
            chosen = value
    form.choices[name] = values
    if values:
        form.fields.append((name, chosen if chosen is not None else values[0]))
