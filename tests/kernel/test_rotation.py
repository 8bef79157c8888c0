"""Keys are rotated while the site runs; append-only rows let nothing else through."""

import base64

import pytest
from django.db import DatabaseError, connection, transaction

from tests.dossiers import people
from zhupei.accounts.models import User
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.kernel.crypto import ring, rotation, vault
from zhupei.kernel.crypto.sealed import key_of

KEYS = [base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2)]


def token(user: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_every_field_moves_to_the_active_key_once(settings) -> None:
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"k1:{KEYS[0]}", "aes-256-gcm"
    user = User.objects.create(
        kind="applicant", name="刀玉香", document_index="0" * 64, phone="15412345678", created_at=clock.now()
    )
    assert key_of(token(user)) == ("a", "k1")
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"k2:{KEYS[1]},k1:{KEYS[0]}", "sm4-gcm"
    assert rotation.rotate() == {"accounts_user.phone": 1}
    assert key_of(token(user)) == ("s", "k2")
    assert rotation.rotate() == {}
    settings.FIELD_KEYS = f"k2:{KEYS[1]}"
    assert User.objects.get(pk=user.pk).phone.plain() == "15412345678"
    assert ring.current().active == "k2"


def test_a_file_says_which_key_sealed_it(settings) -> None:
    settings.FIELD_KEYS = f"k1:{KEYS[0]}"
    key = vault.put(b"x")
    settings.FIELD_KEYS = f"k2:{KEYS[1]},k1:{KEYS[0]}"
    assert vault.key_id_of(key) == "k1" and vault.get(key) == b"x"
    assert vault.key_id_of(vault.put(b"x")) == "k2"


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "passes"), [("snapshot = 'z1.new'", True), ("digest = 'x'", False)])
def test_only_the_sealed_column_of_a_frozen_row_can_be_resealed(change: str, passes: bool) -> None:
    statements = [
        "CREATE TEMP TABLE frozen (id int, snapshot text, digest text)",
        "INSERT INTO frozen VALUES (1, 'z1.old', 'd')",
        "CREATE TRIGGER frozen BEFORE UPDATE ON frozen FOR EACH ROW EXECUTE FUNCTION zhupei_append_only('snapshot')",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"UPDATE frozen SET {change}")
        cursor.execute("SET LOCAL zhupei.reseal = 'on'")
        if passes:
            cursor.execute(f"UPDATE frozen SET {change}")
            return
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"UPDATE frozen SET {change}")


@pytest.mark.django_db
def test_a_file_of_several_rows_or_columns_moves_once_for_all_of_them(settings) -> None:
    settings.FIELD_KEYS = f"k1:{KEYS[0]}"
    person = people.filled()
    shared, own = vault.put(b"shared"), vault.put(b"own")
    slots = ("portrait", "id-front", "id-back")
    for slot in slots:
        people.document(person, slot, original_key=own if slot == "portrait" else shared, clean_key=shared)
    settings.FIELD_KEYS = f"k2:{KEYS[1]},k1:{KEYS[0]}"
    rotation.rotate()
    rows = {row.slot: row for row in Document.objects.all()}
    fresh = {key for row in rows.values() for key in (row.original_key, row.clean_key)}
    assert len(fresh) == 2 and all(vault.key_id_of(key) == "k2" for key in fresh)
    assert vault.get(rows["id-back"].original_key) == b"shared" and vault.get(rows["portrait"].original_key) == b"own"
    assert not vault.exists(shared) and not vault.exists(own)
    assert rotation.rotate() == {}
