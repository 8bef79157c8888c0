"""The files stay in order: of reading size, a register of personal fields, drawn and described things exist."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from zhupei.config.environment import ROOT
from zhupei.kernel.crypto.sealed import SealedField

LIMITS = {"*.py": 300, "*.html": 120, "*.js": 200, "*.css": 300}
FOLDERS = ("zhupei", "bench", "templates", "assets")


def rooms() -> list[tuple[Path, int]]:
    found = []
    for folder in FOLDERS:
        for pattern, limit in LIMITS.items():
            for path in (ROOT / folder).rglob(pattern):
                if "migrations" not in path.parts and "data" not in path.parts:
                    found.append((path, limit))
    return found


def test_no_room_has_outgrown_its_size() -> None:
    large = {
        str(path.relative_to(ROOT)): lines
        for path, limit in rooms()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    }
    assert not large, "split along a seam: " + ", ".join(f"{name} ({lines})" for name, lines in large.items())


def test_the_contract_of_the_rooms_holds_in_every_app() -> None:
    """Whatever app the layers name and Django knows is a container of the contract for what lies inside an app."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    inside = next(each for each in contracts if each["name"].startswith("Inside an app"))
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("zhupei.")}

    without_rooms = {"zhupei.kernel", "zhupei.desks.shared"}

    assert ours - without_rooms == set(inside["containers"])


def personal_columns() -> set[str]:
    names = set()
    for model in apps.get_models():
        if model.__module__.startswith("zhupei."):
            for field in model._meta.concrete_fields:
                if isinstance(field, SealedField) or field.name in PERSONAL:
                    names.add(f"{model._meta.label_lower}.{field.name}")
    return names - NAMES_OF_THINGS


PERSONAL = {"name", "email", "qq", "birth_date", "sex", "ethnicity", "employer", "emergency_name", "login_name"}
PERSONAL |= {"likeness_coarse", "likeness_fine"}
NAMES_OF_THINGS = {
    "bases.base.name",
    "bases.specialty.name",
    "cycles.cycle.name",
    "cycles.personcategory.name",
    "cycles.round.name",
    "dossiers.institution.name",
    "dossiers.major.name",
    "dossiers.region.name",
    "portal.supportcontact.name",
}


def test_every_personal_column_is_in_the_field_register() -> None:
    register = (ROOT / "docs" / "FIELDS.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z_]+\.[a-z_]+\.[a-z_]+)`", register))
    missing, gone = personal_columns() - listed, listed - personal_columns()
    assert not missing, f"docs/FIELDS.md lacks a purpose for {sorted(missing)}"
    assert not gone, f"docs/FIELDS.md names columns that do not exist: {sorted(gone)}"


@pytest.mark.parametrize("name", ["base.in"])
def test_every_direct_dependency_has_its_reason(name: str) -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    wanted = [
        re.split(r"[\[~=<> ]", line)[0] for line in (ROOT / "requirements" / name).read_text().splitlines() if line
    ]
    assert [package for package in wanted if f"`{package.lower()}`" not in reasons] == []


def test_the_files_that_the_architecture_names_exist() -> None:
    """A walk leads from file to file: each is there under the end of its path."""
    told = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    walks = told[told.index("## Who may") : told.index("## Where is …?")]
    there = {
        path.relative_to(ROOT).as_posix() for folder in ("zhupei", "tests") for path in (ROOT / folder).rglob("*.py")
    }
    named = set(re.findall(r"`([a-z_/]+\.py)`", walks))

    missing = {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)}
    assert len(named) > 30
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "given", "address"),
    [
        ("applicant:submission", {}, "/me/submission/"),
        ("applicant:document_upload", {"slot": "portrait"}, "/me/dossier/documents/portrait/"),
        ("public:login", {}, "/login/"),
    ],
)
def test_the_walks_begin_at_these_addresses(name: str, given: dict[str, str], address: str) -> None:
    assert reverse(name, kwargs=given) == address
