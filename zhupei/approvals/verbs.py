"""The acts that take two persons. The app that owns an act registers it here when it starts (`AppConfig.ready`)."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from zhupei.accounts.models import User
from zhupei.approvals.models import Motion
from zhupei.kernel.refusals import Refusal

Payload = Mapping[str, Any]
Words = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class MotionVerb:
    """One kind of act. `name` is also the audit verb that `run` records; `label` what people call it.

    `find` gives the subject by its id, `hold` the same under a lock until the transaction ends. `facts` are what both
    persons must have seen alike: when they change, an open motion is overtaken. Leave out what somebody against whom
    the act is directed could change to keep it off. `rule` is asked of either person, after the lock; `run` does the
    act with just the payload that was proposed, in the transaction of the confirmation. `words` tell the payload on
    the page, masked. `until` says by when of the subject it must be confirmed, where that comes before the lifetime is
    over: an extension of a window is void at the end of that window.
    """

    name: str
    label: str
    subject_type: str
    lifetime: timedelta
    find: Callable[[str], Any]
    hold: Callable[[str], Any]
    facts: Callable[[Any], Words]
    words: Callable[[Payload], Words]
    may_propose: Callable[[User], bool]
    may_confirm: Callable[[User], Q | None]  # which motions of this verb a person may decide; None: none
    rule: Callable[[Any, Payload, User, datetime], Refusal | None]
    run: Callable[["ConfirmedMotion"], None]
    until: Callable[[Any], datetime] | None = None

    def digest(self, subject: Any) -> str:
        """SHA-256 over verb and facts, hexadecimal: equal when both have seen the same."""
        text = json.dumps([self.name, *map(list, self.facts(subject))], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def expires(self, subject: Any, at: datetime) -> datetime:
        """When a motion about this subject ends that is proposed at `at`."""
        usual = at + self.lifetime
        return min(usual, self.until(subject)) if self.until else usual


@dataclass(frozen=True)
class ConfirmedMotion:
    """What `run` gets: the confirmed motion, its locked subject, who has confirmed it and when."""

    motion: Motion
    subject: Any
    payload: Payload
    actor: User
    at: datetime


_known: dict[str, MotionVerb] = {}


def register(verb: MotionVerb) -> MotionVerb:
    _known[verb.name] = verb
    return verb


def get(name: str) -> MotionVerb:
    """KeyError for an act that nobody has registered."""
    return _known[name]


def known() -> Sequence[MotionVerb]:
    return tuple(_known.values())
