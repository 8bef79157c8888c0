"""Reviewers of the demonstration: who reviews what, with which outcome, and the applicant's answer to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications import actions, states
from zhupei.applications.models import Application
from zhupei.bases.models import Membership
from zhupei.world.applicants import SimulatedApplicant

Step = Callable[[Application, datetime], object]

# What becomes of submitted applications, in per mille: plausible shares, observed in no real recruitment.
OUTCOMES = (
    ("approved", 760),
    ("corrected", 110),  # returned, corrected, approved
    ("returned", 35),  # returned, correction still open
    ("rejected", 40),
    ("changed", 30),  # withdrawn, submitted again, approved
    ("withdrawn", 10),  # withdrawn for good
    ("waiting", 15),  # nobody has looked yet
)
RETURNS = (
    ("document:portrait", "免冠照片", "照片略模糊，请上传清晰的原图。"),
    ("document:id-front", "身份证人像面", "右下角反光，看不清号码，请重新拍摄。"),
    ("document:id-back", "身份证国徽面", "图像翻转，请转正后重新上传。"),
    ("basics", "个人信息", "现住址不完整，请补充门牌号和收件人。"),
)
REJECTION = "所学专业不符合本基地招生简章的要求，详见简章。"


def outcome(seed: int, index: int) -> str:
    """What becomes of this person's application: always the same."""
    random = Random(f"{seed}/{index}/review")  # noqa: S311  people are drawn, not secrets
    names, weights = zip(*OUTCOMES, strict=True)
    return random.choices(names, weights)[0]


class Reviewers:
    """The reviewers of each base; applications are shared out by their number."""

    @cached_property
    def of_base(self) -> dict[UUID, list[User]]:
        found: dict[UUID, list[User]] = {}
        rows = Membership.objects.in_force().filter(role=Membership.Role.REVIEWER).select_related("user")
        for row in rows.order_by("user__login_name"):
            found.setdefault(row.base_id, []).append(row.user)
        return found

    def for_(self, application: Application) -> User:
        """Raises KeyError for a base without a reviewer."""
        assert application.version is not None
        reviewers = self.of_base[application.version.base_id]
        return reviewers[int((application.number or "0")[-3:]) % len(reviewers)]


@dataclass(frozen=True)
class Steps:
    """Carries one application to its outcome, from wherever it stands; `pause` lies between two steps.

    `outcome`: one of OUTCOMES, or "resubmitted" (returned and corrected, not yet looked at again).
    """

    applicant: SimulatedApplicant
    reviewers: Reviewers
    outcome: str
    pause: timedelta

    def run(self, at: datetime) -> str:
        """The state in which the application ends up."""
        application = self.applicant.application()
        if application is None:
            return "none"
        while step := self._next(application):
            step(application, at)
            at += self.pause
            application = self.applicant.application()
            assert application is not None
        return application.state

    def _next(self, application: Application) -> Step | None:
        verbs = list(application.transitions.values_list("verb", flat=True))
        if application.state == states.SUBMITTED:
            return self._decision(verbs)
        if application.state == states.RETURNED and self.outcome in ("corrected", "resubmitted"):
            return self.applicant.correct
        if application.state == states.DRAFT and self.outcome == "changed" and "withdraw" in verbs:
            return self.applicant.submit
        return None

    def _decision(self, verbs: list[str]) -> Step | None:
        if self.outcome == "waiting" or (self.outcome == "resubmitted" and "resubmit" in verbs):
            return None
        if self.outcome in ("corrected", "resubmitted", "returned") and "return" not in verbs:
            return self._return
        if self.outcome in ("changed", "withdrawn") and "withdraw" not in verbs:
            return self.applicant.withdraw
        return self._reject if self.outcome == "rejected" else self._approve

    def _return(self, application: Application, at: datetime) -> None:
        actions.return_for_correction(
            application_id=application.pk,
            version_id=_in_force(application),
            items=[RETURNS[self.applicant.facts.index % len(RETURNS)]],
            actor=self.reviewers.for_(application),
            at=at,
        )

    def _approve(self, application: Application, at: datetime) -> None:
        actions.approve(
            application_id=application.pk,
            version_id=_in_force(application),
            actor=self.reviewers.for_(application),
            at=at,
        )

    def _reject(self, application: Application, at: datetime) -> None:
        actions.reject(
            application_id=application.pk,
            version_id=_in_force(application),
            reason=REJECTION,
            actor=self.reviewers.for_(application),
            at=at,
        )


def _in_force(application: Application) -> UUID:
    assert application.version_id is not None
    return application.version_id
