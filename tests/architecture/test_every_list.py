"""Every page with rows to look through stands on a `ListDefinition`; what does not says here why it is none."""

import re
from collections.abc import Iterator
from pathlib import Path

from zhupei.config.environment import ROOT
from zhupei.desks.support import lists as _support  # noqa: F401  makes its list known
from zhupei.reports.lists.definition import known

TEMPLATES = ROOT / "templates"

# Tables that are no lists: a handful of rows that belong to the page around them, never filtered, paged or exported.
TABLES = {
    "applicant/account/account.html": "one's own logins and consents",
    "applicant/application/bases.html": "choosing: a form",
    "applicant/application/dossier_summary.html": "one's own dossier as it is printed",
    "applicant/application/specialties.html": "choosing: a form",
    "applicant/dossier/refused.html": "what a picture was measured at",
    "oversight/pending.html": "a form: rows are ticked and decided together",
    "province/_bases.html": "a report: figures for each base",
    "oversight/trail_act.html": "one act: before and after",
    "province/_changes.html": "values before and after of one change of settings",
    "province/_preview.html": "what moving a date changes",
    "province/differences.html": "two years beside each other",
    "province/_import_columns.html": "a form: which column of a file is which",
    "province/_import_effects.html": "whom one import concerns, before it is confirmed",
    "province/_import_faults.html": "a form: the faulty rows of one file",
    "province/_stages.html": "the calendar",
    "province/imports.html": "the latest twenty files of one kind, beside the form for the next",
    "public/demo_logins.html": "the demonstration",
    "public/demo_samples.html": "the demonstration",
    "public/styleguide/preferences.html": "the style guide",
    "public/styleguide/tables.html": "the style guide",
    "shared/motion_lines.html": "acts of two persons: their lines are one partial for all desks",
    "support/_motions.html": "acts of two persons",
    "support/home.html": "the answer to one search, which has no address",
}
# What comes in pages without being a table.
PAGES = {
    "applicant/notices.html": "messages: a timeline",
    "public/announcements.html": "announcements: articles",
    "public/styleguide/tables.html": "the style guide",
    "shared/motions.html": "acts of two persons",
}
PAGINATED = {
    "desks/applicant/views/notices.py": "messages",
    "desks/public/views/portal.py": "announcements",
    "desks/shared/lists.py": "the one place",
    "desks/shared/motions.py": "acts of two persons",
    "desks/shared/counted.py": "the one place",
    "desks/shared/pages/examples.py": "the style guide",
}
# The page of each list, by what its template shows.
SHOWN = {
    "base.queue": "base_desk/queue.html",
    "base.members": "base_desk/members.html",
    "base.invited": "shared/waiting.html",
    "oversight.accounts": "oversight/accounts.html",
    "oversight.base-roles": "oversight/roles.html",
    "oversight.offices": "oversight/roles.html",
    "oversight.reissued": "oversight/roles.html",
    "oversight.trail": "oversight/trail.html",
    "province.base-staff": "province/invitations.html",
    "province.changes": "province/changes.html",
    "public.plan": "public/plan.html",
    "reports.exports": "base_desk/exports.html",
    "support.history": "support/history.html",
}


def having(pattern: str) -> set[str]:
    """Templates beside the components in which this stands."""
    return {name for name, text in sources() if re.search(pattern, text) and not name.startswith("ui/")}


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        if not path.is_relative_to(TEMPLATES / "technical"):
            yield path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")


def paginating() -> set[str]:
    package = Path(ROOT / "zhupei")
    found = (
        path for path in package.glob("desks/**/*.py") if re.search(r"Paginator|get_page\(", path.read_text("utf-8"))
    )
    return {path.relative_to(package).as_posix() for path in found}


def test_no_table_is_laid_out_beside_the_lists() -> None:
    assert having(r"ui\.table\(|<table\b") == TABLES.keys()


def test_nothing_comes_in_pages_beside_the_lists() -> None:
    assert having(r"ui\.pagination\(") == PAGES.keys()
    assert paginating() == PAGINATED.keys()


def test_every_list_has_its_page_and_every_page_of_a_list_a_definition() -> None:
    assert known.keys() == SHOWN.keys()
    assert having(r"ui\.(listing|list_table)\(") == set(SHOWN.values()) | {"public/plan_base.html"}
