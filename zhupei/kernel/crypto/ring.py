"""The key ring: several keys with ids, the first one active, AES-256-GCM or SM4-GCM by setting.

A sealed value names its cipher and key, so both can change while old values stay readable; `zhupei rotate-keys`
re-seals them. Keys live in the environment (or the data directory of a demonstration), never in the database.
"""

import base64
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16
LETTERS = {"aes-256-gcm": "a", "sm4-gcm": "s"}


class UnreadableSeal(Exception):
    """A sealed value was altered, moved to another row, or its key is not on the ring."""


@dataclass(frozen=True)
class Ring:
    """`keys` maps key id to 32 bytes; `active` is the id used for new values; `cipher` a name of LETTERS."""

    keys: dict[str, bytes]
    active: str
    cipher: str

    def seal(self, plain: bytes, bound_to: bytes) -> tuple[str, str, bytes]:
        """Encrypt; `bound_to` (associated data) ties the value to its place. Returns cipher letter, key id, bytes."""
        nonce = os.urandom(NONCE)
        letter, key = LETTERS[self.cipher], self.keys[self.active]
        if letter == "a":
            return letter, self.active, nonce + AESGCM(key).encrypt(nonce, plain, bound_to)
        encryptor = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound_to)
        body = encryptor.update(plain) + encryptor.finalize()
        return letter, self.active, nonce + body + encryptor.tag

    def open(self, letter: str, key_id: str, sealed: bytes, bound_to: bytes) -> bytes:
        """Decrypt; raises `UnreadableSeal`."""
        if key_id not in self.keys:
            raise UnreadableSeal(f"key {key_id} is not on the ring")
        nonce, body, key = sealed[:NONCE], sealed[NONCE:], self.keys[key_id]
        try:
            if letter == "a":
                return AESGCM(key).decrypt(nonce, body, bound_to)
            mode = modes.GCM(nonce, body[-TAG:])
            decryptor = Cipher(algorithms.SM4(_sm4_key(key)), mode).decryptor()
            decryptor.authenticate_additional_data(bound_to)
            return decryptor.update(body[:-TAG]) + decryptor.finalize()
        except (InvalidTag, ValueError) as error:
            raise UnreadableSeal("value altered or moved") from error


@lru_cache(maxsize=32)
def _sm4_key(key: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 16, None, b"zhupei sm4").derive(key)


def parse(text: str, cipher: str) -> Ring:
    """Read "id:base64,id:base64"; the first key is active. Raises ValueError naming what is wrong."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key_id, _, encoded = part.partition(":")
        if not key_id.isalnum():
            raise ValueError(f"key id {key_id!r} must be letters and digits")
        key = base64.b64decode(encoded, validate=True)
        if len(key) != 32:
            raise ValueError(f"key {key_id} has {len(key)} bytes, 32 are needed")
        keys[key_id] = key
    if not keys:
        raise ValueError("no key given")
    return Ring(keys, next(iter(keys)), cipher)


@lru_cache(maxsize=8)
def _parsed(text: str, cipher: str) -> Ring:
    return parse(text, cipher)


def current() -> Ring:
    """The ring of the settings."""
    return _parsed(settings.FIELD_KEYS, settings.FIELD_CIPHER)
