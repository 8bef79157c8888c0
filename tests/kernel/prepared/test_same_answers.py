"""A prepared answer is what `list(queryset)` would have been, for every kind of argument and of answer."""

import inspect
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, JSONObject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from tests.kernel.prepared.things import Colour, Owner, Thing
from zhupei.kernel.prepared import Constant, prepared

MOMENTS = st.datetimes(datetime(2026, 7, 1), datetime(2026, 7, 2)).map(lambda at: at.replace(tzinfo=UTC))
TEXTS = st.sampled_from(["n0", "n1", "", "百%s", "'; --", "\\", '"{,}"', "a"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6
)
TAGS, COUNTS = Thing._meta.get_field("tags"), Thing._meta.get_field("counts")
DRAWN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-3, 8),
    int | None: st.none() | st.integers(-3, 8) | st.sampled_from([40_000, 2**31, 2**40, 2**70]),
    float: st.integers(0, 8).map(lambda n: n / 4),
    Decimal: st.decimals(0, 2, places=2),
    bool: st.booleans(),
    date: st.dates(date(2026, 6, 30), date(2026, 7, 8)),
    datetime: MOMENTS,
    timedelta: st.integers(0, 6).map(lambda n: timedelta(minutes=n)),
    UUID: st.integers(0, 4).map(lambda n: UUID(int=n)),
    Colour: st.sampled_from(Colour),
    Owner: st.integers(0, 4).map(lambda n: Owner(id=UUID(int=n))),
    Thing: st.integers(0, 8).map(lambda n: Thing(id=n)),
    list[str]: st.lists(TEXTS, max_size=4),
    list[int]: st.lists(st.integers(-3, 8), max_size=4),
    list[UUID]: st.lists(st.integers(0, 4).map(lambda n: UUID(int=n)), max_size=4),
    list[Owner]: st.lists(st.integers(0, 4).map(lambda n: Owner(id=UUID(int=n))), max_size=4),
    dict: st.fixed_dictionaries({"a": st.integers(0, 2)}, optional={"b": st.just([None, "百%"])}),
    Range[int]: st.integers(0, 8).map(lambda n: Range(n, n + 2)),
    Range[datetime]: MOMENTS.map(lambda at: Range(at, None)),
    Constant[int]: st.integers(0, 6),
    Constant[tuple[str, ...]]: st.sampled_from([(), ("n0",), ("n0", "百%s", "it's")]),
    Literal["day", "-day"]: st.sampled_from(["day", "-day"]),
}


def drawn(hint: Any) -> st.SearchStrategy[Any]:
    if hint in DRAWN:
        return DRAWN[hint]
    return st.none() | DRAWN[next(each for each in hint.__args__ if each is not type(None))]


def t(**conditions: Any) -> QuerySet[Thing]:
    return Thing.objects.filter(**conditions).order_by("pk")


def by_text(name: str) -> QuerySet[Any]:
    return t(name=name)


def by_maybe_text(name: str | None) -> QuerySet[Any]:
    return t(name=name)


def by_loud(name: str) -> QuerySet[Any]:
    return t(loud=name).values_list("loud", "name")


def by_small(n: int | None) -> QuerySet[Any]:
    return t(small=n)


def by_number(n: int | None) -> QuerySet[Any]:
    return t(number=n).values_list("pk", flat=True)


def by_big(n: int | None) -> QuerySet[Any]:
    return t(big=n).values("pk", "big")


def by_float(n: float) -> QuerySet[Any]:
    return t(share__lte=n)


def by_price(n: Decimal) -> QuerySet[Any]:
    return t(price__gt=n).values_list("price", flat=True)


def by_bool(yes: bool) -> QuerySet[Any]:
    return t(is_good=yes)


def by_maybe_bool(yes: bool | None) -> QuerySet[Any]:
    return t(is_good=yes)


def by_day(day: date) -> QuerySet[Any]:
    return t(day__lt=day).values_list("day", "at", named=True)


def by_moment(at: datetime) -> QuerySet[Any]:
    return t(at__gte=at)


def by_maybe_moment(at: datetime | None) -> QuerySet[Any]:
    return t(at=at)


def by_duration(lasts: timedelta) -> QuerySet[Any]:
    return t(lasts=lasts)


def by_key(key: UUID) -> QuerySet[Any]:
    return t(key=key).select_related("owner", "other")


def by_colour(colour: Colour) -> QuerySet[Any]:
    return t(colour=colour)


def by_colour_text(colour: str) -> QuerySet[Any]:
    return t(colour=colour)


def by_owner(owner: Owner) -> QuerySet[Any]:
    return t(owner=owner).select_related("owner")


def by_maybe_owner(owner: Owner | None) -> QuerySet[Any]:
    return t(other=owner)


def by_thing(thing: Thing) -> QuerySet[Any]:
    return t(pk=thing.pk)


