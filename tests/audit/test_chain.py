"""The audit trail: chained at commit, append-only, every alteration found."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tests.tampering import past_the_triggers
from zhupei.audit import actions, queries, verbs
from zhupei.audit.models import Event, Link

AT = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs that exist only here."""
    for name in "abc":
        monkeypatch.setitem(verbs._verbs, name, verbs.Verb(name, name, {"n": verbs.Detail("n")}))


def record(verb: str) -> Event:
    return actions.record(verb=verb, actor=None, role="clock", at=AT, object_type="account", object_id="1", n=1)


@pytest.mark.django_db(transaction=True)
def test_events_are_chained_when_they_commit_and_the_python_hash_agrees() -> None:
    with transaction.atomic():
        record("a")
        record("b")
        assert Link.objects.count() == 0
    record("c")
    assert list(Link.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert list(queries.faults()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}", "TRUNCATE {} CASCADE"])
def test_the_trail_refuses_every_change(table: str, statement: str) -> None:
    record("a")
    column = {"audit_event": "verb = 'x'", "audit_link": "hash = 'x'"}[table]
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column))


TAMPERINGS = {
    "altered": ("UPDATE audit_event SET detail = '{}' WHERE verb = 'b'", "was altered"),
    "dropped": ("DELETE FROM audit_link WHERE sequence = 2", "are missing"),
    "unlinked": ("DELETE FROM audit_link WHERE sequence = 3", "is not in the chain"),
    "rewritten": ("UPDATE audit_link SET hash = repeat('a', 64) WHERE sequence = 1", "does not continue"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_superuser_is_found(name: str) -> None:
    for verb in "abc":
        record(verb)
    sql, expected = TAMPERINGS[name]
    with past_the_triggers() as cursor:
        cursor.execute(sql)
    assert any(expected in fault for fault in queries.faults())
