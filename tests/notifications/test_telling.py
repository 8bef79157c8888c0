"""Telling people: who gets what, in the transaction of the change, and nothing personal where it does not belong."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from tests import factories
from zhupei.accounts.models import User
from zhupei.notifications import actions
from zhupei.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db
WORDS = {"kind": "application.returned", "title": "报名被退回", "body": "请补正照片。", "path": "/me/progress/"}


@pytest.fixture
def person() -> User:
    return factories.applicant()


def jobs() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name, priority, args::text FROM procrastinate_jobs ORDER BY id")
        return [dict(zip(("task", "queue", "priority", "args"), row, strict=True)) for row in cursor.fetchall()]


def test_who_is_told_finds_it_in_the_inbox_and_gets_a_message(person: User, noon: datetime) -> None:
    actions.tell(recipient=person, at=noon, **WORDS)

    notice, sent = Notice.objects.get(), Delivery.objects.get()
    assert (notice.recipient, notice.kind, notice.title, notice.body) == (
        person,
        "application.returned",
        "报名被退回",
        "请补正照片。",
    )
    assert (notice.path, notice.at, notice.read_at) == ("/me/progress/", noon, None)
    assert (sent.recipient, sent.purpose, sent.created_at) == (person, "application.returned", noon)
    assert sent.phone.plain() == person.phone.plain()
    assert sent.body.plain() == "【住培招录】报名被退回。请补正照片。"
    assert (sent.state, sent.tries, sent.sent_at) == ("queued", 0, None)


def test_nobody_else_is_told(person: User, noon: datetime) -> None:
    other = factories.applicant()

    actions.tell(recipient=person, at=noon, **WORDS)

    assert not Notice.objects.filter(recipient=other).exists()
    assert not Delivery.objects.filter(recipient=other).exists()


def test_who_has_no_telephone_finds_it_in_the_inbox_only(noon: datetime) -> None:
    person = factories.staff("province", phone="")

    actions.tell(recipient=person, at=noon, **WORDS)

    assert Notice.objects.filter(recipient=person).count() == 1
    assert Delivery.objects.count() == 0 and jobs() == []


def test_a_notice_alone_sends_no_message(person: User, noon: datetime) -> None:
    actions.notify(recipient=person, at=noon, **WORDS)

    assert Notice.objects.count() == 1 and Delivery.objects.count() == 0


def test_a_message_may_go_to_somebody_without_an_account(noon: datetime) -> None:
    actions.send_sms(phone="13800138000", body="【住培招录】验证码 123456", purpose="register", at=noon)

    sent = Delivery.objects.get()
    assert (sent.recipient, sent.phone.plain()) == (None, "13800138000")


def test_the_job_knows_the_delivery_and_nothing_of_the_person(person: User, noon: datetime) -> None:
    actions.tell(recipient=person, at=noon, **WORDS)

    (job,) = jobs()
    assert job["args"] == f'{{"delivery_id": "{Delivery.objects.get().pk}"}}'
    assert (job["task"], job["queue"]) == ("notifications.deliver", "quick")
    assert job["priority"] > 10, "it goes before the printing of forms"


def test_telephone_and_words_are_sealed_in_the_database(person: User, noon: datetime) -> None:
    actions.tell(recipient=person, at=noon, **WORDS)

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM notifications_delivery d")
        (row,) = cursor.fetchone()
    assert person.phone.plain() not in row and "报名被退回" not in row


def test_what_is_undone_has_told_nobody(person: User, noon: datetime) -> None:
    with transaction.atomic():
        actions.tell(recipient=person, at=noon, **WORDS)
        assert Notice.objects.count() == 1
        transaction.set_rollback(True)

    assert (Notice.objects.count(), Delivery.objects.count(), jobs()) == (0, 0, [])


@pytest.fixture
def unread(person: User, noon: datetime) -> Iterator[User]:
    for _ in range(2):
        actions.notify(recipient=person, at=noon, **WORDS)
    yield factories.applicant()


def test_reading_marks_ones_own_notices_once(person: User, unread: User, noon: datetime) -> None:
    actions.notify(recipient=unread, at=noon, **WORDS)

    assert actions.mark_read(recipient=person, at=noon) == 2
    assert actions.mark_read(recipient=person, at=noon) == 0
    assert Notice.objects.get(recipient=unread).read_at is None
    assert set(Notice.objects.filter(recipient=person).values_list("read_at", flat=True)) == {noon}
