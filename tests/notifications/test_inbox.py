"""The inbox: one's own, newest first, page by page."""

from datetime import datetime, timedelta

import pytest

from tests import factories
from zhupei.accounts.models import User
from zhupei.notifications import queries
from zhupei.notifications.actions import mark_read
from zhupei.notifications.models import Notice

pytestmark = pytest.mark.django_db
MANY = 2 * queries.PAGE + 3


@pytest.fixture
def person(noon: datetime) -> User:
    """More than two pages, told in another order than they are kept; beside somebody else's."""
    person, other = factories.applicant(), factories.applicant()
    hours = [(7 * n) % MANY for n in range(MANY)]
    for hour in hours:
        Notice.objects.create(recipient=person, kind="x", title=str(hour), at=noon - timedelta(hours=hour))
        Notice.objects.create(recipient=other, kind="x", title="别人的", at=noon)
    return person


def titles(found: list[Notice]) -> list[str]:
    return [notice.title for notice in found]


def test_the_inbox_is_ones_own_newest_first(person: User) -> None:
    assert titles(list(queries.visible_to(person))) == [str(hour) for hour in range(MANY)]


def test_of_two_at_the_same_moment_the_order_stays(person: User, noon: datetime) -> None:
    for n in range(5):
        Notice.objects.create(recipient=person, kind="x", title=f"同时{n}", at=noon + timedelta(hours=1))

    first = titles(queries.latest(person.pk))

    assert first == titles(queries.latest(person.pk)) == titles(queries.listed(person.pk, 0))[: queries.LATEST]
    assert all(title.startswith("同时") for title in first)


def test_pages_follow_each_other_without_gap_or_repetition(person: User) -> None:
    pages = [titles(queries.listed(person.pk, start)) for start in (0, queries.PAGE, 2 * queries.PAGE)]

    assert [len(page) for page in pages] == [queries.PAGE, queries.PAGE, 3]
    assert sum(pages, []) == [str(hour) for hour in range(MANY)]
    assert queries.listed(person.pk, 3 * queries.PAGE) == []


def test_a_corner_of_another_page_shows_the_first_four(person: User) -> None:
    assert titles(queries.latest(person.pk)) == ["0", "1", "2", "3"]


def test_unread_are_counted_until_they_are_read(person: User, noon: datetime) -> None:
    assert queries.unread.count(person.pk) == queries.every.count(person.pk) == MANY

    mark_read(recipient=person, at=noon)
    Notice.objects.create(recipient=person, kind="x", title="新的", at=noon)

    assert titles(queries.unread(person.pk)) == ["新的"]
    assert queries.every.count(person.pk) == MANY + 1


def test_an_empty_inbox(noon: datetime) -> None:
    person = factories.applicant()

    assert queries.latest(person.pk) == queries.listed(person.pk, 0) == []
    assert queries.unread.count(person.pk) == 0
