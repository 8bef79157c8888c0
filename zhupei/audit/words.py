"""One event of the trail in words: who, what, about what, and what was before and after.

Nobody's name, number or telephone stands in an event; applicants are told by a part of their id. So that is all there
is to show.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhupei.audit import verbs
from zhupei.audit.models import Event
from zhupei.audit.verbs import MACHINE, Detail, Verb

SHORT, NOTHING = 8, "—"
# What an act is about when it is not one account: what somebody has typed belongs to nobody, or to several.
_NONE, _MANY = "unknown", re.compile(r"(\d+) accounts")
_LONG = re.compile(r"[0-9a-f][0-9a-f-]{19,}")
# Versions before the machine had a name of its own wrote its acts with the role of the system administrator.
BEFORE_IT_HAD_A_NAME = "system"


@dataclass(frozen=True, slots=True)
class EventDetail:
    """A detail: `text` in words; `ids` are whole, where it names other objects, to look for them."""

    label: str
    text: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value before and after. Where both are None the value is somebody's own and only its name is kept."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class EventLine:
    """An event as a sentence. `names`: id → login name of staff; others are told by a part of their id."""

    event: Event
    names: Mapping[str, str]

    @property
    def who(self) -> str:
        actor = self.event.actor_id
        name = self.names.get(actor) or actor[:SHORT]
        return " ".join(filter(None, [verbs.role_label(role_of(self.event)), name]))

    @property
    def did(self) -> str:
        return self.verb.label

    @property
    def what(self) -> str:
        kind, key = self.event.object_type, self.event.object_id
        name = self.names.get(key) if kind == "account" else _named(kind, key)
        return f"{verbs.thing(kind).label} {name or _unnamed(key)}"

    @property
    def verb(self) -> Verb:
        return verbs.get(self.event.verb)

    @cached_property
    def _contents(self) -> Mapping[str, Any]:
        try:
            known = json.loads(self.event.detail)
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}

    @property
    def changes(self) -> list[ValueChange]:
        """What was before and what after: of settings, and of whatever has moved from one state to another."""
        known = self._contents
        found = [_change(each) for each in known.get("changes", ()) if isinstance(each, dict)]
        if "source" in known and "target" in known:
            source, target = (self.verb.detail(key).told(str(known[key])) for key in ("source", "target"))
            found.append(ValueChange("状态", source, target))
        return found

    @property
    def facts(self) -> list[EventDetail]:
        """All other details."""
        return [self._fact(key, value) for key, value in self._others()]

    @property
    def detail(self) -> str:
        """Everything in one line, for a list."""
        told = [f"{each.label} {changed(each)}".strip() for each in self.changes]
        return "；".join([*told, *(f"{each.label} {each.text}" for each in self.facts)])

    def _others(self) -> Iterator[tuple[str, Any]]:
        shown = {"changes"} | ({"source", "target"} if {"source", "target"} <= self._contents.keys() else set())
        return ((key, value) for key, value in self._contents.items() if key not in shown)

    def _fact(self, key: str, value: Any) -> EventDetail:
        detail = self.verb.detail(key)
        if isinstance(value, dict):
            value = [f"{name} {number}" for name, number in value.items()]
        several = value if isinstance(value, list) else [value]
        ids = tuple(str(each) for each in several if detail.about and each)
        text = "、".join(self._told(detail, each) for each in several) or "无"
        return EventDetail(detail.label, text, ids)

    def _told(self, detail: Detail, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return {None: "无", True: "是", False: "否"}[value]
        if not detail.about:
            return _LONG.sub(lambda found: short(found[0]), detail.told(str(value)))
        known = self.names.get(str(value)) if detail.about == "account" else _named(detail.about, str(value))
        return known or short(str(value))


def role_of(event: Event) -> str:
    """In what somebody has acted; nobody was ever system administrator without being somebody."""
    return MACHINE if not event.actor_id and event.actor_role in ("", BEFORE_IT_HAD_A_NAME) else event.actor_role


def people_in(event: Event) -> set[str]:
    """The ids of accounts that a line about this event may have to name."""
    line = EventLine(event, {})
    found = {event.actor_id} | ({event.object_id} if event.object_type == "account" else set())
    for key, value in line._others():
        if line.verb.detail(key).about == "account":
            found |= {str(each) for each in (value if isinstance(value, list) else [value])}
    return found - {""}


def short(key: str) -> str:
    """The beginning of an id or digest: enough to find it again."""
    return key[:SHORT] if _LONG.fullmatch(key) else key


def _unnamed(key: str) -> str:
    several = _MANY.fullmatch(key)
    return f"{several[1]} 个" if several else "未知" if key == _NONE else short(key)


def changed(change: ValueChange) -> str:
    return "" if change.old is None and change.new is None else f"{change.old or NOTHING} → {change.new or NOTHING}"


def _change(each: Mapping[str, Any]) -> ValueChange:
    label = str(each.get("label") or each.get("field") or "")
    if "old" not in each and "new" not in each:
        return ValueChange(label, None, None)
    return ValueChange(label, _value(each.get("old")), _value(each.get("new")))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return NOTHING if value is None or value == "" else str(value)


def _named(kind: str, key: str) -> str:
    """Where an object has a name that is no secret; ids that are none have none."""
    named = verbs.thing(kind).named
    if named is None:
        return ""
    try:
        return named(key)
    except ValueError:
        return ""
