"""When a simulated person does what: everybody keeps a pace of his own, the same for the same seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zhupei.cycles.models import Round, Stage

SHORTEST = timedelta(hours=2)


@dataclass(frozen=True)
class Timetable:
    """When a person does what, between the opening of the window and now."""

    start: datetime
    length: timedelta
    review_opens: datetime

    @classmethod
    def until(cls, now: datetime, round_: Round) -> "Timetable":
        """Raises ValueError when the registration has not been open long enough."""
        stages = {stage.kind: stage.window for stage in round_.stages.all()}
        registration, review = stages[Stage.Kind.REGISTRATION], stages[Stage.Kind.REVIEW]
        last = min(now, registration.closes) - timedelta(minutes=1)
        if last - registration.opens < SHORTEST:
            raise ValueError("the registration must have been open for two hours at least")
        return cls(registration.opens, last - registration.opens, review.opens)

    def of(self, seed: int, index: int) -> dict[str, datetime]:
        """The moment of each stage of a simulation."""
        random = Random(f"{seed}/{index}/pace")  # noqa: S311  people are drawn, not secrets
        begins = random.random() * 0.55
        complete = begins + 0.02 + random.random() * 0.1
        submitted = complete + 0.01 + random.random() * 0.08
        reviewed = self.start + self.length * (submitted + 0.02 + random.random() * 0.12)
        return {
            "registered": self.start + self.length * begins,
            "complete": self.start + self.length * complete,
            "submitted": self.start + self.length * submitted,
            "reviewed": max(reviewed, self.review_opens + self.length * 0.02 * random.random()),
        }

    @property
    def pause(self) -> timedelta:
        """Between a decision and the answer to it."""
        return self.length * 0.02
