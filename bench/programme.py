"""All measurements in their order; each yields its table as soon as it has one.

Journeys and submissions first, on a small database whose invariants are then proved; the growth check last, because it
copies rows that have no history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import staff_door
from bench.browser import Browser
from bench.journey import Walker, applying
from bench.measures import (
    application_form,
    assets,
    bursts,
    costs,
    errands,
    growth,
    hostile,
    imaging,
    imports,
    journeys,
    memory,
    pages,
    queries,
    sheets,
    uploads,
    walking,
)
from bench.report import Table
from bench.samples import Samples
from bench.scene import Scene
from zhupei.accounts.models import User
from zhupei.applications import states
from zhupei.applications.models import Application, Version
from zhupei.reports import invariants

PARTS = (
    *("journeys", "submissions", "forms", "costs", "pages", "uploads", "growth", "sheets"),
    *("assets", "hostile", "memory", "imaging"),
)
ON_PAGES = {"costs", "pages", "uploads", "growth", "sheets"}
FEW = 8  # submissions: enough for something to stand in a queue
REVIEWER = "{base}.review"
PATIENCE = 60.0


@dataclass(frozen=True)
class Plan:
    """How much of everything. `together` people at once; `rate` requests a second for `seconds`; `people`: sizes;
    `rows` of a list that becomes a file; `siege`: seconds under attack; `submits`: submissions whose cost is measured,
    one by one; `imported`: rows of a table on its way in.
    """

    journeys: int
    submissions: int
    submits: int
    together: int
    times: int
    rate: float
    seconds: float
    forms: int
    people: tuple[int, ...]
    rows: int
    uploads: int
    siege: float
    portraits: int
    cards: int
    imported: int


QUICK = Plan(
    journeys=16,
    submissions=16,
    submits=4,
    together=8,
    times=15,
    rate=100.0,
    seconds=5.0,
    forms=10,
    people=(1_000, 10_000),
    rows=5_000,
    uploads=60,
    siege=15.0,
    portraits=8,
    cards=10,
    imported=2_000,
)
FULL = Plan(
    journeys=120,
    submissions=80,
    submits=16,
    together=8,
    times=60,
    rate=100.0,
    seconds=20.0,
    forms=40,
    people=(1_000, 10_000, 100_000),
    rows=20_000,
    uploads=500,
    siege=60.0,
    portraits=40,
    cards=200,
    imported=20_000,
)


def tables(plan: Plan, parts: set[str], scene: Scene, built: Path) -> Iterator[Table]:
    """`built`: the folder of the asset build."""
    if "journeys" in parts:
        yield journeys.whole(scene, plan.journeys, plan.together)
    ready: list[Walker] = []
    if "submissions" in parts or parts & {"forms", *ON_PAGES}:
        kept = 2 + (1 + plan.submits if "costs" in parts else 0)
        count = plan.submissions if parts - {"costs", "sheets"} else FEW
        preparing, submitting, ready = journeys.submissions(scene, count, plan.together, kept)
        yield preparing
        yield submitting
        yield _promises()
    versions = list(Version.objects.order_by("received_at")[: plan.forms])
    if "forms" in parts:
        yield application_form.printing(versions, PATIENCE)
    if parts & ON_PAGES:
        yield from _pages(scene, plan, parts, ready)
    if "hostile" in parts:
        yield from hostile.besieged(scene, plan.siege)
    if "sheets" in parts:
        yield imports.two_phases(scene, plan.imported)
    if "memory" in parts:
        yield walking.everywhere(scene)
    yield memory.held(scene.roots)
    if "assets" in parts:
        yield assets.sizes(built)
    if "imaging" in parts:
        yield imaging.costs(plan.portraits, plan.cards)


def _promises() -> Table:
    """What the load has left behind must keep every promise."""
    table = Table("Invariants after the load", ())
    found = invariants.findings()
    table.faults = len(found)
    table.notes = [f"{len(found)} findings"] + [f"{each.number}: {each.text}" for each in found[:5]]
    return table


def _pages(scene: Scene, plan: Plan, parts: set[str], ready: list[Walker]) -> Iterator[Table]:
    waiting, submitted, *others = ready
    applying.ask_code(submitted)
    applying.submit(submitted)
    version = _largest_base()
    reviewer, desk = _reviewer(scene, version)
    public = scene.browser("10.254.0.1", Samples().observe)
    base = f"/base/{version.base_id}/"
    visits: pages.Visits = [
        (public, _public(str(version.base_id))),
        (waiting.browser, APPLICANT),
        (submitted.browser, [("progress", "/me/progress/", 6)]),
        (
            desk,
            [
                ("queue", base, 2),
                ("review", f"{base}applications/{version.application_id}/?state=submitted", 2),
            ],
        ),
    ]
    if "costs" in parts:
        yield costs.table(scene, _errands(scene, visits, plan.times, waiting, others))
        yield bursts.alternating(scene, visits, plan.seconds / 4)
    if "pages" in parts:
        people = (None, _person(waiting), _person(submitted), reviewer)
        counts = [
            queries.counted(user, [path for _, path, _ in entries])
            for user, (_, entries) in zip(people, visits, strict=True)
        ]
        yield pages.sequential(visits, counts, plan.times)
        yield pages.steady(scene, visits, plan.rate, plan.seconds)
    if "uploads" in parts:
        yield from uploads.at_once(scene, visits, plan.uploads)
        yield _promises()
    if "growth" in parts:
        yield growth.growing(version, (reviewer, desk), public, plan.people, plan.times)
    if "sheets" in parts:
        present = max(plan.people) if "growth" in parts else 0
        yield sheets.exported(version, reviewer, present=present, rows=plan.rows)


def _errands(
    scene: Scene, visits: pages.Visits, times: int, waiting: Walker, others: list[Walker]
) -> Iterator[costs.Errand]:
    """Every page of the visits, then the hot acts; the worker rests while files are uploaded."""
    for browser, entries in visits:
        for name, path, _ in entries:
            yield costs.looking(browser, name, path, times)
    yield errands.saving(waiting, times)
    yield errands.submitting(others)
    with uploads.held(scene):
        yield errands.uploading(waiting, times)


def _public(base_id: str) -> list[pages.Entry]:
    return [
        ("portal", "/", 12),
        ("plan", "/plan/", 12),
        ("plan, filtered", "/plan/?track=western&shortage=1&sort=seats", 8),
        ("plan of a base", f"/plan/{base_id}/", 10),
        ("login page", "/login/", 8),
    ]


APPLICANT: list[pages.Entry] = [
    ("home", "/me/", 10),
    ("dossier", "/me/dossier/", 4),
    ("basics", "/me/dossier/basics/", 6),
    ("educations", "/me/dossier/educations/", 4),
    ("documents", "/me/dossier/documents/", 6),
    ("choices", "/me/choices/", 6),
    ("check", "/me/check/", 4),
]


def _person(walker: Walker) -> User:
    return User.objects.get(document_index=walker.document_index)


def _largest_base() -> Version:
    """A waiting application of the base that has most of them and a reviewer to log in with."""
    waiting = Application.objects.filter(state=states.SUBMITTED).select_related("version__base")
    counts: dict[str, list[Version]] = {}
    for application in waiting:
        assert application.version is not None
        counts.setdefault(application.version.base.code, []).append(application.version)
    return max(counts.values(), key=len)[0]


def _reviewer(scene: Scene, version: Version) -> tuple[User, Browser]:
    desk = scene.browser("10.254.0.2", Samples().observe)
    return staff_door.enter(desk, REVIEWER.format(base=version.base.code.lower())), desk
