"""Fixtures of all tests; races and constraints are real."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launch
from tests.template import template


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that of two processes none waits at the end for the other's longest.

    Races and properties, which can be tried for ever, are what `make test-long` runs (`tests.effort`).
    """
    for item in items:
        if item.get_closest_marker("race") or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.long)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of a test process is a copy. The flush after tests with committed data, and only it, passes the
    append-only triggers.

    It takes the queue along, whose tables Django does not manage: jobs of one test are not the next one's.
    """
    from django.conf import settings
    from django.db.backends.postgresql.operations import DatabaseOperations

    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template()

    flush = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):  # type: ignore[no-untyped-def]
        statements = flush(self, style, tables, **options)
        if not statements:
            return statements
        return [
            "SET session_replication_role = replica;",
            *statements,
            "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers;",
            "SET session_replication_role = DEFAULT;",
        ]

    DatabaseOperations.sql_flush = sql_flush


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all tests of a process. Playwright's loop runs in the thread in which tests ask the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def strict_pages() -> None:
    """A page that shows something which nobody gave stops its test; people get the page with a gap, and a log line."""
    from django.template import engines

    from zhupei.desks.shared.pages.missing import Strict

    engines["pages"].env.undefined = Strict


@pytest.fixture(scope="session", autouse=True)
def strict_trail() -> None:
    """An act that writes into the trail what nobody has declared stops its test; in production the log tells of it."""
    from zhupei.audit import verbs

    verbs.strict = True


@pytest.fixture
def noon() -> datetime:
    """A frozen moment inside every demonstration registration window."""
    from zhupei.kernel.clock import SHANGHAI

    return datetime(2026, 7, 1, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def quick_passwords(settings, request) -> None:  # type: ignore[no-untyped-def]
    """Tests about hashing ask for the real hasher with the marker-free fixture `real_hasher`."""
    if "real_hasher" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def real_hasher() -> None:
    return None


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Files, messages and anchors of a test go to a folder of its own."""
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {**settings.STORAGES["default"]["OPTIONS"], "location": folder / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
