"""A committed world with people in every state, and tools for doing to it what the system itself refuses to do."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tests import applicants, factories, world_small
from tests.applicants import WorldApplicant
from tests.support.given import Desk
from tests.world_small import World, later
from zhupei.accounts.actions import codes, registration
from zhupei.accounts.actions.login import login
from zhupei.accounts.models import ConsentText, User
from zhupei.accounts.queries import phone_index
from zhupei.applications import actions
from zhupei.approvals.models import Motion
from zhupei.audit.tasks import anchor
from zhupei.dossiers.models import Document
from zhupei.kernel.crypto import ring
from zhupei.notifications.models import Delivery


@dataclass
class Standing:
    """`corrected` was returned and submitted again (two versions), `approved` has its printed form."""

    world: World
    draft: WorldApplicant
    submitted: WorldApplicant
    corrected: WorldApplicant
    approved: WorldApplicant
    rejected: WorldApplicant
    newcomer: User
    motion: Motion
    log: str = ""

    def document(self) -> Document:
        """A portrait in force that has been submitted."""
        return Document.objects.get(dossier__person=self.submitted.person, slot="portrait")


def build() -> Standing:
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "this world is committed, and cleared later"
    world = world_small.load()
    draft = applicants.submitted(world)
    applicants.withdraw(draft)
    corrected = applicants.returned(world, plans=[world.line("0100"), world.line("0700"), world.line("0900")])
    applicants.submit(corrected)
    submitted, approved, rejected = applicants.submitted(world), applicants.approved(world), applicants.submitted(world)
    applicants.reject(rejected)
    version = approved.reloaded().version
    assert version is not None
    actions.request_form(version=version, actor=version.application.person, at=later())
    actions.check_on_site(
        application_id=approved.application.pk, version_id=version.pk, passed=True, actor=world.reviewer, at=later()
    )
    session = SessionStore()
    session["_auth_user_id"] = str(approved.person.pk)
    session.save()
    (Path(settings.DATA_DIR) / "logs").mkdir(parents=True, exist_ok=True)
    newcomer = register(world)
    desk = Desk()
    desk.carry_out("account.release", applicants.submitted(world).person)
    desk.carry_out("account.freeze", applicants.submitted(world).person)
    motion = desk.propose("account.replace-phone", newcomer)
    work()
    anchor(timestamp=0)
    return Standing(world, draft, submitted, corrected, approved, rejected, newcomer, motion)


def register(world: World) -> User:
    """Somebody who registers, mistypes the password, and logs in: the numbers pass through every door."""
    number, phone, at = factories.number(), factories.phone(), later()
    here = {"session_key": "s" * 32, "address": "192.0.2.7"}
    codes.send_code(purpose="register", phone=phone, user=None, at=at, **here)
    digits = re.search(r"\d{6}", Delivery.objects.latest("created_at").body.plain())
    assert digits is not None
    code_id = codes.verify(
        purpose="register",
        phone_index=phone_index(phone),
        user=None,
        session_key=here["session_key"],
        code=digits[0],
    )
    privacy = ConsentText.objects.get(key="privacy")
    person = registration.register(
        document_type="resident-id",
        number=number,
        name="段小雨",
        phone=phone,
        password=factories.PASSWORD,
        consents=[privacy.pk],
        code_id=code_id,
        allowed_types=world.cycle.document_types,
        at=later(),
    )
    assert person is not None
    typed = {"number": number, "captcha_ok": True, "device_token": "d", "address": here["address"], "user_agent": "x"}
    assert applicants.refused(login, password="Wrong-1password", at=later(), **typed) == "login:wrong"
    assert login(password=factories.PASSWORD, at=later(), **typed) == person
    return person


def work() -> None:
    """Do every waiting job, as a worker would."""
    while waiting := sql("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"):
        for job_id, name, arguments in waiting:
            app.tasks[name](**json.loads(arguments))
            sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", job_id)
            sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", job_id)


def clear() -> None:
    call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=False)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back. Triggers and foreign keys are off."""
    with transaction.atomic():
        sql("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query; [] for anything else."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def change(table: str, assignment: str, key: Any, *values: Any, column: str = "id") -> None:
    """UPDATE exactly one row."""
    assert sql(f"UPDATE {table} SET {assignment} WHERE {column} = %s RETURNING 1", *values, key) == [(1,)]


def drop_unique(table: str, *columns: str) -> None:
    """Take away the unique constraint or index over exactly these columns."""
    found = sql(
        "SELECT i.indexrelid::regclass::text, c.conname FROM pg_index i"
        " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'"
        " WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary AND"
        " (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a"
        "  WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) = %s",
        table,
        sorted(columns),
    )
    assert found, f"{table} has no unique index over {columns}"
    for index, constraint in found:
        sql(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"' if constraint else f"DROP INDEX {index}")


def stored(key: str) -> Path:
    """Where a file of the vault lies."""
    return Path(default_storage.path(key))


def sealed_file(data: bytes, key: str) -> bytes:
    """The bytes of a vault file with another content under the same key."""
    letter, key_id, sealed = ring.current().seal(data, key.encode())
    return b"ZV1" + letter.encode() + bytes([len(key_id)]) + key_id.encode() + sealed
