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
        chunk = [_eligible_sorted(row) for row in rows[first : first + CHUNK]]
        digest.update((b"," if first else b"") + orjson.dumps(chunk, option=_SORTED)[1:-1])
    digest.update(b"]")


def _eligible_sorted(row: dict[str, Any]) -> dict[str, Any]:
    eligible = row.get("eligible")
    if not eligible or (ordered := sorted(eligible)) == eligible:
        return row
    return row | {"eligible": ordered}
