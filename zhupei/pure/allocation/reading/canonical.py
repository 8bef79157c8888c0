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

CHUNK = 500
_SORTED = orjson.OPT_SORT_KEYS


def input_sha256(document: dict[str, Any]) -> str:
    """Hex digest of a valid document, which stays as it is. In pieces, for memory."""
    digest, before = hashlib.sha256(b"{"), b""
    for name in sorted(document.keys() - {"seed"}):
        digest.update(before + orjson.dumps(name) + b":")
        before = b","
        if name in ("applicants", "programmes"):
            _rows(digest, sorted(document[name], key=_id))
        else:
            digest.update(orjson.dumps(document[name], option=_SORTED))
    digest.update(b"}")
    return digest.hexdigest()


def _id(row: dict[str, Any]) -> str:
    name: str = row["id"]
    return name


def _rows(digest: Any, rows: list[dict[str, Any]]) -> None:
    """The array in chunks: each is dumped as an array of its own, the brackets between them become commas."""
    digest.update(b"[")
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        lists = [row.get("eligible") for row in chunk]
        ordered = [eligible and sorted(eligible) for eligible in lists]
        if ordered != lists:
            chunk = [row | {"eligible": names} if names else row for row, names in zip(chunk, ordered, strict=True)]
        digest.update((b"," if first else b"") + orjson.dumps(chunk, option=_SORTED)[1:-1])
    digest.update(b"]")
