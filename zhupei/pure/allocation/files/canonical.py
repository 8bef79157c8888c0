"""The hash that is published before the seed is drawn.

SHA-256 of the document without `seed`, as JSON in UTF-8: object keys sorted, `programmes` and `applicants` sorted by
id, `eligible` sorted, no spaces, nothing escaped that need not be. In Python:

    document.pop("seed", None)
    for rows in (document["programmes"], document["applicants"]): rows.sort(key=lambda row: row["id"])
    for row in document["applicants"]: row.get("eligible") and row["eligible"].sort()
    json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.json import Encoder

_AT_ONCE = 500
_encoded = Encoder(order="sorted").encode


def input_sha256(document: Mapping[str, Any]) -> str:
    """Hex digest of a valid document, which stays as it is."""
    return sha256_of(document, [_with_sorted_names(row) for row in sorted(document["applicants"], key=_id)])


def sha256_of(document: Mapping[str, Any], applicants: Sequence[Any]) -> str:
    """As `input_sha256`, with these `applicants` for those of the document: by id, `eligible` sorted.

    The canonical text is made in pieces and not kept, for memory.
    """
    digest, before = hashlib.sha256(b"{"), b""
    for name in sorted(document.keys() - {"seed"}):
        digest.update(before + _encoded(name) + b":")
        before = b","
        if name == "applicants":
            for piece in _array(applicants):
                digest.update(piece)
        else:
            digest.update(_encoded(sorted(document[name], key=_id) if name == "programmes" else document[name]))
    digest.update(b"}")
    return digest.hexdigest()


def _array(rows: Sequence[Any]) -> Iterator[bytes]:
    """Some rows at a time: each part is encoded as an array of its own, the brackets between them become commas."""
    yield b"["
    for first in range(0, len(rows), _AT_ONCE):
        yield (b"," if first else b"") + _encoded(rows[first : first + _AT_ONCE])[1:-1]
    yield b"]"


def _id(row: dict[str, Any]) -> str:
    name: str = row["id"]
    return name


def _with_sorted_names(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"eligible": sorted(row["eligible"])} if row.get("eligible") else row
