"""Two officers of the province, and a round that one of them wants to extend by two days."""

from datetime import datetime, timedelta
from typing import Any

from tests import factories
from tests.world_small import CLOSES, World, later
from zhupei.applications import acts
from zhupei.approvals import actions as approvals
from zhupei.approvals import verbs
from zhupei.approvals.models import Motion
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage

DAY = timedelta(days=1)
NOTE = "昭通、曲靖部分县区强降雨断网断电，预计 18 日恢复。"


class Province:
    """Two officers, and a round that one of them wants to extend by two days."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.first = factories.staff(name="胡丽娟")
        self.second = factories.staff(name="吴春兰")

    def shown(self) -> str:
        return verbs.get(acts.EXTEND).digest(cycles.dates(self.world.first.pk))

    def propose(self, closes: datetime = CLOSES + 2 * DAY, **given: Any) -> Motion:
        usual = {
            "payload": {"closes": closes.isoformat(), "note": NOTE},
            "reason": "两市卫生健康委来函",
            "shown": self.shown(),
            "actor": self.first,
            "at": later(),
        }
        return approvals.propose(verb=acts.EXTEND, subject_id=self.world.first.pk, **{**usual, **given})

    def confirm(self, motion: Motion, **given: Any) -> Motion:
        usual = {"shown": self.shown(), "actor": self.second}
        return approvals.confirm(motion_id=motion.pk, **{**usual, **given, "at": given.get("at") or later()})

    def extend(self, closes: datetime = CLOSES + 2 * DAY) -> Motion:
        return self.confirm(self.propose(closes))

    def dates(self) -> dict[str, datetime]:
        return dict(Stage.objects.filter(round=self.world.first).values_list("kind", "closes"))
