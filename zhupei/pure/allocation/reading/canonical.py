"""The hash that is published before the seed is drawn.

SHA-256 of the document without `seed`, as JSON in UTF-8: object keys sorted, `programmes` and `applicants` sorted by
id, `eligible` sorted, no spaces, nothing escaped that need not be. In Python:

    document.pop("seed", None)
    for rows in (document["programmes"], document["applicants"]): rows.sort(key=lambda row: row["id"])
    for row in document["applicants"]: row.get("eligible") and row["eligible"].sort()
    json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
"""

import hashlib
from typing import Any

import orjson

CHUNK = 4096
_SORTED = orjson.OPT_SORT_KEYS


def input_sha256(document: dict[str, Any]) -> str:
    """Hex digest of a valid document. Sorts its rows in place (their order means nothing); in pieces, for memory."""
    document["programmes"].sort(key=_id)
    document["applicants"].sort(key=_id)
    for row in document["applicants"]:
        if row.get("eligible"):
            row["eligible"].sort()
    digest, before = hashlib.sha256(b"{"), b""
    for name in sorted(document.keys() - {"seed"}):
        digest.update(before + orjson.dumps(name) + b":")
        before = b","
        if name == "applicants":
            _rows(digest, document[name])
        else:
            digest.update(orjson.dumps(document[name], option=_SORTED))
    digest.update(b"}")
    return digest.hexdigest()


def _id(row: dict[str, Any]) -> str:
    name: str = row["id"]
    return name


def _rows(digest: Any, rows: list[Any]) -> None:
    """The array in chunks: each is dumped as an array of its own, the brackets between them become commas."""
    digest.update(b"[")
    for first in range(0, len(rows), CHUNK):
        digest.update((b"," if first else b"") + orjson.dumps(rows[first : first + CHUNK], option=_SORTED)[1:-1])
    digest.update(b"]")
