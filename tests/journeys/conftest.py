"""The running system, a browser, and people to send through it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import PATIENCE, House
from tests.journeys.looking import Looker
from tests.journeys.people import Company
from tests.journeys.visitor import Visitor

Somebody = TypeVar("Somebody", bound=Visitor)
Arrive = Callable[..., Any]

expect.set_options(timeout=PATIENCE * 1000)
PRESENT = pytest.StashKey[list[Visitor]]()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, worker_id: str) -> Iterator[House]:
    """One for all journeys of a session: they leave each other's people alone."""
    found = House(tmp_path_factory.mktemp("house"), f"zhupei_journeys_{worker_id}")
    with django_db_blocker.unblock():
        found.build()
        found.open()
        yield found
        found.close()
        found.raze()


@pytest.fixture(scope="session")
def looker(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Looker:
    own = tmp_path_factory.getbasetemp()
    notes = (own if worker_id == "master" else own.parent) / "looked at"
    notes.mkdir(exist_ok=True)
    return Looker(notes)


@pytest.fixture
def quick_passwords() -> None:
    """The web server knows the real hasher only."""


@pytest.fixture(autouse=True)
def own_files(house: House, django_db_blocker: Any) -> Iterator[None]:
    """Instead of a folder of its own each journey works in the house; the clock is set back afterwards."""
    with django_db_blocker.unblock(), house.lived_in():
        yield
        house.back_to_now()


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
def arrive(house: House, chromium: Browser, looker: Looker, request: pytest.FixtureRequest) -> Iterator[Arrive]:
    """`arrive(Applicant, facts, screen=PHONE)`: somebody opens a browser; at the end nothing may be wrong in it."""
    present = request.node.stash[PRESENT] = list[Visitor]()

    def open_browser(kind: type[Somebody], *who: Any, **how: Any) -> Somebody:
        found = kind(house, chromium, looker, *who, **how)
        present.append(found)
        return found

    yield open_browser
    for visitor in present:
        visitor.leave()
