"""One way for each kind of thing: answering an act, standing in a desk, naming groups of states."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from zhupei.config.environment import ROOT

DESKS = ROOT / "zhupei" / "desks"
ACTS = DESKS / "shared" / "acts.py"
STAFF = ("base_desk", "oversight", "province", "support", "shared")

# Views that answer a POST in their own way, and why.
OWN_ANSWER = {
    "applicant/views/account.py:own_data": "the answer is the file itself, and nothing can be refused",
    "shared/session.py:session": "asked by a script only, for the seconds that are left",
}
# Modules that draw something that is no page of a desk.
NO_PAGE = {
    "applicant/views/documents.py": "one card for the script that exchanges it",
    "shared/frame.py": "this is where pages are drawn",
}
NO_DESK = {"shared", "demo", "admin"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules() -> list[Path]:
    return sorted(DESKS.rglob("*.py"))


def short(path: Path) -> str:
    return str(path.relative_to(DESKS))


def test_no_page_catches_a_refusal_by_itself() -> None:
    catching = [
        f"{short(path)}:{node.lineno}"
        for path in modules()
        if path != ACTS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "Refused" in ast.unparse(node.type)
    ]

    assert not catching, f"leave it to acts.answer: {catching}"


# --- answering a POST ----------------------------------------


@cache
def functions(path: Path) -> dict[str, ast.FunctionDef]:
    """Every function and method of a module; of two with one name the last."""
    return {node.name: node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}


def takes_posts(function: ast.FunctionDef) -> bool:
    said = [ast.unparse(each) for each in function.decorator_list]
    return any(each == "require_POST" or (each.startswith("require_http_methods") and "POST" in each) for each in said)


@cache
def imported(path: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """The modules of the desks that a module knows by a name, and the modules whose functions it knows."""
    whole, parts = {}, {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zhupei.desks"):
            folder = ROOT.joinpath(*node.module.split("."))
            for each in node.names:
                inside = folder / f"{each.name}.py"
                (whole if inside.exists() else parts)[each.asname or each.name] = (
                    inside if inside.exists() else folder.with_suffix(".py")
                )
    return whole, parts


def called(path: Path, function: ast.FunctionDef) -> Iterator[tuple[Path, str]]:
    """What a function uses: names of its own module and of others, and the methods of a section's rows."""
    whole, parts = imported(path)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            base = node.value.id if isinstance(node.value, ast.Name) else ""
            if base in whole:
                yield whole[base], node.attr
            elif base in ("self", "ROWS"):
                yield parts.get("SectionRows", path), node.attr
        elif isinstance(node, ast.Name) and node.id not in whole:
            yield parts.get(node.id, path), node.id


def answers(path: Path, name: str) -> bool:
    """Whether a function comes to `acts` in the end, by whatever functions of the desks it uses."""
    seen, open_ = set(), [(path, name)]
    while open_:
        here = open_.pop()
        if here[0] == ACTS and here[1] in ("answer", "answer_rows", "fault", "done"):
            return True
        if here not in seen and here[0] != ACTS and here[0].exists() and here[1] in functions(here[0]):
            open_ += called(here[0], functions(here[0])[here[1]])
        seen.add(here)
    return False


def test_every_post_is_answered_in_the_one_way() -> None:
    posts = [(path, name) for path in modules() for name, node in functions(path).items() if takes_posts(node)]
    otherwise = {f"{short(path)}:{name}" for path, name in posts if not answers(path, name)}

    assert len(posts) > 40
    assert otherwise == set(OWN_ANSWER)


# --- standing in a desk ----------------------------------------


def views() -> Iterator[tuple[str, str, object]]:
    """(namespace, name, view) of every address."""

    def below(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, str, object]]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                yield from below(each, each.namespace or namespace)
            elif isinstance(each, URLPattern):
                yield namespace, str(each.name), each.callback

    return below(get_resolver(), "")


def test_every_view_of_a_desk_stands_behind_it() -> None:
    outside = [
        f"{namespace}:{name}"
        for namespace, name, view in views()
        if namespace and namespace not in NO_DESK and getattr(getattr(view, "desk", None), "namespace", "") != namespace
    ]

    assert not outside


def test_pages_are_drawn_by_their_desk() -> None:
    drawing = {
        short(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "render"
    }

    assert drawing == set(NO_PAGE)


@pytest.mark.parametrize("folder", STAFF)
def test_pages_of_staff_extend_the_one_template(folder: str) -> None:
    for path in sorted((ROOT / "templates" / folder).glob("*.html")):
        extends = re.search(r'{% extends "([^"]+)"', path.read_text(encoding="utf-8"))
        assert extends is None or extends[1] in ("desk.html", "shared/motion.html"), path.name
        assert extends is not None or folder == "shared" or path.name.startswith("_"), path.name


# --- groups of states ----------------------------------------


def names_of_states(path: Path) -> set[str]:
    """How a module spells single states: `states.DRAFT`, or `DRAFT` when it imports that."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                if each.name == "states":
                    found.add(f"{each.asname or each.name}.")
                elif node.module.endswith(".states") and each.name.isupper():
                    found.add(each.asname or each.name)
    return found


def is_state(node: ast.expr, known: set[str]) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}." in known and node.attr.isupper()
    return isinstance(node, ast.Name) and node.id in known


def gathered(node: ast.AST, known: set[str]) -> bool:
    """Two states or more put together: in a tuple, list or set, or as the alternatives of a case."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return len(node.elts) > 1 and all(is_state(each, known) for each in node.elts)
    if isinstance(node, ast.MatchOr):
        return all(isinstance(each, ast.MatchValue) and is_state(each.value, known) for each in node.patterns)
    return False


def test_groups_of_states_have_their_name_in_states() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "zhupei").rglob("*.py"))
        if path.name != "states.py" and (known := names_of_states(path))
        for node in ast.walk(tree(path))
        if gathered(node, known)
    ]

    assert not elsewhere, f"give the group a name in states.py: {elsewhere}"


def test_the_search_for_groups_finds_them() -> None:
    written = (
        "a in (states.DRAFT, states.VOID)\nmatch a:\n  case states.DRAFT | states.VOID: pass\nb = (states.DRAFT, 1)"
    )

    found = [node for node in ast.walk(ast.parse(written)) if gathered(node, {"states."})]

    assert len(found) == 2
