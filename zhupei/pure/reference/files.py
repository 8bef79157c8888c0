"""Reads the tables that ship with the package: tab-separated with a header line, or JSON; UTF-8."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[2]

Row = dict[str, str]


def path(app: str, name: str) -> Path:
    """Where the data file `name` of an application lies: `path("dossiers", "degrees.tsv")`."""
    return _PACKAGE / app / "data" / name


@cache
def table(app: str, name: str) -> tuple[Row, ...]:
    """The rows of a .tsv file, each as a dictionary by column. Raises ValueError on a row of another width."""
    header, *lines = path(app, name).read_text("utf-8").splitlines()
    columns = header.split("\t")
    rows = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"{app}/data/{name}, line {number}: {len(cells)} cells, {len(columns)} expected")
        rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)


@cache
def document(app: str, name: str) -> Any:
    """The content of a .json file. Shared: the caller must not change it."""
    return json.loads(path(app, name).read_text("utf-8"))


def several(cell: str) -> tuple[str, ...]:
    """A cell with several values, separated by `|`."""
    return tuple(cell.split("|")) if cell else ()
