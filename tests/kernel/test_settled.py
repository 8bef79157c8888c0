"""What is kept until somebody changes it: never stale, never poisoned by a change that did not happen."""

import re
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import world_small
from zhupei.accounts import queries as accounts
from zhupei.applications import review_queries
from zhupei.bases import queries as bases
from zhupei.bases.models import Base
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage
from zhupei.dossiers import queries as dossiers
from zhupei.kernel import clock, settled
from zhupei.portal import queries as portal
from zhupei.portal.models import SupportContact
from zhupei.reports.lists import rounds


@pytest.fixture
def world(db: None) -> world_small.World:
    return world_small.load()


def asked_by(read) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        read()
    return [query["sql"] for query in asked]


def test_the_second_reading_asks_for_the_token_only(world):
    bases.known()
    assert asked_by(bases.known) == [f"SELECT {settled.TOKEN}"]


def test_within_a_request_the_clock_brings_the_token(world):
    bases.known()
    with settled.one_request():
        clock.now()
        assert asked_by(bases.known) == []
        assert asked_by(cycles.stages) != asked_by(cycles.stages) == []
    assert asked_by(bases.known) != []


@pytest.mark.parametrize("change", ["save", "update", "delete", "insert", "raw"])
def test_every_kind_of_change_is_seen_at_once(world, change):
    contact = SupportContact.objects.create(track="western", name="a", phone="1", hours="h")
    before = portal.support("western")
    if change == "save":
        contact.phone = "2"
        contact.save()
    elif change == "update":
        SupportContact.objects.update(phone="2")
    elif change == "delete":
        contact.delete()
    elif change == "insert":
        contact.delete()
        SupportContact.objects.create(track="western", name="b", phone="2", hours="h")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE portal_supportcontact SET phone = '2'")
    assert portal.support("western") != before


def test_a_change_that_is_rolled_back_leaves_nothing_behind(world):
    name = bases.known()[world.a.pk].name
    with transaction.atomic():
        Base.objects.filter(pk=world.a.pk).update(name="别的医院")
        assert bases.known()[world.a.pk].name == "别的医院"
        transaction.set_rollback(True)
    assert bases.known()[world.a.pk].name == name
    with transaction.atomic():
        Base.objects.filter(pk=world.a.pk).update(city="大理")
        assert bases.known()[world.a.pk].name == name
        transaction.set_rollback(True)


def test_a_moved_deadline_counts_for_the_next_request(world):
    stage = Stage.objects.get(round=world.first, kind="registration")
    with settled.one_request():
        clock.now()
        before = cycles.stage(world.first, "registration")
        Stage.objects.filter(pk=stage.pk).update(closes=stage.closes.replace(year=stage.closes.year + 1))
        assert cycles.stage(world.first, "registration") == before  # what this request has seen stays as it was
        clock.now()
        assert cycles.stage(world.first, "registration").closes.year == stage.closes.year + 1


def test_nothing_is_kept_before_anything_is_settled(world):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_settlement")
    assert asked_by(bases.known)[1:] and asked_by(bases.known)[1:]


def test_the_shelf_does_not_grow_without_bounds(world, monkeypatch):
    monkeypatch.setattr(settled, "MOST", 3)
    for pk in range(20):
        cycles.categories(f"{pk:032x}")
    assert len(settled._latest[1]) <= 3


def test_threads_share_answers_and_keep_their_requests_apart(world):
    known = bases.known()
    seen = {}

    def other() -> None:
        seen["request"] = settled._request.get()

    with settled.one_request():
        clock.now()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert bases.known() is known
    assert seen["request"] is None


READINGS = {
    "bases.queries.known": (),
    "cycles.queries.stages": (),
    "cycles.queries.rounds": (),
    "cycles.queries.plan": ("round",),
    "cycles.queries._open_plan": ("round",),
    "cycles.queries.categories": ("cycle",),
    "cycles.queries.major_rules": ("cycle",),
    "cycles.queries.picture_checks": ("cycle",),
    "accounts.queries._texts_in_force": (),
    "applications.review_queries._specialties": ("base",),
    "applications.review_queries._categories": (),
    "dossiers.queries._demands": ("cycle",),
    "dossiers.queries._policies": ("cycle", "year", "level"),
    "dossiers.queries.regions": (),
    "dossiers.queries._present_regions": (),
    "portal.queries._contacts": (),
    "portal.queries._headlines": (),
    "portal.queries.blanks": (),
    "reports.lists.rounds.planned_at": ("base",),
}


def test_what_is_kept_comes_from_tables_whose_changes_are_noticed(world):
    """A reading of another table would be stale for ever."""
    for module in (accounts, dossiers, portal, review_queries, rounds):
        assert module.settled is settled.settled
    readings = {f"{read.__module__.removeprefix('zhupei.')}.{read.__name__}": read for read in settled.readings}
    assert readings.keys() == READINGS.keys(), "say here how to call the new one"
    values = {"round": world.first.pk, "cycle": world.cycle.pk, "base": world.a.pk, "year": 2026, "level": "31"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%_settled'")
        noticed = {table for (table,) in cursor.fetchall()} | {"kernel_settlement"}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_settlement")  # so that every reading asks
    for name, read in readings.items():
        queries = asked_by(lambda read=read, name=name: read(*(values[each] for each in READINGS[name])))
        tables = set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', " ".join(queries)))
        assert tables - noticed == set(), name
