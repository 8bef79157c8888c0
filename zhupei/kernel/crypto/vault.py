"""Uploaded and generated files, encrypted at rest, in the local directory or the S3-compatible store.

A file is written once under a random key and never changed; its row in the database knows the digest of the plain
bytes. A crash between file and row leaves an orphan, which `sweep` removes after a day (invariant 10).
"""

import uuid
from collections.abc import Iterator
from io import BytesIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from zhupei.kernel.crypto import ring

MAGIC = b"ZV1"


def put(data: bytes) -> str:
    """Encrypt and store; returns the key to keep in the row."""
    name = uuid.uuid4().hex
    key = f"{name[:2]}/{name}"
    letter, key_id, sealed = ring.current().seal(data, key.encode())
    head = MAGIC + letter.encode() + bytes([len(key_id)]) + key_id.encode()
    return default_storage.save(key, File(BytesIO(head + sealed)))


def get(key: str) -> bytes:
    """The plain bytes. Raises FileNotFoundError or `ring.UnreadableSeal`."""
    with default_storage.open(key) as stored:
        return _open(stored.read(), key)


def _open(blob: bytes, key: str) -> bytes:
    if blob[:3] != MAGIC:
        raise ring.UnreadableSeal("not a file of the vault")
    end = 5 + blob[4]
    return ring.current().open(chr(blob[3]), blob[5:end].decode(), blob[end:], key.encode())


def key_id_of(key: str) -> str:
    """Which key of the ring a stored file is sealed with."""
    with default_storage.open(key) as stored:
        head = stored.read(64)
    return head[5 : 5 + head[4]].decode()


def delete(key: str) -> None:
    default_storage.delete(key)


def exists(key: str) -> bool:
    return default_storage.exists(key)


def stored() -> Iterator[str]:
    """All stored keys."""
    try:
        folders, _ = default_storage.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        for name in default_storage.listdir(folder)[1]:
            yield f"{folder}/{name}"
