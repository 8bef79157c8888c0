"""The running system, a browser, and people to send through it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.page_inspector import PageInspector
from tests.journeys.people import Company
from tests.journeys.running_system import PATIENCE, RunningSystem
from tests.journeys.visitor import Visitor

Somebody = TypeVar("Somebody", bound=Visitor)
Arrive = Callable[..., Any]

expect.set_options(timeout=PATIENCE * 1000)
PRESENT = pytest.StashKey[list[Visitor]]()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, worker_id: str) -> Iterator[RunningSystem]:
    """One for all journeys of a session: they leave each other's people alone."""
    found = RunningSystem(tmp_path_factory.mktemp("system"), f"zhupei_journeys_{worker_id}")
    with django_db_blocker.unblock():
        found.build()
        found.open()
        yield found
        found.close()
        found.raze()


@pytest.fixture(scope="session")
def inspector(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> PageInspector:
    own = tmp_path_factory.getbasetemp()
    notes = (own if worker_id == "master" else own.parent) / "looked at"
    notes.mkdir(exist_ok=True)
    return PageInspector(notes)


@pytest.fixture
def quick_passwords() -> None:
    """The web server knows the real hasher only."""


@pytest.fixture(autouse=True)
def own_files(system: RunningSystem, django_db_blocker: Any) -> Iterator[None]:
    """Instead of a folder of its own each journey works in the system; the clock is set back afterwards."""
    with django_db_blocker.unblock(), system.entered():
        yield
        system.back_to_now()


@pytest.fixture(scope="session")
def company() -> Company:
    return Company()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where everybody stood when a journey failed."""
    report: Any = yield
    if call.when == "call" and report.failed:
        for visitor in item.stash.get(PRESENT, []):
            report.sections.append(("somebody stood here", visitor.whereabouts()))
    return report


@pytest.fixture
def arrive(
    system: RunningSystem, chromium: Browser, inspector: PageInspector, request: pytest.FixtureRequest
) -> Iterator[Arrive]:
    """`arrive(Applicant, facts, screen=PHONE)`: somebody opens a browser; at the end nothing may be wrong in it."""
    present = request.node.stash[PRESENT] = list[Visitor]()

    def open_browser(kind: type[Somebody], *who: Any, **how: Any) -> Somebody:
        found = kind(system, chromium, inspector, *who, **how)
        present.append(found)
        return found

    yield open_browser
    for visitor in present:
        visitor.leave()
