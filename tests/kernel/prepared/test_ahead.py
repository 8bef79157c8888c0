"""One round trip for many questions; what was read ahead is given out once and never after a change."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.kernel.prepared.things import Owner, Thing
from zhupei.kernel import locks
from zhupei.kernel.prepared import RawStatement, ahead, counted, forget, one_request, prepared, together

ZERO, ONE = UUID(int=0), UUID(int=1)
RENAME = RawStatement("UPDATE test_owner SET name = %s WHERE id = %s RETURNING name")


@prepared
def _owner(key: UUID) -> QuerySet[Owner]:
    return Owner.objects.filter(pk=key)


@prepared
def _things(owner: Owner) -> QuerySet[Thing]:
    return Thing.objects.filter(owner=owner).order_by("pk")


@pytest.fixture
def request_(filled):
    with one_request():
        yield


def test_a_page_s_questions_take_one_round_trip(request_):
    with counted() as count:
        ahead(_owner.first_of(ZERO), _things.of(Owner(id=ZERO)), _owner.of(ONE))
        assert (count.statements, count.trips) == (3, 1)
        assert _owner.first(ZERO).name == "甲0"
        assert len(_things(Owner(id=ZERO))) == 2
        assert [owner.pk for owner in _owner(ONE)] == [ONE]
    assert (count.statements, count.trips) == (3, 1)


def test_each_answer_is_given_out_once(request_):
    ahead(_owner.of(ZERO))
    assert _owner(ZERO) is not _owner(ZERO)
    with counted() as count:
        _owner(ZERO)
    assert count.trips == 1


def test_what_is_known_is_not_asked_again(request_):
    ahead(_owner.of(ZERO))
    with counted() as count:
        ahead(_owner.of(ZERO), _owner.of(ONE))
    assert count.statements == 1


def test_outside_a_request_nothing_is_kept(filled):
    with counted() as count:
        ahead(_owner.of(ZERO))
    assert count.trips == 0
    assert _owner(ZERO)


def by_saving() -> None:
    owner = Owner.objects.get(pk=ZERO)
    owner.name = "乙"
    owner.save()


def by_update() -> None:
    Owner.objects.filter(pk=ZERO).update(name="乙")


def by_cursor() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_owner SET name = '乙'")


def by_function_in_a_select() -> None:
    with connection.cursor() as cursor:
        cursor.execute("WITH told AS (UPDATE test_owner SET name = '乙' RETURNING 1) SELECT count(*) FROM told")


def by_statement() -> None:
    assert RENAME("乙", ZERO) == [("乙",)]


def by_statements_together() -> None:
    together(_owner.of(ONE), RENAME.of("乙", ZERO))


def by_bulk() -> None:
    owner = Owner(id=ZERO, name="乙")
    Owner.objects.bulk_create([owner], update_conflicts=True, update_fields=["name"], unique_fields=["id"])


@pytest.mark.parametrize(
    "change", [by_saving, by_update, by_cursor, by_function_in_a_select, by_statement, by_statements_together, by_bulk]
)
def test_a_change_is_seen_at_once(change, request_):
    ahead(_owner.first_of(ZERO))
    change()
    assert _owner.first(ZERO).name == "乙"


def locking() -> None:
    Owner.objects.select_for_update().get(pk=ZERO)


def an_action() -> None:
    locks.action(lambda: None)()


def a_named_lock() -> None:
    locks.hold("name")


@pytest.mark.parametrize("lock", [locking, an_action, a_named_lock, forget])
def test_after_a_lock_everything_is_asked_anew(lock, request_):
    ahead(_owner.of(ZERO))
    with transaction.atomic():
        lock()
        with counted() as count:
            _owner(ZERO)
    assert count.trips == 1


def test_reading_by_the_orm_leaves_it(request_):
    ahead(_owner.of(ZERO))
    list(Owner.objects.all())
    list(Thing.objects.union(Thing.objects.all()).values("pk"))
    with counted() as count:
        _owner(ZERO)
    assert count.trips == 0


def test_answers_come_in_the_order_of_the_questions(filled):
    @prepared
    def _none(key: UUID) -> QuerySet[Owner]:
        return Owner.objects.filter(pk=key).none()

    nothing, zero, row, one = together(
        _none.of(ZERO), _owner.of(ZERO), RawStatement("SELECT 1, 'x%'").of(), _owner.of(ONE)
    )
    assert (nothing, zero[0].pk, row, one[0].pk) == ([], ZERO, [(1, "x%")], ONE)
    assert together() == []


def test_django_sees_the_statements(filled, django_assert_num_queries):
    with CaptureQueriesContext(connection) as asked:
        together(_owner.of(ZERO), _owner.of(ONE))
        list(Owner.objects.all())
    assert len(asked) == 3
    assert 'FROM "test_owner" WHERE "test_owner"."id" = $1' in asked[0]["sql"]
    with django_assert_num_queries(1):
        _owner(ZERO)


def test_django_s_wrappers_see_them_and_can_forbid_them(filled):
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    def forbid(*_):
        raise AssertionError("no queries here")

    with connection.execute_wrapper(watch), counted() as count:
        zero, one = together(_owner.of(ZERO), _owner.of(ONE))
    assert (zero[0].pk, one[0].pk, len(seen)) == (ZERO, ONE, 2)
    assert (count.statements, count.trips) == (2, 1)
    with connection.execute_wrapper(forbid), pytest.raises(AssertionError, match="no queries"):
        _owner(ZERO)


def test_counting_sees_django_s_own(filled):
    with counted() as outer:
        Owner.objects.count()
        with counted() as inner:
            together(_owner.of(ZERO), _owner.of(ONE))
        Owner.objects.count()
    assert (inner.statements, inner.trips) == (2, 1)
    assert (outer.statements, outer.trips) == (4, 3)
