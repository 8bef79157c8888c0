"""Whatever goes wrong, the connection is clean afterwards, Django knows where its transaction stands, and what a
migration or a pooler has overtaken is prepared anew.
"""

import threading
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import (
    DataError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from django.db.models import QuerySet
from psycopg import pq

from tests.kernel.prepared import things
from tests.kernel.prepared.things import Owner
from zhupei.kernel import locks, prepared
from zhupei.kernel.prepared import RawStatement, counted, together
from zhupei.kernel.prepared import connections as prepared_connections

ZERO = UUID(int=0)
NAMES = RawStatement("SELECT name FROM pg_prepared_statements WHERE name LIKE 'zhupei%'")
INSERT = RawStatement("INSERT INTO test_owner (id, name) VALUES (%s, %s)")
ONE = RawStatement("SELECT 1")


@prepared.prepared
def _owner(key: UUID) -> QuerySet[Owner]:
    return Owner.objects.filter(pk=key)


@pytest.fixture
def tables(transactional_db):
    things.make_tables()
    things.fill()
    yield
    connection.close()
    things.drop_tables()


def is_clean() -> bool:
    connection.ensure_connection()
    raw = connection.connection
    assert raw.pgconn.pipeline_status == pq.PipelineStatus.OFF
    return raw.pgconn.transaction_status == pq.TransactionStatus.IDLE and Owner.objects.count() == 3 and bool(ONE())


def backend() -> int:
    return RawStatement("SELECT pg_backend_pid()")()[0][0]


def elsewhere(work) -> None:
    """In another thread, so on another connection."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        (RawStatement("SELECT 1 / (SELECT 0)"), DataError),
        (RawStatement("SELECT nothing FROM nowhere"), ProgrammingError),
        (RawStatement("SELEC"), ProgrammingError), (RawStatement("SELECT pg_sleep(2)"), OperationalError),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_error_leaves_a_clean_connection(statement, error, place, tables):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 200")
    questions = [_owner.of(ZERO), INSERT.of(uuid4(), "x")]
    questions.insert(place, statement.of())
    before = backend()
    with pytest.raises(error):
        together(*questions)
    assert is_clean(), "together outside a transaction: all or nothing"
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
    assert backend() == before


def test_a_unique_violation_is_an_integrity_error(tables):
    with pytest.raises(IntegrityError) as caught:
        INSERT(ZERO, "twice")
    assert locks.sqlstate(caught.value) == "23505"
    assert is_clean()


def test_inside_a_transaction_an_error_breaks_it_until_its_end(tables):
    with pytest.raises(IntegrityError), transaction.atomic():
        INSERT(uuid4(), "new")
        INSERT(ZERO, "twice")
    assert is_clean()


def test_a_savepoint_mends_it(tables):
    with transaction.atomic():
        INSERT(UUID(int=7), "new")
        with pytest.raises(IntegrityError), transaction.atomic():
            INSERT(ZERO, "twice")
        assert len(_owner(UUID(int=7))) == 1
        Owner.objects.filter(pk=UUID(int=7)).delete()
    assert is_clean()


def test_a_transaction_marked_as_broken_asks_nothing(tables):
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            _owner(ZERO)
    assert is_clean()


def test_the_first_statement_of_a_transaction_begins_it(tables):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        INSERT(uuid4(), "new")
        assert connection.connection.info.transaction_status == pq.TransactionStatus.INTRANS
        raise ZeroDivisionError
    assert is_clean()


def test_a_deadlock_is_retried_by_the_action(tables):
    other = psycopg.connect(connection.connection.info.dsn, password="", autocommit=False)
    tries = []
    lock = RawStatement("SELECT id FROM test_owner WHERE id = %s FOR UPDATE")
    second = UUID(int=1)

    @locks.action
    def act() -> None:
        tries.append(1)
        if len(tries) > 1:
            asking.join()
        lock(ZERO)
        if len(tries) == 1:
            asking.start()
            held.wait(5)
        lock(second)

    held = threading.Event()

    def _lock_both(raw, key) -> None:
        raw.execute("SET deadlock_timeout = '10s'")
        raw.execute("SELECT id FROM test_owner WHERE id = %s FOR UPDATE", [key])
        held.set()
        try:
            raw.execute("SELECT id FROM test_owner WHERE id = %s FOR UPDATE", [ZERO])
        finally:
            raw.rollback()

    asking = threading.Thread(target=_lock_both, args=(other, second))
    act()
    other.close()
    assert len(tries) == 2
    assert is_clean()


def test_a_lost_connection_is_django_s_error_and_is_replaced(tables):
    pid = backend()
    elsewhere(lambda: RawStatement("SELECT pg_terminate_backend(%s::int)")(pid))
    with pytest.raises(OperationalError):
        _owner(ZERO)
    connection.close_if_unusable_or_obsolete()
    assert _owner(ZERO)
    assert backend() != pid
    assert is_clean()


def test_a_connection_lost_in_the_midst_is_replaced(tables):
    with pytest.raises(OperationalError):
        together(_owner.of(ZERO), RawStatement("SELECT pg_terminate_backend(pg_backend_pid())").of(), _owner.of(ZERO))
    connection.close_if_unusable_or_obsolete()
    assert is_clean()


def test_an_interruption_closes_the_connection(tables, monkeypatch):
    ONE()

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(prepared_connections.PreparedConnection, "_next", interrupted)
        with pytest.raises(KeyboardInterrupt):
            RawStatement("SELECT pg_sleep(0.2)")()
    connection.close_if_unusable_or_obsolete()
    assert is_clean()


def add_a_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE test_owner ALTER name TYPE text")


def test_a_migration_elsewhere_is_noticed_and_costs_one_more_round_trip(tables):
    _owner(ZERO)
    elsewhere(add_a_column)
    with counted() as count:
        assert _owner.first(ZERO) is not None
        assert _owner(ZERO)[0].name == "甲0"
    assert count.trips == 3
    assert is_clean()


def test_inside_a_transaction_it_is_an_error_and_the_action_runs_again(tables):
    with transaction.atomic():
        _owner(ZERO)
    elsewhere(add_a_column)
    with pytest.raises(NotSupportedError), transaction.atomic():
        ONE()
        _owner(ZERO)
    elsewhere(lambda: None)
    tries = []

    @locks.action
    def act() -> None:
        tries.append(1)
        ONE()
        assert _owner(ZERO)

    act()
    assert len(tries) == 1, "prepared anew after the error"
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")
    act()
    assert len(tries) == 3
    assert is_clean()


@pytest.mark.parametrize("statement", ["DISCARD ALL", "DEALLOCATE ALL"])
def test_what_the_server_has_forgotten_is_prepared_anew(statement, tables):
    _owner(ZERO)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert _owner(ZERO)
    assert is_clean()


def test_a_name_that_is_taken_is_no_matter(tables):
    ONE()
    number = next(prepared_connections.of(prepared_connections.connected()).numbers) + 1
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE zhupei_{number} AS SELECT 2")
    assert RawStatement("SELECT 5")() == [(5,)]
    assert is_clean()


def test_a_migration_in_this_process_makes_it_prepare_anew(tables):
    _owner(ZERO)
    prepared.after_migration()
    with counted() as count:
        assert _owner(ZERO)
    assert count.trips == 1
    assert NAMES() != [] and len(NAMES()) <= 2


def test_a_statement_is_prepared_once(tables):
    connection.close()
    for _ in range(3):
        together(_owner.of(ZERO), _owner.of(ZERO), _owner.of(UUID(int=1)))
    assert len(NAMES()) == 1 + 1


def test_a_connection_keeps_no_more_than_so_many(tables, monkeypatch):
    monkeypatch.setattr(prepared_connections, "MOST", 5)
    for number in range(12):
        assert RawStatement(f"SELECT {number}")() == [(number,)]
    assert len(NAMES()) <= 6


def test_without_preparing_the_answers_are_the_same(tables, settings):
    connection.close()
    settings.PREPARE_STATEMENTS = False
    with counted() as count:
        assert together(_owner.of(ZERO), ONE.of())[1] == [(1,)]
    assert count.trips == 1
    assert NAMES() == []


def test_much_is_sent_and_received_at_once(tables):
    text = "好" * 700_000
    echo = RawStatement("SELECT %s::text || %s::text")
    assert together(*[echo.of(text, str(number)) for number in range(8)]) == [
        [(text + str(number),)] for number in range(8)
    ]
    assert is_clean()


def test_threads_share_what_is_compiled(tables):
    answers = []

    @prepared.prepared
    def _named(name: str) -> QuerySet[Owner]:
        return Owner.objects.filter(name=name)

    def ask() -> None:
        for number in range(30):
            answers.append(_named(f"甲{number % 3}")[0].pk == UUID(int=number % 3))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 120
