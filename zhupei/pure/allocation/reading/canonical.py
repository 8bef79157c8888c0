"""The hash that is published before the seed is drawn.

SHA-256 of the document without `seed`, as JSON in UTF-8: object keys sorted, `programmes` and `applicants` sorted by
id, `eligible` sorted, no spaces, nothing escaped that need not be. In Python:

    document.pop("seed", None)
    for rows in (document["programmes"], document["applicants"]): rows.sort(key=lambda row: row["id"])
    for row in document["applicants"]: row.get("eligible") and row["eligible"].sort()
    json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.json import Encoder

CHUNK = 500
_encoded = Encoder(order="sorted").encode


def input_sha256(document: Mapping[str, Any]) -> str:
    """Hex digest of a valid document, which stays as it is."""
    return Text(document, [_with_sorted_names(row) for row in sorted(document["applicants"], key=_id)]).sha256


class Text:
    """The canonical text, which is made in pieces and not kept, for memory.

    `sha256`: its hex digest. `colons`: how many are in it and in the seed with its name.
    """

    def __init__(self, document: Mapping[str, Any], applicants: Sequence[Any]) -> None:
        """`applicants`: objects, or structs with sorted fields, by id and with `eligible` sorted."""
        self._digest = hashlib.sha256(b"{")
        self.colons = _encoded({"seed": document["seed"]}).count(b":") if "seed" in document else 0
        before = b""
        for name in sorted(document.keys() - {"seed"}):
            self._add(before + _encoded(name) + b":")
            before = b","
            if name == "applicants":
                self._add_rows(applicants)
            elif name == "programmes":
                self._add_rows(sorted(document[name], key=_id))
            else:
                self._add(_encoded(document[name]))
        self._digest.update(b"}")
        self.sha256 = self._digest.hexdigest()

    def _add(self, piece: bytes) -> None:
        self.colons += piece.count(b":")
        self._digest.update(piece)

    def _add_rows(self, rows: Sequence[Any]) -> None:
        """The array in chunks: each is encoded as an array of its own, the brackets between them become commas."""
        self._add(b"[")
        for first in range(0, len(rows), CHUNK):
            self._add((b"," if first else b"") + _encoded(rows[first : first + CHUNK])[1:-1])
        self._add(b"]")


def _id(row: dict[str, Any]) -> str:
    name: str = row["id"]
    return name


def _with_sorted_names(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"eligible": sorted(row["eligible"])} if row.get("eligible") else row
