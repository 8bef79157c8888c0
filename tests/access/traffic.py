"""What each page and each hot act may ask of the database: the table `traffic.txt` beside this file.

One line for a page and a figure: statements, round trips, and the roles to whom it applies. The figures are those of
the second visit, when the process has loaded what it keeps. `ZHUPEI_TRAFFIC=write pytest tests/access/test_queries.py`
writes the table anew; what has changed is then seen in the difference of the file.
"""

from collections.abc import Mapping
from pathlib import Path

from bench.wire import Traffic
from tests.access.table import ROLES

FILE = Path(__file__).with_name("traffic.txt")
HEAD = "# page or act, statements, round trips, roles: see traffic.py\n"

# (role, page) → what it asks
Found = Mapping[tuple[str, str], Traffic]


def read() -> Found:
    found = {}
    for line in FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            page, statements, trips, *roles = line.split()
            found |= {(role, page): Traffic(int(statements), int(trips)) for role in roles}
    return found


def write(found: Found) -> None:
    """Roles with the same figures share a line."""
    lines: dict[tuple[str, int, int], list[str]] = {}
    for (role, page), traffic in found.items():
        lines.setdefault((page, traffic.statements, traffic.trips), []).append(role)
    width = max(len(page) for page, _, _ in lines)
    FILE.write_text(
        HEAD
        + "".join(
            f"{page:{width}} {statements:3} {trips:3}  {' '.join(sorted(roles, key=ROLES.index))}\n"
            for (page, statements, trips), roles in sorted(lines.items())
        )
    )


def differences(found: Found, wanted: Found) -> list[str]:
    """In words, one for each page and role; empty when the table is true. Less than it says must be written down,
    too: a table that allows more than is asked notices nothing.
    """
    return [
        f"{page} as {role}: {_words(found.get((role, page)))}; the table says {_words(wanted.get((role, page)))}"
        for role, page in sorted(found.keys() | wanted.keys(), key=lambda each: (each[1], each[0]))
        if found.get((role, page)) != wanted.get((role, page))
    ]


def _words(traffic: Traffic | None) -> str:
    return f"{traffic.statements} statements in {traffic.trips} round trips" if traffic else "nothing"
