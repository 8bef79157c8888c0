"""Sealed values are unreadable without the ring, useless in another row, and survive rotation."""

import base64
import os
import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from zhupei.accounts.models import User
from zhupei.kernel import clock
from zhupei.kernel.crypto import codes, ring, vault
from zhupei.kernel.crypto.index import blind_index
from zhupei.kernel.crypto.ring import UnreadableSeal
from zhupei.kernel.crypto.sealed import Sealed, key_of, open_text, seal_text

KEYS = [base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2)]


@pytest.fixture(params=["aes-256-gcm", "sm4-gcm"])
def cipher(request, settings) -> str:
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"k1:{KEYS[0]}", request.param
    return request.param


def test_a_sealed_text_opens_only_in_its_own_place(cipher: str) -> None:
    token = seal_text("530102199001011234", "people.number:1")
    assert "5301" not in token
    assert open_text(token, "people.number:1") == "530102199001011234"
    with pytest.raises(UnreadableSeal):
        open_text(token, "people.number:2")


def test_one_flipped_bit_is_noticed(cipher: str) -> None:
    head, _, body = seal_text("x" * 20, "p").rpartition(".")
    raw = bytearray(base64.b64decode(body))
    raw[len(raw) // 2] ^= 1
    with pytest.raises(UnreadableSeal):
        open_text(f"{head}.{base64.b64encode(raw).decode()}", "p")


def test_an_older_key_and_the_other_cipher_stay_readable(settings) -> None:
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"k1:{KEYS[0]}", "aes-256-gcm"
    old = seal_text("秘密", "p")
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"k2:{KEYS[1]},k1:{KEYS[0]}", "sm4-gcm"
    new = seal_text("秘密", "p")
    assert (key_of(old), key_of(new)) == (("a", "k1"), ("s", "k2"))
    assert open_text(old, "p") == open_text(new, "p") == "秘密"
    settings.FIELD_KEYS = f"k2:{KEYS[1]}"
    with pytest.raises(UnreadableSeal, match="k1"):
        open_text(old, "p")


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert open_text(seal_text(text, "p"), "p") == text


@pytest.mark.parametrize(
    ("text", "fault"), [("", "no key"), ("k1:AAAA", "3 bytes"), ("k-1:" + KEYS[0], "letters"), ("k1:!!", "")]
)
def test_a_bad_ring_is_refused_in_words(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ring.parse(text, "aes-256-gcm")


def person(**given: object) -> User:
    return User(kind="applicant", name="和志远", document_index="0" * 64, created_at=clock.now(), **given)


@pytest.mark.django_db
def test_a_sealed_field_shows_itself_to_programs_only() -> None:
    made = person(document_type="resident-id", document_number="530102199001011234", phone="13812345678")
    assert made.phone.plain() == "13812345678"
    made.save()
    read = User.objects.get(pk=made.pk)
    assert isinstance(read.document_number, Sealed)
    assert read.document_number.plain() == "530102199001011234"
    assert "1234567" not in read.document_number.masked()
    for shown in (str(read.document_number), repr(read.document_number), f"{read.phone}"):
        assert not re.search(r"\d", shown)
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_number, phone FROM accounts_user")
        for column in cursor.fetchone():
            assert column.startswith("z1.a.") and "138" not in base64.b64decode(column.split(".")[3]).decode("latin1")


@pytest.mark.django_db
def test_a_ciphertext_copied_to_another_person_is_unreadable() -> None:
    first = person(document_type="resident-id", document_number="530102199001011234")
    first.save()
    second = person(document_type="resident-id")
    second.document_index = "1" * 64
    second.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET document_number ="
            " (SELECT document_number FROM accounts_user WHERE id = %s) WHERE id = %s",
            [first.pk, second.pk],
        )
    with pytest.raises(UnreadableSeal):
        User.objects.get(pk=second.pk).document_number.plain()


@pytest.mark.django_db
def test_a_sealed_column_cannot_be_queried_by_value() -> None:
    person(document_type="resident-id", phone="13812345678").save()
    with pytest.raises(TypeError, match="blind index"):
        User.objects.filter(phone=person(phone="13812345678").phone).count()


def test_the_blind_index_depends_on_key_kind_and_value(settings) -> None:
    one = blind_index("number", "1")
    assert one == blind_index("number", "1") and len(one) == 64
    assert len({one, blind_index("phone", "1"), blind_index("number", "2")}) == 3
    settings.INDEX_KEY = base64.b64encode(os.urandom(32)).decode()
    assert blind_index("number", "1") != one


def test_a_file_of_the_vault_is_encrypted_and_tied_to_its_key(settings, cipher: str) -> None:
    key = vault.put(b"%PDF-1.7 hello")
    assert vault.get(key) == b"%PDF-1.7 hello" and vault.exists(key)
    folder = settings.DATA_DIR / "files"
    stored = (folder / key).read_bytes()
    assert b"PDF" not in stored and list(vault.stored()) == [key]
    other = vault.put(b"other")
    (folder / other).write_bytes(stored)
    with pytest.raises(UnreadableSeal):
        vault.get(other)
    (folder / other).write_bytes(b"plain")
    with pytest.raises(UnreadableSeal):
        vault.get(other)
    vault.delete(key)
    with pytest.raises(FileNotFoundError):
        vault.get(key)


@given(st.from_regex(r"[0-9]{4}-[WT][12]-[0-9]{6}-[1-9]", fullmatch=True))
def test_a_code_is_read_only_with_its_signature_and_purpose(text: str) -> None:
    code = codes.sign("form", text)
    assert len(code) <= 36 and code.isascii()
    assert codes.read("form", code) == codes.read("form", f" {code.lower()} ") == text
    assert codes.read("ticket", code) is None
    assert codes.read("form", code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert codes.read("form", text) is None
