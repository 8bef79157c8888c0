"""What the buttons and links of a page do when pressed, read from its HTML as a browser without script would."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import html

EDGE = "//div[contains(@class, 'thumb-bar')]"
SUBMITS = ("submit", "")
NEITHER_TYPED_NOR_CHOSEN = ("hidden", "submit", "button", "image", "reset")


@dataclass(frozen=True)
class Act:
    """Where pressing leads. `posts` are the names of the fields that go along, `pressed` the button's own pair."""

    method: str
    address: str
    posts: tuple[str, ...] = ()
    pressed: tuple[str, str] = ("", "")


class Screen:
    def __init__(self, text: str, address: str) -> None:
        self.tree, self.address = html.document_fromstring(text), address

    def form(self, element: Any) -> Any | None:
        """The form that a control belongs to: named by `form`, else around it."""
        if name := element.get("form"):
            return next(iter(self.tree.xpath("//form[@id=$name]", name=name)))
        return next(iter(element.xpath("ancestor::form[1]")), None)

    def fields(self, form: Any) -> list[Any]:
        """In the order of the page, those that stand elsewhere included."""
        every = self.tree.xpath("//input[@name]|//select[@name]|//textarea[@name]")
        return [field for field in every if self.form(field) is form and field.get("name") != "csrfmiddlewaretoken"]

    def buttons(self, form: Any) -> list[Any]:
        found = self.tree.xpath("//button")
        return [each for each in found if each.get("type", "") in SUBMITS and self.form(each) is form]

    def act(self, control: Any) -> Act:
        if control.tag == "a":
            return Act("get", urljoin(self.address, control.get("href")))
        form = self.form(control)
        names = tuple(dict.fromkeys(field.get("name") for field in self.fields(form)))
        address = urljoin(self.address, control.get("formaction") or form.get("action") or "")
        pressed = (control.get("name", ""), control.get("value", ""))
        return Act(form.get("method", "get").lower(), address, names, pressed)

    def controls(self) -> list[Any]:
        """Every link of the page itself, without menus, and every button that sends a form."""
        found = self.tree.xpath("//main//a[@href]|//main//button") + self.tree.xpath(f"{EDGE}//a|{EDGE}//button")
        return [
            each
            for each in found
            if each.tag == "a" or (each.get("type", "") in SUBMITS and self.form(each) is not None)
        ]

    def main_acts(self) -> dict[str, set[Act]]:
        """What the page calls the thing to do next → everything that controls of this name do on it.

        In a list each row has its link of the same name; what shouts stands for the whole page.
        """
        found = defaultdict(set)
        for control in self.controls():
            found[label(control)].add(self.act(control))
        return {name: found[name] for name in {label(each) for each in self.controls() if shouts(each)}}

    def unsaved(self) -> list[Any]:
        """The forms that hold what somebody has typed or chosen and not sent yet."""
        return [
            form
            for form in self.tree.xpath("//main//form")
            if form.get("method", "").lower() == "post" and self.open(form)
        ]

    def open(self, form: Any) -> list[Any]:
        return [
            field
            for field in self.fields(form)
            if field.get("type", "") not in NEITHER_TYPED_NOR_CHOSEN and field.get("disabled") is None
        ]

    def shouting_links(self) -> list[str]:
        """Links that look like the thing to do next, by what they are called."""
        return [
            label(link) for link in self.tree.xpath("//main//a|//div[contains(@class,'thumb-bar')]//a") if shouts(link)
        ]


def shouts(control: Any) -> bool:
    """Looks like the thing to do next, or is held at the edge of the screen."""
    if control.xpath(f"ancestor::{EDGE[2:]}"):
        return True
    return {"btn", "primary"} <= set(control.get("class", "").split())


def label(control: Any) -> str:
    """The words, without what is counted in brackets."""
    words = " ".join((control.get("aria-label") or control.text_content()).split())
    return re.sub(r"（[^）]*）$", "", words)
