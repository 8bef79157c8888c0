"""The database keeps a motion as it was proposed, whoever writes: also somebody at its console."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.approvals.conftest import Office
from zhupei.approvals import actions
from zhupei.approvals.models import Decision, Motion
from zhupei.audit.actions import record

TABLE = "approvals_motion"


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "payload = 'x'",
        "reason = ''",
        "digest = repeat('0', 64)",
        "expires_at = expires_at + interval '1 day'",
        "subject_id = 'somebody else'",
        "state = 'confirmed', verb = 'account.freeze'",
    ],
)
def test_only_its_state_moves(office: Office, change: str) -> None:
    office.propose()
    with pytest.raises(DatabaseError, match="stays as it was proposed"):
        sql(f"UPDATE {TABLE} SET {change}")


def test_and_that_only_once(office: Office) -> None:
    actions.withdraw(motion_id=office.propose().pk, actor=office.first, at=office.at)
    with pytest.raises(DatabaseError, match="stays as it was proposed"):
        sql(f"UPDATE {TABLE} SET state = 'open'")


def test_nothing_goes_away(office: Office) -> None:
    office.confirm(office.propose())
    for statement in (
        f"DELETE FROM {TABLE}",
        "DELETE FROM approvals_decision",
        "UPDATE approvals_decision SET verb = 'x'",
    ):
        with pytest.raises(DatabaseError):
            sql(statement)
    with pytest.raises(DatabaseError):
        sql(f"TRUNCATE {TABLE} CASCADE")


def test_not_even_a_program_without_rules_lets_one_person_decide_alone(office: Office) -> None:
    motion: Motion = office.propose()
    at = office.at + timedelta(hours=1)
    event = record(
        verb="motion.confirm", actor=office.first, role="second", at=at, object_type="account", object_id="x"
    )
    row = {"verb": "confirm", "role": "second", "at": at, "event": event}
    with pytest.raises(DatabaseError, match="nobody decides about his own motion"), transaction.atomic():
        Decision.objects.create(motion=motion, actor=office.first, **row)
    Decision.objects.create(motion=motion, actor=office.second, **row)
