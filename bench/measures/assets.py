"""What a first visit costs over the wire: the built files, gzipped as a server would send them."""

import gzip
from pathlib import Path

from bench.report import Table

FIRST_VISIT = ("app.js", "app.css")
ALLOWED_KB = 60


def sizes(built: Path) -> Table:
    """`built` is the folder of the asset build."""
    table = Table("Assets (KB, gzip 9)", ("file", "KB"))
    found = {
        path.name: len(gzip.compress(path.read_bytes(), 9)) / 1024
        for path in sorted(built.glob("*"))
        if path.suffix in (".js", ".css", ".svg")
    }
    for name, size in sorted(found.items(), key=lambda item: -item[1]):
        table.add(name + (" (every page)" if name in FIRST_VISIT else ""), size)
    first = sum(found.get(name, 0.0) for name in FIRST_VISIT)
    table.notes.append(f"first visit: {first:.1f} KB of {ALLOWED_KB} KB allowed")
    return table
