"""Everything that the page of one application shows, gathered once from the version in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from zhupei.accounts import rules as account_rules
from zhupei.applications import desk_queries, onsite_queries, rules, snapshot, states
from zhupei.applications.desk_queries import PastDecision
from zhupei.applications.models import Application, OnSiteCheck, Review
from zhupei.applications.neighbour_queries import QueuePosition
from zhupei.bases.models import Base
from zhupei.cycles.models import Stage
from zhupei.desks.base import changes, checklist, shown_documents, shown_version
from zhupei.desks.base.changes import VersionChange
from zhupei.desks.base.checklist import ChecklistItem, Mark
from zhupei.desks.base.shown_documents import ShownDocument
from zhupei.desks.base.shown_version import ShownField
from zhupei.dossiers.models import Document
from zhupei.kernel.prepared import Question
from zhupei.kernel.refusals import Refusal


@dataclass
class ApplicationPage:
    """An application on the desk of `base`; `marks` were just posted, `revealed` may be shown this once."""

    base: Base
    application: Application
    at: datetime
    marks: Mapping[str, Mark]
    revealed: Mapping[str, str]

    @property
    def version(self) -> Any:
        return self.application.version

    @cached_property
    def content(self) -> dict[str, Any]:
        return snapshot.read(self.version)

    @property
    def position(self) -> QueuePosition:
        return QueuePosition(self.version.received_at, self.version.pk)

    @cached_property
    def decisions(self) -> list[PastDecision]:
        return desk_queries.decisions(self.application, self.base)

    @cached_property
    def last_return(self) -> PastDecision | None:
        """The return that this version answers: the latest one about an earlier version."""
        for decision in self.decisions:
            if decision.review.verdict == Review.Verdict.RETURN and decision.review.version_id != self.version.pk:
                return decision
        return None

    @cached_property
    def changes(self) -> list[VersionChange]:
        if self.last_return is None:
            return []
        return changes.between(snapshot.read(self.last_return.review.version), self.content)

    @cached_property
    def documents(self) -> list[ShownDocument]:
        """Submitted files in the order of the version, then what was supplied later."""
        stored = {str(document.pk): document for document in self._documents}
        former = {change.new_document: change.old_document for change in self.changes if change.new_document}
        listed = self.content["dossier"]["documents"]
        found = [
            self._shown(stored[each["id"]], each["title"], former=former.get(each["id"], ""))
            for each in listed
            if each["id"] in stored
        ]
        titles = {each["slot"]: each["title"] for each in listed}
        submitted = {each["id"] for each in listed} | set(former.values())
        found += [
            self._shown(document, titles.get(document.slot, document.get_kind_display()), tag="后补材料")
            for key, document in stored.items()
            if key not in submitted and document.checked_at and document.checked_at > self.version.received_at
        ]
        return found

    @cached_property
    def former_documents(self) -> list[ShownDocument]:
        """Files that were replaced since the last return, for comparing."""
        stored = {str(document.pk): document for document in self._documents}
        return [
            self._shown(stored[change.old_document], change.title, tag="退回前")
            for change in self.changes
            if change.old_document in stored
        ]

    @cached_property
    def _files(self) -> Question[list[Document]]:
        former = [change.old_document for change in self.changes if change.old_document]
        wanted = [each["id"] for each in self.content["dossier"]["documents"]] + former
        slots = shown_version.pending_slots(self.content)
        return desk_queries.files(self.application, self.base, wanted, slots)

    @cached_property
    def _documents(self) -> list[Document]:
        return self._files.ask()

    def asked(self) -> list[Question[Any]]:
        """What the page is going to ask beyond the application and its decisions, for `prepared.ahead`."""
        onsite = [onsite_queries.since_revoked.first_of(self.application)] if self.approved else []
        return [self._files, *onsite]

    def _shown(self, document: Document, title: str, **special: str) -> ShownDocument:
        return shown_documents.shown_document(document, title, self.base.pk, self.application.pk, **special)

    @cached_property
    def items(self) -> list[ChecklistItem]:
        decision = self.last_return
        return checklist.items(
            self.content,
            [document for document in self.documents if not document.tag],
            revealed=self.revealed,
            returned={point["item"]: point["reason"] for point in decision.items} if decision else {},
            changed={change.item for change in self.changes},
            marks=self.marks,
        )

    @cached_property
    def summary(self) -> list[ShownField]:
        return shown_version.summary(self.content, self.revealed)

    @cached_property
    def stages(self) -> dict[str, Stage]:
        return desk_queries.stages(self.application)

    @cached_property
    def blocked(self) -> Refusal | None:
        """Why nothing can be decided now, or None."""
        window = self.stages.get(Stage.Kind.REVIEW)
        return self.frozen or rules.review(self.application, self.version.pk, "approve", states.BASE, window, self.at)

    longest_reveal_reason = rules.LONGEST_REVEAL_REASON

    @property
    def needs(self) -> Mapping[str, Mapping[str, str]]:
        """What each decision needs, for the page to say at once."""
        return rules.NEEDS

    @cached_property
    def revocable(self) -> Refusal | None:
        exam = self.stages.get(Stage.Kind.EXAM)
        return self.frozen or rules.revocation(self.application, self.version.pk, exam, self.at)

    @property
    def frozen(self) -> Refusal | None:
        """Why nothing may be decided about this person for the time being."""
        return account_rules.undisturbed(self.application.person.standing)

    @property
    def waits(self) -> bool:
        return self.application.state == states.SUBMITTED

    @property
    def approved(self) -> bool:
        return self.application.state == states.APPROVED

    @cached_property
    def onsite(self) -> OnSiteCheck | None:
        return onsite_queries.last_onsite_check(self.application) if self.approved else None
