"""Delivering messages: once, retried, given up visibly; the text is wiped as soon as nobody needs it."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection

from tests import factories
from zhupei.accounts.models import User
from zhupei.kernel import clock
from zhupei.kernel.folders import private
from zhupei.notifications import channels, tasks
from zhupei.notifications.actions import send_sms
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
BODY = "【住培招录】验证码 123456"


class Gateway(BaseHTTPRequestHandler):
    """The province's: keeps what it gets and answers as it is told."""

    got: list[tuple[dict[str, str], dict[str, Any]]]
    answers: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), json.loads(body)))
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    handler = type("Handler", (Gateway,), {"got": [], "answers": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_CHANNEL, settings.SMS_TOKEN = "http", "geheim"
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def person() -> User:
    return factories.applicant()


@pytest.fixture
def delivery(person: User, noon: datetime) -> Delivery:
    clock.freeze(noon)
    return send_sms(phone=person.phone.plain(), body=BODY, purpose="register", at=noon, recipient=person)


def reloaded(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT queueing_lock FROM procrastinate_jobs WHERE queueing_lock IS NOT NULL ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_the_gateway_gets_telephone_text_and_an_id_to_know_it_again(
    gateway: type[Gateway], delivery: Delivery, person: User, noon: datetime
) -> None:
    tasks.deliver(str(delivery.pk))

    ((headers, body),) = gateway.got
    assert body == {"id": str(delivery.pk), "phone": person.phone.plain(), "text": BODY}
    assert headers["Authorization"] == "Bearer geheim"
    sent = reloaded(delivery)
    assert (sent.state, sent.tries, sent.sent_at, sent.body.plain()) == ("sent", 1, noon, "")


def test_a_second_run_sends_nothing(gateway: type[Gateway], delivery: Delivery) -> None:
    tasks.deliver(str(delivery.pk))
    tasks.deliver(str(delivery.pk))

    assert len(gateway.got) == 1 and reloaded(delivery).tries == 1


def test_a_failure_is_retried_with_the_same_id_and_text(gateway: type[Gateway], delivery: Delivery) -> None:
    gateway.answers[:] = [500, 503]
    for tries in (1, 2):
        with pytest.raises(RuntimeError, match="will be retried"):
            tasks.deliver(str(delivery.pk))
        assert (reloaded(delivery).state, reloaded(delivery).tries) == ("queued", tries)
        assert reloaded(delivery).body.plain() == BODY

    tasks.deliver(str(delivery.pk))

    assert reloaded(delivery).state == "sent"
    assert [body["id"] for _, body in gateway.got] == [str(delivery.pk)] * 3


def test_after_five_tries_it_is_given_up_and_wiped(gateway: type[Gateway], delivery: Delivery) -> None:
    gateway.answers[:] = [500] * 9
    for _ in range(tasks.MAX_TRIES - 1):
        with pytest.raises(RuntimeError):
            tasks.deliver(str(delivery.pk))

    tasks.deliver(str(delivery.pk))
    tasks.deliver(str(delivery.pk))

    given_up = reloaded(delivery)
    assert (given_up.state, given_up.tries, given_up.sent_at) == ("failed", tasks.MAX_TRIES, None)
    assert given_up.body.plain() == "" and len(gateway.got) == tasks.MAX_TRIES


def test_a_gateway_that_is_not_there_is_a_failure_too(settings: Any, delivery: Delivery) -> None:
    settings.SMS_CHANNEL, settings.SMS_URL = "http", "http://127.0.0.1:9/send"

    with pytest.raises(RuntimeError):
        tasks.deliver(str(delivery.pk))

    assert reloaded(delivery).state == "queued"


def test_the_log_of_a_failure_tells_no_telephone_and_no_text(
    gateway: type[Gateway], delivery: Delivery, person: User, capsys: Any, caplog: Any
) -> None:
    gateway.answers[:] = [500]
    with pytest.raises(RuntimeError):
        tasks.deliver(str(delivery.pk))

    told = caplog.text + "".join(capsys.readouterr())
    assert "sms failed" in told and str(delivery.pk) in told
    assert person.phone.plain() not in told and "123456" not in told


def test_what_has_waited_for_two_minutes_is_taken_up_once(delivery: Delivery, noon: datetime) -> None:
    done = send_sms(phone="13800138000", body=BODY, purpose="x", at=noon)
    Delivery.objects.filter(pk=done.pk).update(state="sent")

    clock.freeze(noon + timedelta(minutes=2))
    tasks.reconcile(0)
    assert jobs() == []
    clock.freeze(noon + timedelta(minutes=2, seconds=1))
    tasks.reconcile(0)
    tasks.reconcile(0)

    assert jobs() == [f"deliver:{delivery.pk}"]


def test_the_demonstrations_inbox_shows_the_latest_first_and_ones_own(
    settings: Any, delivery: Delivery, person: User, noon: datetime
) -> None:
    settings.SMS_CHANNEL = "file"
    other = send_sms(phone="13800138000", body="别人的", purpose="x", at=noon)
    for each in (delivery, other):
        tasks.deliver(str(each.pk))

    assert [message["body"] for message in channels.read_file()] == ["别人的", BODY]
    assert [message["id"] for message in channels.read_file(person.phone.plain())] == [str(delivery.pk)]
    assert [message["body"] for message in channels.read_file(limit=1)] == ["别人的"]
    assert channels.inbox_path().stat().st_mode & 0o077 == 0 or channels.inbox_path().parent.stat().st_mode & 0o077 == 0


def test_an_inbox_that_was_cut_is_still_read(settings: Any) -> None:
    assert channels.read_file() == []
    private(channels.inbox_path().parent)
    channels.inbox_path().write_text('{"phone": "1", "bo\n{"phone": "1", "body": "whole"}\n')

    assert [message["body"] for message in channels.read_file("1")] == ["whole"]


def test_the_console_prints_for_developers(settings: Any, delivery: Delivery, capsys: Any) -> None:
    settings.SMS_CHANNEL = "console"

    tasks.deliver(str(delivery.pk))

    assert BODY in capsys.readouterr().out
