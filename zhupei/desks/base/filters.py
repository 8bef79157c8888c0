"""The queue as an address asks for it; every link of the desk carries that along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from zhupei.applications.review_queries import ReviewFilter
from zhupei.desks.base.frame import base_of
from zhupei.reports.lists import queue
from zhupei.reports.lists.definition import Asked, known

QUEUE: queue.Queue = known[queue.Queue.name]  # type: ignore[assignment]


def desk_of(request: HttpRequest, at: datetime) -> queue.QueueScope:
    """The desk on which this request is."""
    return queue.QueueScope(base_of(request), request.user, at)


@dataclass(frozen=True)
class Chosen:
    """What is asked of the queue, and its one spelling in an address, beginning with `?`."""

    asked: Asked[ReviewFilter]

    @classmethod
    def read(cls, given: Mapping[str, Any], desk: queue.QueueScope) -> "Chosen":
        return cls(QUEUE.read(given, desk))

    @property
    def wanted(self) -> ReviewFilter:
        return QUEUE.wanted(self.asked)

    @property
    def state(self) -> str:
        return self.asked.tab

    @property
    def label(self) -> str:
        return QUEUE.tab_label(self.asked.tab)

    @property
    def address(self) -> str:
        return QUEUE.address(self.asked)

    def round_id(self, own: UUID) -> UUID:
        """The round whose list it is: the one of the address, else that of the application one looks at."""
        return queue.round_of(self.asked, own)
