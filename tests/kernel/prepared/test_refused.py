"""What cannot be said once is refused at the first call, with a word on what to write instead."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DataError
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from tests.kernel.prepared.things import Owner, Thing
from zhupei.kernel.prepared import Unpreparable, prepared


def pattern(name: str) -> QuerySet[Thing]:
    return Thing.objects.filter(name__icontains=name)


def slice_(many: int) -> QuerySet[Thing]:
    return Thing.objects.order_by("pk")[:many]


def lost(name: str, other: str) -> QuerySet[Thing]:
    return Thing.objects.filter(name=name)


def altered(day: date) -> QuerySet[Thing]:
    return Thing.objects.filter(at=day)


def other_type(key: str) -> QuerySet[Thing]:
    return Thing.objects.filter(key=key)


def members(names: list[str]) -> QuerySet[Thing]:
    return Thing.objects.filter(tags=names)


def unknown(name: object) -> QuerySet[Thing]:
    return Thing.objects.filter(name=name)


def bare(name) -> QuerySet[Thing]:
    return Thing.objects.filter(name=name)


def fetched(name: str) -> QuerySet[Owner]:
    return Owner.objects.filter(name=name).prefetch_related("things")


def of_related(owner: Owner) -> QuerySet[Thing]:
    return owner.things.all()


def no_queryset(name: str) -> list:
    return [name]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (pattern, "altered"), (slice_, "Constant"), (lost, "other"), (altered, "altered|naive"), (other_type, "."),
        (members, "altered|part of"), (unknown, "Constant"), (bare, "Constant"), (fetched, "prefetch"),
        (of_related, "manager"), (no_queryset, "no queryset"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:DateTimeField")
def test_what_cannot_be_prepared_says_so(build, words, filled):
    function = prepared(build)
    given = {date: date(2026, 7, 1), Owner: Owner(id=UUID(int=1)), int: 3, list[str]: ["a"]}
    arguments = [given.get(build.__annotations__.get(name), "a") for name in function.names]
    for _ in range(2):
        with pytest.raises((Unpreparable, Exception) if build is other_type else Unpreparable, match=words):
            function(*arguments)


def test_a_function_that_looks_into_its_row_fails_at_the_first_call(filled):
    @prepared
    def curious(owner: Owner) -> QuerySet[Thing]:
        return Thing.objects.filter(name=owner.name)

    with pytest.raises(Unpreparable, match="looks into"):
        curious(Owner.objects.first())


@prepared
def _of(
    owner: Owner, name: str, n: int, at: datetime, day: date, key: UUID, price: Decimal, tags: list[str]
) -> QuerySet[Thing]:
    found = Thing.objects.filter(owner=owner, name=name, number=n, at=at, day=day, key=key, price=price)
    return found.filter(name__among=tags)


GOOD = {
    "owner": Owner(id=UUID(int=1)), "name": "a", "n": 1, "at": datetime.fromisoformat("2026-07-01T00:00:00+00:00"),
    "day": date(2026, 7, 1), "key": UUID(int=1), "price": Decimal(1), "tags": ["a"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("owner", Thing(id=1)), ("owner", UUID(int=1)), ("owner", Thing()), ("name", 1), ("name", b"a"), ("n", "1"),
        ("n", True), ("at", date(2026, 7, 1)), ("at", datetime(2026, 7, 1)), ("day", GOOD["at"]), ("key", "1"),
        ("price", 1.5), ("tags", "abc"), ("tags", [1]),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_not_sent(name, value, filled):
    assert _of(**GOOD) == []
    with pytest.raises(TypeError):
        _of(**{**GOOD, name: value})


@pytest.mark.parametrize("name", list(GOOD))
def test_none_is_taken_only_where_it_is_declared(name, filled):
    with pytest.raises((TypeError, AttributeError)):
        _of(**{**GOOD, name: None})


def test_a_text_that_cannot_be_stored_is_django_s_error(filled):
    with pytest.raises(DataError):
        _of(**{**GOOD, "name": "a\0"})


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_inside_a_transaction_only():
    from django.contrib.auth import get_user_model
    from django.db import transaction

    @prepared
    def _locked(key: UUID) -> QuerySet:
        return get_user_model().objects.filter(pk=key).select_for_update()

    with transaction.atomic():
        assert _locked(UUID(int=1)) == []
    with pytest.raises(TransactionManagementError):
        _locked(UUID(int=1))
