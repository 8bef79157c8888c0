"""What an act writes: as Django would have written it, in order, in one round trip, all or nothing."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from tests import factories
from tests.tampering import past_the_triggers
from zhupei.accounts.models import User
from zhupei.audit import queries as audit
from zhupei.audit.models import Event, Link
from zhupei.dossiers.models import Document, Dossier
from zhupei.kernel import locks, writes
from zhupei.kernel.prepared import counted
from zhupei.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 7, 1, 4, 0, 0, 123456, tzinfo=UTC)


def event(verb: str) -> Event:
    return Event(at=AT, actor_role="x", verb=verb, object_type="thing", object_id="1")


def notice(person: User, title: str = "标题", **given: Any) -> Notice:
    return Notice(recipient=person, kind="kind", title=title, at=AT, **given)


@pytest.fixture
def person() -> User:
    return factories.applicant()


@pytest.fixture
def dossier(person: User) -> Dossier:
    return Dossier.objects.create(person=person)


def document(dossier: Dossier) -> Document:
    """A row with every kind of column: NULL, numbers large and small, JSON, bytes, sealed text, time, keys."""
    return Document(
        dossier=dossier,
        slot="id-front",
        kind="id-front",
        name="身份证 “正面” \\'.jpg",
        original_key="k",
        original_size=2**31 - 1,
        original_digest="d",
        page_keys=["一", {"b": [1, None]}],
        report={"document": [{"value": 1.5, "ok": True, "words": "'\"\\"}]},
        card='{"name": "和志远"}',
        likeness_coarse=-(2**63),
        likeness_fine=b"\x00\xff\\'",
        uploaded_at=AT,
    )


def as_stored(row: Any) -> dict[str, Any]:
    """Column → value as the database has it, but for what is different in every row."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t) FROM "{row._meta.db_table}" t WHERE id = %s', [row.pk])
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return {name: value for name, value in found.items() if name not in ("id", "card")}


def test_a_row_is_stored_as_django_stores_it(dossier: Dossier) -> None:
    saved, written = document(dossier), document(dossier)
    saved.save(force_insert=True)
    writes.insert(written)
    assert as_stored(written) == as_stored(saved)
    fresh = Document.objects.get(pk=written.pk)
    assert fresh.card.plain() == '{"name": "和志远"}' and bytes(fresh.likeness_fine or b"") == b"\x00\xff\\'"
    assert not written._state.adding, "a second save is an update"


def test_columns_are_updated_as_django_updates_them(dossier: Dossier) -> None:
    dossier.email, dossier.qq, dossier.contact_detail = "a@example.com", "12345", "人民路 1 号"
    dossier.saves, dossier.saved_at, dossier.has_work = {"basics": {"revision": 1}}, AT, False
    writes.update(dossier, ("email", "contact_detail", "saves", "saved_at", "has_work", "birth_date"))
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert (fresh.email, fresh.qq, fresh.contact_detail.plain()) == ("a@example.com", "", "人民路 1 号")
    assert (fresh.saves, fresh.saved_at, fresh.has_work, fresh.birth_date) == (dossier.saves, AT, False, None)
    dossier.birth_date = AT.date()
    writes.update(dossier, ("birth_date",))
    assert Dossier.objects.get(pk=dossier.pk).birth_date == AT.date()


def test_what_the_database_adds_is_added(person: User) -> None:
    row = writes.insert(event("x"))
    assert row.pk is not None
    fresh = Event.objects.get(pk=row.pk)
    assert fresh.transaction_id > 0 and fresh.recorded_at - datetime.now(tz=UTC) < timedelta(minutes=1)


def test_updating_a_row_that_is_not_there_is_an_error(dossier: Dossier) -> None:
    Dossier.objects.all().delete()
    with pytest.raises(DatabaseError, match="dossiers_dossier"):
        writes.update(dossier, ("email",))


