"""The words of the trail: every recorded verb, its details, the kinds of objects and the roles, in Chinese.

Each app declares what its own acts record in its module `trail`, from `AppConfig.ready`. `audit.actions.record` takes
nothing else: in tests it refuses what nobody has declared, in production it writes it and says so in the log.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import structlog
from django.apps import apps

log = structlog.get_logger("zhupei.audit")

Words = Mapping[str, str] | Callable[[str], str]

# Who acts where no person does. Machine and clock differ in why they act, not in who it was.
MACHINE, CLOCK, INSTALLATION, STRANGER = "machine", "clock", "installation", "stranger"
NOBODYS = {MACHINE: "系统自动", CLOCK: "系统自动", INSTALLATION: "系统安装", STRANGER: "未登录者"}


class Undeclared(Exception):
    """An act wants to write into the trail what nobody could read there in words."""


@dataclass(frozen=True)
class Detail:
    """One key of what is written with an event. `words`: a code → what it is called. `about`: the kind of object whose
    ids these are. Several values are told one by one.
    """

    label: str
    words: Words | None = None
    about: str = ""

    def told(self, code: str) -> str:
        if callable(self.words):
            return self.words(code)
        return (self.words or {}).get(code, code)


# Settings before and after: a list of {field, label, old, new}; a value that is somebody's own has neither old nor new.
CHANGES = Detail("改动")


@dataclass(frozen=True)
class Verb:
    """`details` are written today; `former` were written by earlier versions and are still read."""

    name: str
    label: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    former: Mapping[str, Detail] = field(default_factory=dict)

    def detail(self, key: str) -> Detail:
        return self.details.get(key) or self.former.get(key) or Detail(key)


@dataclass(frozen=True)
class Thing:
    """A kind of object. `named`: id → what people call this one, where that is no secret."""

    label: str
    named: Callable[[str], str] | None = None


_verbs: dict[str, Verb] = {}
_bygone: dict[str, Verb] = {}
_things: dict[str, Thing] = {}
_roles: dict[str, str] = dict(NOBODYS)
strict = False


def register(name: str, label: str, /, **details: Detail) -> None:
    """One verb. Raises ValueError when another app has it already: a verb has one owner."""
    if name in _verbs:
        raise ValueError(f"{name} is registered twice")
    _verbs[name] = Verb(name, label, details)


def formerly(name: str, /, **details: Detail) -> None:
    """What earlier versions have written with a registered verb: events stay readable."""
    _verbs[name] = replace(_verbs[name], former=details)


def bygone(name: str, label: str, /, **details: Detail) -> None:
    """A verb that only earlier versions have written: its events stay readable and can be found."""
    _bygone[name] = Verb(name, label, former=details)


def things(**labels: str | Thing) -> None:
    """Kinds of objects, by the name that stands in `object_type`."""
    _things.update({name: each if isinstance(each, Thing) else Thing(each) for name, each in labels.items()})


def roles(labels: Mapping[str, str]) -> None:
    """In what somebody acts."""
    _roles.update(labels)


def known() -> Mapping[str, Verb]:
    return _verbs


def get(name: str) -> Verb:
    """An event of a version that knew other verbs is told by its bare name."""
    return _verbs.get(name) or _bygone.get(name) or Verb(name, name)


def role_label(role: str) -> str:
    """Several offices at once are joined by a plus sign."""
    return "、".join(_roles.get(part, part) for part in role.split("+"))


def thing(kind: str) -> Thing:
    """Tables of the technical site are called as they are called there."""
    if kind in _things or "." not in kind:
        return _things.get(kind) or Thing(kind)
    try:
        return Thing(str(apps.get_model(kind)._meta.verbose_name))
    except LookupError:
        return Thing(kind)


def called(word: str) -> tuple[list[str], list[str], list[str]]:
    """The verbs, roles and kinds of objects whose label contains the word, or that are called so in code."""

    def matching(labels: Iterable[tuple[str, str]]) -> list[str]:
        return sorted(name for name, label in labels if word in label or word == name)

    return (
        matching((name, verb.label) for name, verb in {**_bygone, **_verbs}.items()),
        matching(_roles.items()),
        matching((name, each.label) for name, each in _things.items()),
    )


def declared(verb: str, keys: Iterable[str], *, about: str, role: str, by_somebody: bool) -> None:
    """Raises `Undeclared` where `strict` (tests), else says it in the log: an event is never lost for want of words."""
    found = list(_undeclared(verb, keys, about, role, by_somebody))
    if found and strict:
        raise Undeclared(f"{verb}: {'; '.join(found)}")
    for fault in found:
        log.warning("trail.undeclared", verb=verb, fault=fault)


def _undeclared(verb: str, keys: Iterable[str], about: str, role: str, by_somebody: bool) -> Iterator[str]:
    if verb not in _verbs:
        yield "unknown verb"
    else:
        yield from (f"unknown detail {key}" for key in sorted(set(keys) - _verbs[verb].details.keys()))
    if about not in _things and "." not in about:
        yield f"unknown kind of object {about}"
    if by_somebody == (role in NOBODYS) or not all(part in _roles for part in role.split("+")):
        yield f"{'somebody' if by_somebody else 'nobody'} acts as {role or 'nothing'}"
