"""The filters of the queue as they stand in the address; every link of the desk carries them along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from zhupei.applications import states
from zhupei.applications.review_queries import Filter

ALL = "all"
LONGEST_TEXT = 50
# In the order of the work: what waits first.
TABS = (*states.ON_DESK, ALL)


@dataclass(frozen=True)
class Chosen:
    """The filter and its one spelling in an address, beginning with `?`."""

    wanted: Filter

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Chosen":
        """Unknown values do not filter. Without a state: what waits, but everything where a name is looked for."""
        text = _plain(given.get("text", ""))[:LONGEST_TEXT]
        state = given.get("state", "")
        if state not in TABS:
            state = ALL if text else states.SUBMITTED
        return cls(
            Filter(
                state="" if state == ALL else state,
                specialty=_plain(given.get("specialty", ""))[:8],
                category=_plain(given.get("category", ""))[:20],
                again=given.get("again") == "1",
                text=text,
            )
        )

    @property
    def state(self) -> str:
        return self.wanted.state or ALL

    @property
    def label(self) -> str:
        return label(self.state)

    @property
    def address(self) -> str:
        wanted = self.wanted
        parts = {"state": self.state, "specialty": wanted.specialty, "category": wanted.category}
        parts |= {"again": "1" if wanted.again else "", "text": wanted.text}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def at(self, state: str) -> "Chosen":
        """The same conditions in another state."""
        return Chosen(replace(self.wanted, state="" if state == ALL else state))

    @property
    def bare(self) -> "Chosen":
        """The state alone."""
        return Chosen(Filter(state=self.wanted.state))


def label(state: str) -> str:
    return "全部" if state == ALL else states.MOVES.label(state)


def tabs(chosen: Chosen, counts: Mapping[str, int]) -> list[tuple[str, str, int, bool]]:
    """(label, address, count, current) of every state."""
    return [
        (
            label(state),
            chosen.at(state).address,
            sum(counts.values()) if state == ALL else counts.get(state, 0),
            state == chosen.state,
        )
        for state in TABS
    ]


def _plain(text: str) -> str:
    """PostgreSQL stores no NUL, so nothing can be found with one."""
    return " ".join(text.replace("\x00", "").split())