def by_array(tags: list[str]) -> QuerySet[Any]:
    return t(tags=Value(tags, TAGS))


def by_contained(tags: list[str]) -> QuerySet[Any]:
    return t(tags__contained_by=Value(tags, TAGS))


def by_overlap(counts: list[int]) -> QuerySet[Any]:
    return t(counts__overlap=Value(counts, COUNTS)).values_list("counts", flat=True)


def among_texts(names: list[str]) -> QuerySet[Any]:
    return t(name__among=names)


def among_numbers(numbers: list[int]) -> QuerySet[Any]:
    return t(pk__among=numbers)


def among_keys(keys: list[UUID]) -> QuerySet[Any]:
    return t(owner_id__among=keys)


def among_owners(owners: list[Owner]) -> QuerySet[Any]:
    return t(owner__among=owners).exclude(other__among=owners)


def by_facts(facts: dict) -> QuerySet[Any]:
    return t(facts=facts).values_list("facts", "pk")


def by_some_facts(facts: dict) -> QuerySet[Any]:
    return t(facts__contains=facts).values("facts")


def by_span(span: Range[int]) -> QuerySet[Any]:
    return t(span__overlap=span).values_list("span", flat=True)


def by_times(times: Range[datetime]) -> QuerySet[Any]:
    return t(times__contained_by=times)


def page(start: Constant[int], name: str) -> QuerySet[Any]:
    return t(name=name)[start : start + 2]


def within(names: Constant[tuple[str, ...]]) -> QuerySet[Any]:
    return t(name__in=names)


def ordered(by: Literal["day", "-day"]) -> QuerySet[Any]:
    return Thing.objects.order_by(by)


def nothing(name: str) -> QuerySet[Any]:
    return t(name=name).none()


def literal_percent(name: str) -> QuerySet[Any]:
    return t(name=name).annotate(p=Value("100%s %% it's"))


def secrets_(n: int) -> QuerySet[Any]:
    return t(pk=n).only("secret", "name")


def later(n: int) -> QuerySet[Any]:
    return t(pk__lt=n).defer("facts", "owner__name").select_related("owner")


def grouped(name: str, at: datetime) -> QuerySet[Any]:
    things = Thing.objects.filter(at__lt=at)
    state = Case(When(name=name, then=Value("same")), default=F("name"))
    return things.order_by().values(state=state).annotate(n=Count("pk")).order_by("state")


def annotated(owner: Owner, n: int, at: datetime) -> QuerySet[Any]:
    inner = Thing.objects.filter(owner=OuterRef("pk"), small__gte=n).order_by("pk")
    return (
        Owner.objects.filter(Q(pk=owner.pk) | Exists(inner.filter(at__gt=at))).order_by("pk")
        .annotate(found=ArraySubquery(inner.values(it=JSONObject(day="day", facts="facts"))), at=Value(at))
        .annotate(n=Coalesce(Value(n), 0, output_field=models.BigIntegerField()))
    )  # fmt: skip


def joined(n: int, name: str) -> QuerySet[Any]:
    return t(small__gt=n)[:3].union(Thing.objects.filter(name=name)[:2], all=True)


def joined_values(n: int, name: str) -> QuerySet[Any]:
    return (
        t(small__gt=n).values_list("pk", "name").union(t(name=name).order_by().values_list("pk", "name")).order_by("pk")
    )


def distinct(owner: Owner) -> QuerySet[Any]:
    return Thing.objects.exclude(owner=owner).order_by("name", "-pk").distinct("name")


FUNCTIONS = [
    each for each in list(globals().values())
    if inspect.isfunction(each) and each.__module__ == __name__ and each not in (drawn, t)
]  # fmt: skip


UNCOUNTED = (page, grouped, joined, joined_values, distinct)


def shown(row: Any) -> Any:
    """Everything that a row holds, what is deferred and what has been fetched with it included."""
    if isinstance(row, models.Model):
        held = {name: shown(value) for name, value in vars(row).items() if name != "_state"}
        state = row._state
        related = {name: shown(other) for name, other in getattr(state, "fields_cache", {}).items()}
        return type(row), state.adding, state.db, held, related
    return type(row).__name__, row


@pytest.mark.parametrize("build", FUNCTIONS, ids=lambda build: build.__name__)
def test_the_answer_is_the_list_of_the_queryset(build, filled):
    function = prepared(build)
    hints = [each.annotation for each in inspect.signature(build).parameters.values()]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.tuples(*map(drawn, hints)))
    def same(args):
        assert [shown(row) for row in function(*args)] == [shown(row) for row in build(*args)]
        if not build(*args).query.combinator:
            assert shown(function.first(*args)) == shown(build(*args).first()) or build is page

        if build not in UNCOUNTED:
            assert function.count(*args) == build(*args).count()

    same()
