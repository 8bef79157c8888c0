"""What a page asks of the database stands in a table; none asks more because more people have applied (quality.md)."""

import math
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.wire import Traffic, watched
from tests import many_applications
from tests.access import acts, traffic
from tests.access.table import ROLES, TABLE
from tests.access.test_table import Scene
from zhupei.desks.shared import health
from zhupei.reports import competition

MOST = 12
MORE = 12
ANSWERED = (200, 302)


@pytest.mark.django_db
@pytest.mark.slow
def test_every_page_and_act_asks_what_the_table_says_however_many_apply(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    hold_still(monkeypatch)
    pages = dict(traffic_of_pages(scene))
    few = {**pages, **dict(traffic_of_acts(scene))}
    if os.environ.get("ZHUPEI_TRAFFIC") == "write":
        traffic.write(few)
    assert len(few) > 100
    assert traffic.differences(few, traffic.read()) == []
    assert {page: asked for page, asked in pages.items() if asked.statements > MOST} == {}
    many_applications.apply(scene.world.first, [scene.world.line("0100")], MORE)
    many = dict(traffic_of_pages(scene))
    assert {page: (asked, pages[page]) for page, asked in many.items() if more(asked, pages[page])} == {}


def hold_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked anew every few seconds is asked by no page here, whether the run is quick or slow."""
    monkeypatch.setattr(competition, "KEPT_SECONDS", math.inf)
    health.latest.get()
    monkeypatch.setattr(health.latest, "until", math.inf)


def traffic_of_pages(scene: Scene) -> Iterator[tuple[tuple[str, str], Traffic]]:
    """Of the second visit, for every role that gets the page."""
    for role in ROLES:
        client = unhurried(scene.client(role))
        for name, row in TABLE.items():
            if row.method != "GET" or row.policy.answer(role) != "ok":
                continue
            address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
            client.get(address)
            with watched() as asked:
                response = client.get(address)
            if response.status_code == 200:
                yield (role, name), asked


def unhurried(client: Client) -> Client:
    """A session notes once a minute that it is in use, which the pages of a slow run must not be charged with."""
    if settings.SESSION_COOKIE_NAME in client.cookies:
        session = client.session
        session["seen"] += 3600
        session.save()
    return client


def traffic_of_acts(scene: Scene) -> Iterator[tuple[tuple[str, str], Traffic]]:
    """Of other people's acts, after the same ones have been done once."""
    for again in (False, True):
        for role, name, send in acts.hot(scene.world):
            with watched() as asked:
                response = send()
            assert response.status_code in ANSWERED, name
            if again:
                yield (role, name), asked


def more(now: Traffic, before: Traffic) -> bool:
    return now.statements > before.statements or now.trips > before.trips
