"""A double click on 生成文件, two workers with one export, two files with whole numbers at the limit of a day.

Each with a control whose lock is off.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import applicants
from tests.effort import turns
from tests.races import failures, together
from tests.world_small import World, later
from zhupei.accounts.models import Reveal
from zhupei.audit.models import Event
from zhupei.kernel import locks
from zhupei.kernel.crypto import vault
from zhupei.reports import actions, queries, tasks
from zhupei.reports.models import Export

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def ask(world: World, token: UUID, *, whole: bool = False) -> Export:
    return actions.ask(
        of_list="base.queue",
        desk=str(world.a.pk),
        address="?state=all",
        form="csv",
        whole=whole,
        reason="核对",
        token=token,
        actor=world.reviewer,
        at=later(),
    )


def meeting(parties: int, read: Callable[..., Any]) -> Callable[..., Any]:
    """The same reading, after which all wait for each other: whoever is not locked out has read before one writes."""
    barrier = Barrier(parties)

    def met(*args: Any) -> Any:
        found = read(*args)
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=3)
        return found

    return met


def test_two_clicks_at_once_ask_for_one_file(world: World) -> None:
    applicants.submitted(world)
    for _ in turns():
        token = uuid4()
        found = together(2, lambda i, token=token: ask(world, token).pk)
        assert failures(found) == [] and len(set(found)) == 1
        export = Export.objects.get(token=token)
        assert ProcrastinateJob.objects.filter(args__export_id=str(export.pk)).count() == 1
        tasks.make_export.func(str(export.pk))


def test_control_without_the_lock_the_second_click_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    applicants.submitted(world)
    token = uuid4()
    monkeypatch.setattr(locks, "hold", lambda name: None)
    monkeypatch.setattr(queries, "of_token", meeting(2, queries.of_token))

    found = together(2, lambda i: ask(world, token).pk)

    assert [type(each) for each in failures(found)] == [IntegrityError]


def test_two_workers_make_one_file(world: World) -> None:
    applicants.submitted(world)
    for _ in turns():
        export, stored = ask(world, uuid4()), set(vault.stored())
        assert failures(together(2, lambda i, export=export: tasks.make_export.func(str(export.pk)))) == []
        assert len(set(vault.stored()) - stored) == 1
        assert Event.objects.filter(verb="export.make", object_id=str(export.pk)).count() == 1


def both_made(world: World) -> list[str]:
    """Two files of one person each, both with whole numbers, made at the same moment: how each has ended."""
    exports = [ask(world, uuid4(), whole=True) for _ in range(2)]
    assert failures(together(2, lambda i: tasks.make_export.func(str(exports[i].pk)))) == []
    found = Export.objects.filter(pk__in=[export.pk for export in exports])
    return sorted("made" if export.made_at else export.refusal for export in found)


def test_two_files_do_not_pass_the_limit_of_a_day(world: World, settings: Any) -> None:
    applicants.submitted(world)
    settings.REVEALS_A_DAY = 3

    assert both_made(world) == ["export:limit", "made"]
    assert Reveal.objects.count() == 2


def test_control_without_the_lock_the_limit_is_passed(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicants.submitted(world)
    settings.REVEALS_A_DAY = 3
    exports = [ask(world, uuid4(), whole=True) for _ in range(2)]
    monkeypatch.setattr(locks, "hold", lambda name: None)
    monkeypatch.setattr(queries, "revealed", meeting(2, queries.revealed))

    assert failures(together(2, lambda i: tasks.make_export.func(str(exports[i].pk)))) == []

    assert Reveal.objects.count() == 4
