"""One person in memory: who he is, what is known of him so far, and the rows of everything he has done."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.audit.verbs import MACHINE
from zhupei.dossiers.models import Document, Dossier, Education, Employment
from zhupei.notifications.models import Delivery, Notice
from zhupei.world.applicants import SimulatedApplicant
from zhupei.world.bulk.context import BulkContext
from zhupei.world.bulk.copying import Sheaf

SENT_AFTER = timedelta(seconds=4)


@dataclass
class Person:
    """`sheaf` takes the rows; `user` and `dossier` are there once he has registered and filled something in."""

    applicant: SimulatedApplicant
    context: BulkContext
    sheaf: Sheaf
    event_ids: Iterator[int]
    user: User = field(init=False)
    dossier: Dossier = field(init=False)
    educations: list[Education] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    def at(self, stage: str) -> datetime:
        return self.context.timetable.of(self.applicant.seed, self.applicant.facts.index)[stage]

    def record(self, verb: str, at: datetime, about: Model, **detail: Any) -> Event:
        """An event of the trail, by the person himself; as `audit.record` writes it."""
        return self._event(verb, at, about, str(self.user.pk), self.user.kind, detail)

    def record_by_machine(self, verb: str, at: datetime, about: Document, **detail: Any) -> Event:
        return self._event(verb, at, about, "", MACHINE, detail)

    def _event(self, verb: str, at: datetime, about: Model, actor: str, role: str, detail: dict[str, Any]) -> Event:
        kind = "account" if isinstance(about, User) else str(about._meta.model_name)
        event = Event(
            pk=next(self.event_ids),
            at=at,
            actor_id=actor,
            actor_role=role,
            verb=verb,
            object_type=kind,
            object_id=str(about.pk),
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
        )
        self.sheaf.add(event)
        return event

    def sent(self, purpose: str, at: datetime, recipient: User | None = None) -> None:
        """An SMS that has arrived: its text has been wiped."""
        self.sheaf.add(
            Delivery(
                recipient=recipient,
                purpose=purpose,
                phone=self.applicant.facts.phone,
                state=Delivery.State.SENT,
                tries=1,
                created_at=at,
                sent_at=at + SENT_AFTER,
            )
        )

    def told(self, words: dict[str, str], at: datetime) -> None:
        """A message in the inbox."""
        self.sheaf.add(Notice(recipient=self.user, at=at, **words))

    def row_id(self, *parts: object) -> UUID:
        """The id that this row has in the honest way, too."""
        return self.applicant.row_id(*parts)
