"""`/readyz` is open to everybody: however often it is asked, it looks once in a while."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from zhupei.desks.shared import health


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often the dear check was made; it takes a moment."""
    counted: Counter[str] = Counter()

    def migrations() -> str:
        counted["migrations"] += 1
        time.sleep(0.1)
        return ""

    monkeypatch.setattr(health, "CHECKS", {"database": lambda: "not asked", "migrations": migrations})
    health.latest.forget()
    yield counted
    health.latest.forget()


def test_many_who_ask_at_once_share_one_look(looked: Counter[str]) -> None:
    with ThreadPoolExecutor(12) as threads:
        answers = [threads.submit(Client().get, "/readyz") for _ in range(60)]

    assert {answer.result().status_code for answer in answers} == {503}
    assert looked["migrations"] == 1


def test_an_old_finding_is_not_kept(looked: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT", 0.0)

    Client().get("/readyz")
    Client().get("/readyz")

    assert looked["migrations"] == 2
