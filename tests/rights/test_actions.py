"""Every action × every role: who may not is refused for that reason and changes nothing, whatever page stood before."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

import zhupei
from tests.rights import scene as scenes
from tests.rights.acts import ACTS, Act
from tests.rights.scene import Scene, fingerprint
from tests.rights.table import BEFORE_A_LOGIN, BELOW, BY_THE_MACHINE, CALLED_BY_OTHERS, PARTS
from zhupei.accounts.models import User
from zhupei.config.environment import ROOT
from zhupei.kernel.refusals import Refused

FOLDER = ROOT / "zhupei"

# The rules that speak of the person who acts; nothing else may be what stops a stranger.
OF_THE_PERSON = {
    "account:closed",
    "account:frozen",
    "account:staff",
    "application:not-own",
    "dossier:approved",
    "export:role",
    "import:forbidden",
    "invitation:forbidden",
    "member:forbidden",
    "motion:forbidden",
    "motion:same-person",
    "offer:unknown",
    "announcement:forbidden",
    "cycle:forbidden",
    "review:administrator",
    "review:forbidden",
    "role:forbidden",
    "role:own",
    "support:forbidden",
}


def modules_of_actions() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(zhupei.__path__, "zhupei."):
        if "actions" in found.name.split(".")[2:3]:
            yield importlib.import_module(found.name)


def functions() -> dict[str, Any]:
    """Every public function of an `actions` module, by its name without the package's."""
    return {
        f"{module.__name__}.{name}".removeprefix("zhupei."): function
        for module in modules_of_actions()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def short(name: str) -> str:
    """`applications.actions.reviewing.approve` → `applications.approve`."""
    return f"{name.partition('.')[0]}.{name.rpartition('.')[2]}"


def test_every_action_stands_in_one_group_and_every_group_holds_actions() -> None:
    every = {name for name in functions() if name.partition(".")[0] not in BELOW}
    elsewhere = BY_THE_MACHINE | BEFORE_A_LOGIN | PARTS

    asked = every - elsewhere
    assert elsewhere <= every, sorted(elsewhere - every)
    assert len(BY_THE_MACHINE) + len(BEFORE_A_LOGIN) + len(PARTS) == len(elsewhere), "in two groups"
    assert {short(name) for name in asked} == ACTS.keys(), "put the new action into tests/rights"
    assert len({short(name) for name in asked}) == len(asked), "two acts of one app share a name"


def test_whoever_acts_is_named_and_the_moment_too() -> None:
    every = functions()
    lacking = [
        name
        for name in every
        if short(name) in ACTS and not {"actor", "at"} <= inspect.signature(every[name]).parameters.keys()
    ]
    assert set(lacking) <= {"accounts.actions.signing.sign"}, "signing lives by the authenticator's own time"


def test_acts_live_in_actions_and_jobs_only() -> None:
    decorated = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and "locks.action" in map(ast.unparse, node.decorator_list)
    }
    strays = {path for path in decorated if "actions" not in path.removesuffix(".py").split("/")}
    assert strays <= {"kernel/tasks.py"}, strays


def used_names(path: Path) -> Iterator[str]:
    """What a file takes from the actions of the apps, whole names without the package's."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zhupei."):
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    for name in known.values():
        yield name.removeprefix("zhupei.")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield f"{known[node.value.id]}.{node.attr}".removeprefix("zhupei.")


def test_parts_of_acts_are_called_by_acts_only() -> None:
    outside = [path for path in FOLDER.rglob("*.py") if "actions" not in path.with_suffix("").parts]
    found = {name: path for path in outside for name in used_names(path) if name in PARTS}
    assert found.keys() == CALLED_BY_OTHERS.keys(), found


def outcome(act: Act, scene: Scene, given: tuple[Any, ...], actor: User) -> str:
    """`done`, `counted` (it went on to a transaction of its own), `unknown`, or the code of the refusal."""
    try:
        act.do(scene, actor, *given)
    except Refused as refused:
        return refused.refusal.code
    except ObjectDoesNotExist:
        return "unknown"
    except RuntimeError as error:
        return "counted" if act.alone and "durable" in str(error) else repr(error)
    return "done"


def undone(act: Act, scene: Scene, given: tuple[Any, ...], actor: User, *taken: Callable[[User], None]) -> str:
    """As `outcome`, after something has been taken from the actor; then everything is as it was."""
    with transaction.atomic():
        for take in taken:
            take(actor)
        said = outcome(act, scene, given, actor)
        transaction.set_rollback(True)
    return said


def right(said: str) -> bool:
    return said in OF_THE_PERSON or said == "unknown"


def faults(name: str, act: Act, scene: Scene) -> Iterator[str]:
    """Who may not tries it in earnest, outside any transaction of ours."""
    given = () if act.before is None else (act.before(scene),)
    before = fingerprint()
    for role, person in scene.people.items():
        if not act.allows(role) and not right(said := outcome(act, scene, given, person)):
            yield f"{name} by {role}: {said}"
    after = fingerprint()
    if changed := sorted(table for table in after if after[table] != before[table]):
        yield f"{name} was refused and has changed {changed}"
    for role in filter(act.allows, scene.people):
        person = scene.people[role]
        if (said := undone(act, scene, given, person)) not in ("done", "counted"):
            yield f"{name} by {role}, who may: {said}"
        for taken in scenes.taken_from(person, by_role=act.by_role):
            if not right(said := undone(act, scene, given, person, taken)):
                yield f"{name} by {role} after {taken.__name__}: {said}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_act_refuses_who_may_not_and_changes_nothing() -> None:
    scene = scenes.build()

    wrong = [fault for name, act in ACTS.items() for fault in faults(name, act, scene)]

    assert wrong == []
