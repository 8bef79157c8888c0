"""Where somebody stands, as every page, message and program says it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a person stands in one stage now, in words.

    `code` names stage and state (`application:returned`) and is stable, for tests and programs. `title` says it in a
    few words, `words` in one sentence more; `tone` is that of a component (ok, warn, bad, info). `who` acts next and
    does `what`; both are empty when nobody has to. `until` is the moment by which, None without one.
    """

    code: str
    title: str
    tone: str
    words: str = ""
    who: str = ""
    what: str = ""
    until: datetime | None = None
