"""People made in bulk are the people that their own acts would have made."""

import itertools
import json
from collections import Counter

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tests.world import rows
from zhupei.accounts.models import User
from zhupei.applications.models import Application
from zhupei.kernel import clock, working
from zhupei.kernel.crypto import vault
from zhupei.reports import invariants
from zhupei.world import bulk, loading, simulation
from zhupei.world.bulk import populating
from zhupei.world.fiction.logins import APPLICANT_PASSWORD
from zhupei.world.fiction.people import HK_MACAO_PERMIT, person

pytestmark = pytest.mark.slow

SEED = 7
# Nobody has asked for a code: these are swept after two days, too (world.bulk).
ONLY_THE_HONEST_WAY = {"accounts_verificationcode", "accounts_throttle"}


def _nothing() -> None:
    """Nobody else has to be waited for."""


def _run_jobs() -> None:
    """What a worker would do, in the transaction of the test."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs ORDER BY priority DESC, id LIMIT 1")
            job = cursor.fetchone()
            if job is None:
                return
            app.tasks[job[1]](**json.loads(job[2]))
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job[0]])


def _left_by(act) -> rows.Rows:
    """The rows that `act` leaves, which is undone."""
    before = rows.everything()
    undo = transaction.savepoint()
    act()
    left = rows.added(before, rows.everything())
    transaction.savepoint_rollback(undo)
    return left


def _permit_holder(cycle) -> int:
    day = loading.first_day(cycle)
    return next(i for i in itertools.count() if person(SEED, i, on=day).document_type == HK_MACAO_PERMIT)


@pytest.mark.django_db
@pytest.mark.parametrize("until", ["registered", "complete", "submitted"])
def test_both_ways_leave_the_same_rows_in_every_table(until, monkeypatch):
    monkeypatch.setattr(working, "drain", _run_jobs)
    cycle = loading.load(clock.now())
    _run_jobs()
    clock.freeze(clock.now())
    parts = [(0, 1, 12), (_permit_holder(cycle), 10**6, 10**6)] if until == "submitted" else [(0, 1, 2)]
    for first, step, end in parts:
        people = {"applicants": end, "seed": SEED, "until": until, "part": (first, step)}
        honest = _left_by(lambda people=people: simulation.simulate(cycle, **people))
        made = _left_by(lambda people=people: bulk.populate(cycle, ready=_nothing, **people))
        for table in sorted(honest.keys() | made.keys() - ONLY_THE_HONEST_WAY):
            if table not in ONLY_THE_HONEST_WAY:
                assert made.get(table, Counter()) == honest.get(table, Counter()), table
        assert not made.keys() & ONLY_THE_HONEST_WAY


@pytest.mark.django_db
def test_the_people_compared_are_of_many_kinds():
    day = loading.first_day(loading.load(clock.now()))
    people = [person(SEED, i, on=day) for i in range(12)]
    assert len({each.category for each in people}) >= 4
    assert {bool(each.employer) for each in people} == {bool(each.licence) for each in people} == {True, False}
    assert {len(each.educations) for each in people} >= {1, 2}


@pytest.mark.django_db(transaction=True)
def test_a_crowd_made_in_bulk_keeps_every_promise_and_goes_on_the_honest_way():
    cycle = loading.load(clock.now())
    made = bulk.populate(cycle, applicants=20, seed=SEED, until="submitted", part=(0, 1), ready=_nothing)
    bulk.analyse()
    assert made.funnel["submitted"] == 20 and not made.refused
    assert invariants.findings() == []
    assert User.objects.filter(kind="applicant").first().check_password(APPLICANT_PASSWORD)
    result = simulation.simulate(cycle, applicants=20, seed=SEED, until="reviewed", since="reviewed")
    assert result.funnel["reviewed"] >= 15 and not result.refused
    assert Application.objects.exclude(state="submitted").count() >= 15
    assert invariants.findings() == []


@pytest.mark.django_db(transaction=True)
def test_people_who_are_here_already_are_refused_and_nothing_changes():
    cycle = loading.load(clock.now())
    bulk.populate(cycle, applicants=2, seed=SEED, until="registered", part=(0, 1), ready=_nothing)
    before = rows.everything()
    with pytest.raises(ValueError, match="here already"):
        bulk.populate(cycle, applicants=4, seed=SEED, until="submitted", part=(0, 1), ready=_nothing)
    assert rows.everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_breaks_leaves_nobody_of_it(monkeypatch):
    cycle = loading.load(clock.now())
    monkeypatch.setattr(populating, "BATCH", 2)
    write, written = populating.Sheaf.write, []

    def broken(sheaf):
        write(sheaf)
        written.append(sheaf)
        if len(written) == 2:
            raise ConnectionError("the machine went down")

    monkeypatch.setattr(populating.Sheaf, "write", broken)
    with pytest.raises(ConnectionError):
        bulk.populate(cycle, applicants=6, seed=SEED, until="submitted", part=(0, 1), ready=_nothing)
    assert Application.objects.count() == User.objects.filter(kind="applicant").count() == 2
    assert invariants.findings() == []


@pytest.mark.django_db
def test_documents_of_one_picture_share_its_file():
    cycle = loading.load(clock.now())
    bulk.populate(cycle, applicants=4, seed=SEED, until="complete", part=(0, 1), ready=_nothing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT clean_key) FROM dossiers_document WHERE kind = 'portrait'")
        assert cursor.fetchone() == (4, 2)
        cursor.execute("SELECT clean_key, thumbnail_key, original_key FROM dossiers_document")
        assert all(vault.exists(key) for row in cursor.fetchall() for key in row)
