"""Statements and round trips as they go over the wire, however they are sent."""

import os
import time

import pytest
from django.db import connection, transaction

from bench.usage import Trees, nanoseconds
from bench.wire import Traffic, count, watched
from zhupei.accounts.models import User


def raw(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [number])


@pytest.fixture
def begun(db: None) -> None:
    """The transaction of a test begins with its first statement."""
    raw(0)


def test_a_query_is_a_statement_and_a_round_trip(begun: None) -> None:
    with watched() as traffic:
        raw(1)
        User.objects.filter(name="和志远").first()
    assert traffic == Traffic(2, 2)


def test_the_frame_of_a_transaction_costs_trips_but_is_no_statement(begun: None) -> None:
    with watched() as traffic, transaction.atomic():
        raw(1)
        with transaction.atomic():
            raw(2)
    assert traffic == Traffic(2, 6)


def test_a_pipeline_is_one_round_trip_and_what_it_waits_for_another(begun: None) -> None:
    line = connection.connection
    with watched() as together, line.pipeline():
        for number in range(3):
            line.execute("SELECT %s::int", [number])
    assert together == Traffic(3, 1)
    with watched() as waiting, line.pipeline():
        assert line.execute("SELECT 1").fetchone() == (1,)
        line.execute("SELECT 2")
    assert waiting == Traffic(2, 2)


def test_a_prepared_statement_counts_each_time_it_runs(begun: None) -> None:
    line = connection.connection.pgconn
    with watched() as traffic:
        line.prepare(b"probe", b"SELECT\n  1")
    assert traffic == Traffic(0, 1)
    with watched() as traffic:
        for _ in range(2):
            line.exec_prepared(b"probe", [])
    assert traffic == Traffic(2, 2)


def test_what_is_sent_before_and_after_is_not_counted(begun: None) -> None:
    with watched() as traffic:
        pass
    raw(2)
    assert traffic == Traffic(0, 0)


def test_a_text_that_looks_like_a_message_does_not_count() -> None:
    traffic = Traffic()
    count(traffic, "F\t13\tQuery\t \"SELECT 'F\t4\tSync'\"\nB\t5\tReadyForQuery\t I\n")
    assert traffic == Traffic(1, 1)


def test_the_clock_of_a_process_goes_with_its_work() -> None:
    before, began = nanoseconds(os.getpid()), time.process_time_ns()
    while time.process_time_ns() - began < 20_000_000:
        pass
    assert 20_000_000 <= nanoseconds(os.getpid()) - before < 2_000_000_000
    assert Trees({"own": os.getpid()}).read()["own"] > before
    assert nanoseconds(2**22 + 1) == 0