def test_an_act_writes_in_one_round_trip(person: User, dossier: Dossier) -> None:
    @locks.action
    def act() -> None:
        writes.insert(event("a"))
        writes.insert_all([notice(person, "1"), notice(person, "2")])
        writes.insert(Delivery(recipient=person, phone="13900000000", body="短信", purpose="x", created_at=AT))
        writes.update(dossier, ("email",))

    with counted() as count:
        act()
    assert (count.statements, count.trips) == (4, 1)
    assert Notice.objects.count() == 2 and Delivery.objects.get().body.plain() == "短信"
    assert list(audit.faults()) == [] and Link.objects.count() == 1


READS: list[Callable[[], int]] = [
    lambda: Notice.objects.count(),
    lambda: len(Notice.objects.raw("SELECT * FROM notifications_notice")),
]


@pytest.mark.parametrize("read", READS)
def test_no_statement_overtakes_what_was_written_before(person: User, read: Callable[[], int]) -> None:
    @locks.action
    def act() -> list[int]:
        found = []
        for n in range(3):
            writes.insert(notice(person, str(n)))
            found.append(read())
        return found

    assert act() == [1, 2, 3]


def test_an_act_inside_another_writes_with_it(person: User) -> None:
    inner = locks.action(lambda title: writes.insert(notice(person, title)))

    @locks.action
    def outer() -> None:
        inner("1")
        inner("2")
        writes.insert(event("x"))

    with counted() as count:
        outer()
    assert (count.statements, count.trips) == (3, 1) and Notice.objects.count() == 2


def test_an_act_that_fails_writes_nothing(person: User) -> None:
    @locks.action
    def act(sent_before: bool) -> None:
        writes.insert(notice(person))
        if sent_before:
            writes.send()
        raise RuntimeError

    for sent_before in (False, True):
        with pytest.raises(RuntimeError):
            act(sent_before)
    assert not Notice.objects.exists()
    writes.insert(notice(person))
    assert Notice.objects.count() == 1, "and leaves nothing behind for the next"


@pytest.mark.parametrize("fails", [RuntimeError, IntegrityError])
def test_the_part_that_is_undone_is_undone(person: User, fails: type[Exception]) -> None:
    """A savepoint of the act's own: what was written before it stays, what was written inside does not."""

    @locks.action
    def act() -> None:
        writes.insert(notice(person, "before"))
        with pytest.raises(fails), transaction.atomic():
            writes.insert(notice(person, "inside"))
            if fails is RuntimeError:
                raise RuntimeError
            User.objects.create(pk=person.pk)
        with transaction.atomic():
            writes.insert(notice(person, "inside"))
        writes.insert(notice(person, "after"))

    act()
    assert sorted(Notice.objects.values_list("title", flat=True)) == ["after", "before", "inside"]


def test_the_error_of_any_statement_ends_the_act(person: User, dossier: Dossier) -> None:
    def act(wrong: int) -> None:
        for n in range(3):
            writes.insert(notice(person, "长" * 101 if n == wrong else "短"))

    for wrong in range(3):
        with pytest.raises(DataError, match="value too long"):
            locks.action(act)(wrong)
        assert not Notice.objects.exists()
    locks.action(act)(3)
    assert Notice.objects.count() == 3


def test_a_row_may_refer_to_one_whose_number_is_not_known_yet(person: User) -> None:
    """Of the newest it is what the sequence said last; for any other the rows leave first."""

    @locks.action
    def act(*order: int) -> None:
        events = [writes.insert(event(f"{n}")) for n in (0, 1)]
        for n in order:
            writes.insert(Link(sequence=n, event=events[n], previous="", hash="x"))

    with past_the_triggers():
        for order, trips in (((1,), 1), ((0,), 2)):
            with counted() as count:
                act(*order)
            assert count.trips == trips
            link = Link.objects.select_related("event").get()
            assert link.event.verb == f"{order[0]}"
            Link.objects.all().delete()
