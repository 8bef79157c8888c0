"""What no page uses any more goes: templates, components, symbols."""

import re
from pathlib import Path

from zhupei.config.environment import ROOT

TEMPLATES = ROOT / "templates"
# Django finds these by their own names: the technical site's, and what forms are drawn with.
BY_NAME = ("technical/", "django/forms/", "errors/")


def texts(*folders: str) -> str:
    """Of all templates and modules, and the scripts."""
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in KINDS]
    return "\n".join(path.read_text("utf-8") for path in files)


KINDS = {".py", ".html", ".js"}
USED = texts("zhupei", "templates", "assets/js")


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in folder.rglob("*.html"))


def test_every_template_is_named_by_a_page_or_a_view() -> None:
    pages = [name for name in names(TEMPLATES) if not name.startswith(("ui/", *BY_NAME))]

    assert [name for name in pages if name not in USED] == []


def test_every_component_is_called() -> None:
    components = [Path(name).stem for name in names(TEMPLATES / "ui")]

    assert [name for name in components if not re.search(rf"\bui\.{name}\(|\b{name}\(", USED)] == []


def test_every_symbol_is_shown_somewhere() -> None:
    symbols = re.findall(r'<symbol id="([\w-]+)"', (ROOT / "assets" / "img" / "icons.svg").read_text("utf-8"))

    assert symbols
    assert [name for name in symbols if not re.search(rf"""["'#]{name}["']""", USED)] == []
