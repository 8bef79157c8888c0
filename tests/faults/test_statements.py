"""Failure at the N-th statement of an act, N = 1, 2, … until one passes: old state whole, or new state whole.

"Whole" is every row of every table, compared by their hashes; so what the invariants say of the old state they say of
it still, and they are asked before and after. In between, every retry is rehearsed and undone.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, InternalError, OperationalError, connection, transaction

from tests import applicants, world_small
from tests.applicants import WorldApplicant
from tests.world_small import CLOSES, World, later
from zhupei.accounts.models import VerificationCode
from zhupei.applications import states
from zhupei.applications.models import Application, RefusedAttempt, Review, Transition, Version
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice
from zhupei.reports import invariants

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Act = Callable[[], Any]


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()


class Broken(Exception):
    """The process dies here."""


def breaks(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    raise Broken


def loses_the_connection(execute: Any, *statement: Any) -> Any:
    with connection.wrap_database_errors:
        connection.connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def is_refused_by_the_server(execute: Any, *statement: Any) -> Any:
    """It goes on its way, with the others that leave together; the answer is an error of the server."""
    with suppress(psycopg.Error):
        connection.connection.execute("SELECT 1 / 0")
    return execute(*statement)


class At:
    """Does `harm` instead of the statement number `n`, and counts all of them."""

    def __init__(self, n: int, harm: Callable[..., Any]) -> None:
        self.n, self.harm, self.count = n, harm, 0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        self.count += 1
        return self.harm(execute, *statement) if self.count == self.n else execute(*statement)


def until_clean(act: Act, harm: Callable[..., Any], step: int = 1) -> int:
    """Run `act` with the harm at statement 1, 1 + step, …; returns at how many statements it has failed."""
    assert invariants.findings() == []
    before = applicants.fingerprint()
    failures = 0
    while True:
        fault = At(1 + failures * step, harm)
        try:
            with connection.execute_wrapper(fault):
                act()
        except (Broken, OperationalError, InternalError):
            connection.close()
            assert fault.count >= fault.n
            now = applicants.fingerprint()
            changed = [table for table in before if now[table] != before[table]]
            assert not changed, f"statement {fault.n} leaves a part behind in {changed}"
            rehearse(act)
            failures += 1
        else:
            assert fault.count < fault.n, "the act has passed, not swallowed a failure"
            assert invariants.findings() == []
            return failures


def rehearse(act: Act) -> None:
    """The retry succeeds up to its commit, deferred triggers included; then it is undone."""
    with transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def submission(world: World) -> tuple[WorldApplicant, Act]:
    ready = applicants.ready(world)
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    return ready, lambda: applicants.submit(ready, at, code_id, **form)


def withdrawal(world: World) -> tuple[WorldApplicant, Act]:
    submitted = applicants.submitted(world)
    at = later()
    code_id = applicants.code(submitted.person, "withdraw", at)
    return submitted, lambda: applicants.withdraw(submitted, at, code_id)


def approval(world: World) -> tuple[WorldApplicant, Act]:
    submitted = applicants.submitted(world)
    version_id, at = submitted.version_id, later()
    return submitted, lambda: applicants.approve(submitted, version_id=version_id, at=at)


ACTS = {
    "submit": (submission, states.SUBMITTED, 25),
    "withdraw": (withdrawal, states.DRAFT, 12),
    "approve": (approval, states.APPROVED, 10),
}


def whole(person: WorldApplicant, verb: str, state: str) -> None:
    """The new state with everything that belongs to it."""
    assert person.reloaded().state == state
    assert Transition.objects.filter(verb=verb).count() == 1
    assert Notice.objects.filter(kind__contains=verb[:6]).count() == 1
    assert Delivery.objects.filter(purpose__contains=verb[:6]).count() == 1
    if verb == "approve":
        assert Review.objects.get().transition.verb == verb
    else:
        assert VerificationCode.objects.get(purpose=verb).used_at is not None
    assert Version.objects.count() == 1 and Application.objects.count() == 1


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_that_breaks_anywhere_leaves_nothing(world: World, verb: str) -> None:
    prepare, state, least = ACTS[verb]
    person, act = prepare(world)
    assert until_clean(act, breaks) >= least
    whole(person, verb, state)


@pytest.mark.parametrize("verb", ACTS)
def test_a_statement_that_the_server_refuses_leaves_nothing(world: World, verb: str) -> None:
    prepare, state, least = ACTS[verb]
    person, act = prepare(world)
    assert until_clean(act, is_refused_by_the_server, step=2) >= least // 2
    whole(person, verb, state)


@pytest.mark.parametrize("verb", ACTS)
def test_a_lost_connection_leaves_nothing(world: World, verb: str) -> None:
    prepare, state, least = ACTS[verb]
    person, act = prepare(world)
    assert until_clean(act, loses_the_connection, step=3) >= least // 3
    whole(person, verb, state)


@pytest.mark.parametrize("verb", ACTS)
def test_a_commit_that_fails_leaves_nothing(world: World, verb: str) -> None:
    """The chain of the audit trail is written by the commit itself; here it cannot be."""
    prepare, state, _ = ACTS[verb]
    person, act = prepare(world)
    before = applicants.fingerprint()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_link ADD CONSTRAINT no_more CHECK (sequence < 0) NOT VALID")
        with pytest.raises(DatabaseError, match="no_more"):
            act()
        cursor.execute("ALTER TABLE audit_link DROP CONSTRAINT no_more")
    assert applicants.fingerprint() == before
    act()
    whole(person, verb, state)
    assert invariants.findings() == []


def test_evidence_of_a_late_attempt_is_whole_too(world: World) -> None:
    ready = applicants.ready(world)
    form = applicants.check_page(ready)
    code_id = applicants.code(ready.person, "submit", CLOSES)

    def late() -> None:
        with pytest.raises(Refused):
            applicants.submit(ready, CLOSES, code_id, **form)

    assert until_clean(late, breaks) >= 10
    assert RefusedAttempt.objects.get().code == "window:closed"


def test_control_two_transactions_are_found_out(world: World) -> None:
    """An act that commits in between is not whole; this is how the tests above would tell."""
    (_, first), (_, second) = approval(world), approval(world)

    def both() -> None:
        first()
        second()

    with pytest.raises(AssertionError, match="leaves a part behind"):
        until_clean(both, breaks)
