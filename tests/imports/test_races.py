"""Two confirm the same import, and two workers commit it, at the same moment; controls without the lock."""

from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from tests import world_small
from tests.imports.lists import checked, confirmed, listed, officer, row
from tests.races import failures, together
from tests.world_small import World, later
from zhupei.audit.models import Event
from zhupei.cycles.models import DesignatedPlace
from zhupei.imports import actions, examining, kinds, queries
from zhupei.imports.models import Choices, Import
from zhupei.imports.sheet_reader import reader
from zhupei.kernel.crypto import vault

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
REPEATS = 20


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()


def unlocked(together_with: Barrier) -> Any:
    def read(import_id: UUID) -> Import:
        found = Import.objects.select_related("uploaded_by", "confirmed_by").get(pk=import_id)
        together_with.wait(timeout=10)
        return found

    return read


def confirm_twice(found: Import) -> list[Any]:
    pair, at = (officer(), officer()), later()
    given = {"import_id": found.pk, "shown": found.report_digest, "at": at}
    return together(2, lambda i: actions.confirm(actor=pair[i], **given))


def commit_twice(found: Import) -> list[Any]:
    table, at = examining.read(kinds.get("designated"), vault.get(found.file_key), Choices(), reader()), later()
    return together(2, lambda i: actions.commit(import_id=found.pk, table=table, at=at))


def events(verb: str, found: Import) -> int:
    return Event.objects.filter(verb=verb, object_id=str(found.pk)).count()


def test_two_who_confirm_at_once_confirm_once(world: World) -> None:
    found, _ = checked(world, listed(row(0)))
    for _ in range(REPEATS):
        Import.objects.filter(pk=found.pk).update(state="checked")
        before = events("import.confirm", found)

        results = confirm_twice(found)

        assert failures(results) == []
        assert len({result.confirmed_by for result in results}) == 1
        assert events("import.confirm", found) == before + 1


def test_control_two_confirm_when_nobody_locks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = checked(world, listed(row(0)))
    monkeypatch.setattr(queries, "locked", unlocked(Barrier(2)))

    confirm_twice(found)

    assert events("import.confirm", found) == 2


def test_two_workers_commit_once(world: World) -> None:
    for n in range(5):
        found, _ = checked(world, listed(row(n)))
        confirmed(found)

        results = commit_twice(found)

        assert results == [True, True]
        assert events("import.commit", found) == 1
        assert DesignatedPlace.objects.count() == n + 1


def test_control_two_commits_when_nobody_locks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read a confirmed import; that each finds the same to be done as was shown is played here."""
    found, _ = checked(world, listed(row(0)))
    confirmed(found)
    report = queries.report(Import.objects.get(pk=found.pk))
    monkeypatch.setattr(queries, "locked", unlocked(Barrier(2)))
    monkeypatch.setattr(examining, "compare", lambda *given: report)

    commit_twice(found)

    assert events("import.commit", found) == 2
