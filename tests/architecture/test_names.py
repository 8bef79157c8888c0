"""One name for one thing: public classes stand once, vague words are gone, the glossary names what exists."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path

import pytest

from zhupei.config.environment import ROOT

FOLDERS = ("zhupei", "bench", "tests")
# Words that told a stranger nothing, in whatever name, and what is said instead (docs/GLOSSARY.md).
ABOLISHED = {
    "arranging": "choice list",
    "cast": "applicants",
    "casts": "applicants",
    "crowd": "load, many applications",
    "house": "running system",
    "looker": "inspector",
    "looks": "inspections",
    "remembering": "verdict cache",
}
# Names that said three things at once: parts of longer names are clear (`look_up`, `form_papers`).
ABOLISHED_ALONE = {
    "fresh": "reloaded",
    "look": "inspect, take a lease",
    "papers": "documents; a paper is what the system prints",
    "reading": "request time, files, document check",
}
# Names of which such a word is the right part: where, and the name → why.
MEANT: dict[str, str] = {}
# Classes that share a name → why. None does.
SHARED: dict[str, str] = {}

Named = tuple[str, str]  # where it stands, and the name


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def classes(sources: Iterable[tuple[str, ast.Module]]) -> dict[str, list[str]]:
    """Public class of a module → where it is defined."""
    found = defaultdict(list)
    for where, tree in sources:
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(where)
    return found


def twice(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: places for name, places in found.items() if len(places) > 1}


def words_of(name: str) -> set[str]:
    """`PageInspector` and `page_inspector` → page, inspector."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def public_names(sources: Iterable[tuple[str, ast.Module]]) -> Iterator[Named]:
    """Modules, and the public functions and classes that they define. The name of a test is a sentence of its own."""
    for where, tree in sources:
        stem = Path(where).stem
        if not stem.startswith("test_"):
            yield where, stem
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if named and not node.name.startswith(("_", "test_", "Test")):
                yield where, node.name


def vague(names: Iterable[Named]) -> list[str]:
    found = []
    for where, name in names:
        said = ABOLISHED_ALONE.keys() & {name.lower()} | ABOLISHED.keys() & words_of(name)
        if said and f"{where}:{name}" not in MEANT:
            found.append(f"{where}: {name}")
    return found


def told() -> list[str]:
    """The code names in the third column of the glossary; `.prescan` goes on from the name before."""
    found: list[str] = []
    for line in (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        cells = line.split(" | ")
        if len(cells) == 3:
            for name in re.findall(r"`([^`]+)`", cells[2]):
                found.append(found[-1].rpartition(".")[0] + name if name.startswith(".") else name)
    return found


def exists(name: str) -> bool:
    """A file, a module, or something in one: `imports.Choices` is a class somewhere in that app."""
    if "/" in name:
        return (ROOT / name).exists()
    return any(_found(f"{root}{name}".split(".")) for root in ("zhupei.", "")) or _in_its_app(name.split("."))


def _found(parts: list[str]) -> bool:
    for end in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        return _has(module, parts[end:])
    return False


def _in_its_app(parts: list[str]) -> bool:
    """A class by the app or package alone, or by its bare name."""
    for depth, name in enumerate(parts):
        for where in CLASSES.get(name, []):
            module = where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if module.split(".")[1 : 1 + depth] == parts[:depth]:
                return _has(importlib.import_module(module), parts[depth:])
    return False


def _has(holder: object, names: list[str]) -> bool:
    try:
        reduce(_member, names, holder)
    except AttributeError:
        return False
    return True


def _member(holder: object, name: str) -> object:
    """A field that only an instance has counts by its annotation."""
    if isinstance(holder, type) and any(name in vars(each).get("__annotations__", {}) for each in holder.__mro__):
        return None
    return getattr(holder, name)


CLASSES = classes(modules("zhupei"))


def test_every_public_class_name_stands_once() -> None:
    assert {name: places for name, places in twice(CLASSES).items() if name not in SHARED} == {}


def test_every_exception_is_one() -> None:
    assert set(SHARED) - set(twice(CLASSES)) == set()


def test_no_module_function_or_class_bears_an_abolished_word() -> None:
    assert vague(public_names(modules(*FOLDERS))) == []


@pytest.mark.parametrize("name", sorted(set(told())))
def test_what_the_glossary_names_exists(name: str) -> None:
    assert exists(name)


def test_these_checks_find_what_they_look_for() -> None:
    one, other = "class Kind: ...\nclass _Own: ...", "class Kind: ...\nclass _Own: ...\ndef crowd_of(): ..."
    sources = [("zhupei/one/papers.py", ast.parse(one)), ("zhupei/other.py", ast.parse(other))]

    assert twice(classes(sources)) == {"Kind": ["zhupei/one/papers.py", "zhupei/other.py"]}
    assert vague(public_names(sources)) == ["zhupei/one/papers.py: papers", "zhupei/other.py: crowd_of"]
    assert len(told()) > 80
    assert not exists("pure.allocation.no_such_module")
    assert not exists("applications.NoSuchModel")
    assert not exists("reports.Export.no_such_field")
