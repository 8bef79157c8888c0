"""Whoever audits the engine reads `pure`, and nothing in it is invented: what draws, names or numbers fictional people
belongs to `world`."""

import ast
import re
from pathlib import Path

import pytest

from zhupei.config.environment import ROOT

# What one says of people who do not exist, and what their papers say.
INVENTED = re.compile("fiction|invented|demonstration|样例", re.IGNORECASE)
# Chance has no place in what must give the same answer twice.
CHANCE = {"random", "secrets", "uuid"}


def modules() -> list[Path]:
    return sorted((ROOT / "zhupei" / "pure").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The packages of all imports of a module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_no_module_of_pure_speaks_of_invented_people() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in modules()
        if (match := INVENTED.search(path.read_text("utf-8")))
    }

    assert found == set()


def test_no_module_of_pure_leaves_anything_to_chance() -> None:
    found = {str(path.relative_to(ROOT)) for path in modules() if CHANCE & imported(path)}

    assert found == set()


@pytest.mark.parametrize("folder", ["pure", "kernel", "accounts", "dossiers", "applications", "reports", "desks"])
def test_only_the_world_reads_its_tables(folder: str) -> None:
    """`document("world", …)` and `table("world", …)` stand in `world` alone."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "zhupei" / folder).rglob("*.py")
        if re.search(r"""\b(table|document|path)\(["']world["']""", path.read_text("utf-8"))
    ]

    assert found == []
