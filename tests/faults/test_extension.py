"""An extension that breaks at its N-th statement: dates, note, trail and jobs as before, or all of them new."""

from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import world_small
from tests.faults.test_statements import breaks, loses_the_connection, until_clean
from tests.province import DAY, Province
from tests.world_small import CLOSES, World, later
from zhupei.approvals.models import Decision
from zhupei.audit.models import Event
from zhupei.cycles.actions import extending
from zhupei.portal.models import Announcement

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()


def confirmation(world: World) -> tuple[Province, Callable[[], Any]]:
    province = Province(world)
    motion, at = province.propose(), later()
    return province, lambda: province.confirm(motion, at=at)


def whole(province: Province) -> None:
    """Once, and the people will be told."""
    assert province.dates()["registration"] == CLOSES + 2 * DAY
    assert Decision.objects.get().motion.state == "confirmed"
    assert Event.objects.filter(verb=extending.VERB).count() == Announcement.objects.count() == 1
    asked = ProcrastinateJob.objects.filter(task_name__startswith="applications.tell")
    assert sorted(asked.values_list("task_name", flat=True)) == ["applications.tell_people", "applications.tell_staff"]


def test_an_extension_that_breaks_anywhere_leaves_nothing(world: World) -> None:
    province, act = confirmation(world)
    assert until_clean(act, breaks) >= 15
    whole(province)


def test_a_lost_connection_leaves_nothing(world: World) -> None:
    province, act = confirmation(world)
    assert until_clean(act, loses_the_connection, step=5) >= 3
    whole(province)
