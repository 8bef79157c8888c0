"""Evidence: which tables keep what was written, whoever asks, and which may change, and why.

Every model is in exactly one of the two lists. The first is the database itself: its triggers.
"""

from typing import NamedTuple

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from tests.tampering import past_the_triggers

CHANGING = {
    "accounts.user": "password, phone and name change; each change is an event of the trail",
    "accounts.verificationcode": "counts its tries, is used once and swept after two days",
    "accounts.throttle": "a counter",
    "accounts.captchause": "swept when the puzzle has expired",
    "accounts.imagecaptcha": "used once and swept",
    "accounts.device": "last seen; a convenience of its owner, the login history is kept beside it",
    "applications.application": "moves; every move is a row of Transition (invariant 3)",
    "applications.choice": "a draft; what is submitted becomes a Preference",
    "applications.reviewlease": "who is looking right now",
    "approvals.motion": "its state moves once; a trigger of its own keeps the rest",
    "applications.formpaper": "a print of a version, made anew whenever it is missing",
    "bases.base": "address and telephone; what counts for a submission is in its snapshot",
    "bases.specialty": "the catalogue is corrected",
    "cycles.cycle": "settings of the province; what counts for a submission is in its snapshot",
    "cycles.round": "settings",
    "cycles.stage": "settings",
    "cycles.picturecheck": "settings; each change is an event of the trail",
    "cycles.personcategory": "settings",
    "cycles.documentdemand": "settings",
    "cycles.majorrule": "settings",
    "cycles.planline": "settings",
    "cycles.designatedplace": "the province's list, corrected until it is used",
    "dossiers.region": "reference data",
    "dossiers.institution": "reference data",
    "dossiers.major": "reference data",
    "dossiers.dossier": "a draft; what is submitted becomes a Version",
    "dossiers.education": "a draft",
    "dossiers.employment": "a draft",
    "dossiers.document": "is checked and replaced; what was submitted is bound by the digest in VersionDocument",
    "imports.import": "moves; each move is an event of the trail, what was committed keeps its digest",
    "kernel.clocksetting": "the demonstration clock",
    "kernel.settlement": "a token that says that settings have changed",
    "portal.announcement": "texts of the province",
    "portal.template": "texts of the province",
    "portal.page": "texts of the province",
    "portal.supportcontact": "texts of the province",
    "admin.logentry": "never written: the technical site writes to the trail",
    "auth.permission": "Django's, unused: rights come from offices",
    "auth.group": "Django's, unused",
    "contenttypes.contenttype": "Django's list of models",
    "sessions.session": "ends at logout and is swept",
    "otp_totp.totpdevice": "an authenticator is set anew by a new invitation, which is kept",
    "procrastinate.procrastinatejob": "work, not evidence; what a job did is an event of the trail",
    "procrastinate.procrastinateworker": "work",
    "procrastinate.procrastinateevent": "work",
    "procrastinate.procrastinateperiodicdefer": "work",
}


class Kept(NamedTuple):
    """The lists of columns with which a table is protected."""

    sealed: set[str]
    changes: set[str]
    once: set[str]


def protected() -> dict[str, Kept]:
    """Table → its protection, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'zhupei_append_only' AND t.tgname = c.relname || '_append_only' AND t.tgenabled <> 'D'"
        )
        found = {}
        for table, arguments in cursor.fetchall():
            lists = [set(filter(None, part.split(","))) for part in arguments.split("\\000")]
            found[table] = Kept(*(lists + [set(), set(), set()])[:3])
    return found


def managed() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if not model._meta.proxy]


VALUES = {
    "uuid": ("'11111111-1111-4111-8111-111111111111'", "'22222222-2222-4222-8222-222222222222'"),
    "bigint": ("7", "8"),
    "integer": ("7", "8"),
    "smallint": ("7", "8"),
    "boolean": ("false", "true"),
    "date": ("'2026-07-01'", "'2026-07-02'"),
    "timestamp with time zone": ("'2026-07-01 12:00+08'", "'2026-07-02 12:00+08'"),
    "character varying": ("'a'", "'b'"),
    "text": ("'a'", "'b'"),
}


def columns(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND table_schema = current_schema() ORDER BY ordinal_position",
            [table],
        )
        return dict(cursor.fetchall())


def seed(table: str, kept: Kept) -> None:
    """One row; what is filled once is empty still."""
    kinds = columns(table)
    given = {name: VALUES[kind][0] for name, kind in kinds.items() if name not in kept.once}
    given |= {name: "''" for name in kept.once if kinds[name] == "character varying"}
    with past_the_triggers() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(given)}) VALUES ({', '.join(given.values())})")


def refused(statement: str) -> bool:
    """Whether the table refuses it, whatever its constraints say afterwards; undone in any case."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    except DatabaseError as error:
        assert "is append-only" in str(error), error
        return True
    return False


@pytest.mark.django_db
def test_every_model_is_evidence_or_says_why_it_may_change() -> None:
    evidence = protected()
    both = [model._meta.label_lower for model in managed() if model._meta.db_table in evidence]

    assert sorted(set(both) & CHANGING.keys()) == []
    assert sorted({model._meta.label_lower for model in managed()} - CHANGING.keys() - set(both)) == []
    assert sorted(CHANGING.keys() - {model._meta.label_lower for model in managed()}) == []


@pytest.mark.django_db
def test_evidence_stays_as_it_was_written_column_by_column() -> None:
    wrong = []
    for table, kept in protected().items():
        seed(table, kept)
        kinds = columns(table)
        for name, kind in kinds.items():
            if refused(f"UPDATE {table} SET {name} = {VALUES[kind][1]}") is (name in kept.changes | kept.once):
                wrong.append(f"{table}.{name}")
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            if not refused(statement):
                wrong.append(statement)

    assert wrong == []


@pytest.mark.django_db
def test_what_is_filled_once_is_neither_changed_nor_emptied_after_that() -> None:
    wrong, seen = [], 0
    for table, kept in protected().items():
        kinds = columns(table)
        if not kept.once:
            continue
        with transaction.atomic():
            seed(table, kept)
            with connection.cursor() as cursor:
                filled = ", ".join(f"{name} = {VALUES[kinds[name]][1]}" for name in sorted(kept.once))
                cursor.execute(f"UPDATE {table} SET {filled}")
            for name in sorted(kept.once):
                values = (VALUES[kinds[name]][0], "NULL")
                changed, emptied = (refused(f"UPDATE {table} SET {name} = {value}") for value in values)
                wrong += [] if changed and emptied else [f"{table}.{name}"]
                seen += 1
            transaction.set_rollback(True)

    assert wrong == [] and seen >= 6


@pytest.mark.django_db
def test_key_rotation_re_seals_what_is_sealed_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL zhupei.reseal = 'on'")
    for table, kept in protected().items():
        if kept.sealed:
            seed(table, kept)
            for name, kind in columns(table).items():
                free = name in kept.sealed | kept.changes | kept.once
                assert refused(f"UPDATE {table} SET {name} = {VALUES[kind][1]}") is not free, f"{table}.{name}"


@pytest.mark.django_db
def test_no_deletion_of_something_else_takes_evidence_along() -> None:
    """A row of evidence is nobody's part: Django would delete it with its owner, and the table refuse that."""
    evidence = protected()
    taken = [
        f"{model._meta.label_lower}.{field.name}"
        for model in managed()
        if model._meta.db_table in evidence
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]

    assert taken == []
