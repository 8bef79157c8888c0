"""Our own log: what broke and where, never the value it broke on; and which page it was, never its address."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test import Client

from tests import factories
from zhupei.accounts.models import User
from zhupei.bases.models import Base
from zhupei.kernel import jobs, logs, working
from zhupei.kernel.exceptions import told, traced

MARKER = "和志远-marker"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the process would write to its log."""
    root, written = logging.getLogger(), StringIO()
    before = (root.handlers[:], root.level, {name: logging.getLogger(name).level for name in QUIETED})
    logs.configure({"level": "INFO"})
    ours = root.handlers[0]
    assert isinstance(ours, logging.StreamHandler)
    ours.setStream(written)
    yield written
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


QUIETED = ("procrastinate", "psycopg.pool", "fontTools", "PIL", "django.request", "django.security.csrf")


def second_account() -> None:
    """The same login name twice: PostgreSQL says it in the DETAIL of its refusal."""
    for _ in range(2):
        User.objects.create(kind="staff", login_name=MARKER, name=MARKER, created_at=factories.AT)


REFUSALS = {
    "unique": (second_account, "IntegrityError: SQLSTATE 23505 accounts_user_login_name_key accounts_user"),
    "check": (
        lambda: User.objects.create(kind="applicant", login_name=MARKER, name=MARKER, created_at=factories.AT),
        "IntegrityError: SQLSTATE 23514 accounts_login_by_kind accounts_user",
    ),
    "too long": (lambda: Base.objects.create(code=MARKER * 99), "DataError: SQLSTATE 22001"),
    "cast": (lambda: connection.cursor().execute("SELECT %s::date", [MARKER]), "DataError: SQLSTATE 22007"),
    "python": (lambda: int(MARKER), "ValueError"),
    "key": (lambda: {}[MARKER], "KeyError"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSALS)
def test_an_exception_is_told_by_its_kind_and_its_constraint(name: str, log: StringIO) -> None:
    act, expected = REFUSALS[name]

    try:
        with transaction.atomic():
            act()
    except Exception as error:
        assert MARKER in str(error) or MARKER in str(error.__cause__) or name in ("too long",)
        assert told(error) == expected
        logging.getLogger("django.db").exception("refused")
        logging.getLogger("some.library").error("could not do it: %s", error)

    text = log.getvalue()
    assert MARKER not in text
    assert text.count(expected) >= 2 and "test_logs.py" in text


def test_a_connection_that_fails_says_why() -> None:
    """That message is the client's own and about the connection."""
    import psycopg

    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgresql:///zhupei?host=/nonexistent")

    assert "/nonexistent" in told(caught.value)


def test_a_chain_of_exceptions_is_told_from_its_beginning() -> None:
    try:
        try:
            int(MARKER)
        except ValueError as fault:
            raise RuntimeError("the file is damaged") from fault
    except RuntimeError as error:
        lines = [line for line in traced(error).splitlines() if not line.startswith((" ", "Traceback"))]

    assert lines == ["ValueError", "RuntimeError: the file is damaged"]


def breaks(*_: Any, **__: Any) -> None:
    raise DatabaseError(MARKER)


@pytest.mark.django_db
def test_a_page_that_breaks_is_named_by_its_route(
    client: Client, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address may hold the token of an invitation, its query a name that somebody searched for."""
    monkeypatch.setattr("zhupei.accounts.queries.open_invitation", breaks)
    client.raise_request_exception = False

    assert client.get(f"/invitation/{'t' * 43}/?q={MARKER}").status_code == 500

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    fault, request = (next(line for line in lines if line["event"] == event) for event in ("server error", "request"))
    assert fault["request"] == request["request"] and request["route"] == "invitation/<str:token>/"
    assert MARKER not in log.getvalue() and "t" * 43 not in log.getvalue()


@jobs.app.task(**jobs.QUICK, name="kernel.test_break")
def break_with_a_name(number: int) -> None:
    second_account()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_breaks_is_told_like_everything_else(log: StringIO) -> None:
    jobs.enqueue(break_with_a_name, number=1)

    working.drain()

    assert MARKER not in log.getvalue()
    assert "SQLSTATE 23505 accounts_user_login_name_key" in log.getvalue() and "kernel.test_break" in log.getvalue()


class Broken:
    """A body whose sender hangs up."""

    def read(self, *_: Any) -> bytes:
        raise OSError(MARKER)

    readline = read


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
MANY = "&".join(f"{MARKER}{n}=1" for n in range(500))
LARGE = f"a={MARKER}" + "x" * 3 * 1024 * 1024
STRANGE: dict[str, tuple[str, dict[str, Any]]] = {
    "DisallowedHost": ("GET", {"HTTP_HOST": f"evil.{MARKER.encode().hex()}.example"}),
    "TooManyFieldsSent": ("POST", {"data": MANY, "content_type": FORM}),
    "RequestDataTooBig": ("POST", {"data": LARGE, "content_type": FORM}),
    "BadRequest": ("POST", {"data": MARKER, "content_type": "multipart/form-data; boundary=" + "é" * 3}),
    "MultiPartParserError": ("POST", {"data": f"--x{MARKER}", "content_type": "multipart/form-data"}),
    "UnreadablePostError": ("POST", {"data": "a=1", "content_type": FORM, "wsgi.input": Broken()}),
    "UnreadablePostError in parts": ("POST", {"data": "a=1", "content_type": PARTS, "wsgi.input": Broken()}),
}


def told_as_a_stranger(written: StringIO) -> list[str]:
    """The kinds that were told beside the line of each request, none of them as a fault of ours."""
    text = written.getvalue()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["level"] for line in lines} <= {"info", "warning"}, text
    assert "Traceback" not in text and MARKER not in text and MARKER.encode().hex() not in text
    assert [line["event"] for line in lines].count("request") == 1 and len(lines) <= 2, text
    return [line.get("kind", line["event"]) for line in lines if line["event"] != "request"]


@pytest.mark.django_db
@pytest.mark.parametrize("checks", [False, True])
@pytest.mark.parametrize("kind", STRANGE)
def test_a_strangers_request_is_one_line_and_no_fault_of_ours(
    kind: str, checks: bool, log: StringIO, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    method, given = STRANGE[kind]
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)

    answer = client.generic(method, "/staff/login/", **given)

    assert 400 <= answer.status_code < 500
    assert told_as_a_stranger(log) in ([], [kind.split()[0]], ["hung up"])


@pytest.mark.django_db
def test_a_filter_that_nobody_offers_is_one_line(log: StringIO) -> None:
    client = factories.login(Client(), factories.staff("technical"))
    client.get("/technical/bases/base/")
    log.truncate(0)
    log.seek(0)

    assert client.get("/technical/bases/base/", {"phone__startswith": MARKER}).status_code == 400

    assert told_as_a_stranger(log) == ["DisallowedModelAdminLookup"]


def test_whatever_else_the_framework_suspects_is_one_line(rf: Any, log: StringIO) -> None:
    from django.core.exceptions import SuspiciousOperation
    from django.core.handlers.exception import response_for_exception

    assert response_for_exception(rf.get("/"), SuspiciousOperation(MARKER)).status_code == 400

    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["level"], line["event"], line["kind"]) == ("warning", "refused request", "SuspiciousOperation")
    assert MARKER not in log.getvalue()
