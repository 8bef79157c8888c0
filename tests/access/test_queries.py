"""No page asks more than twelve queries, and none asks more because more people have applied (quality.md)."""

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import crowd
from tests.access.table import ROLES, TABLE
from tests.access.test_table import Scene

MOST = 12
MORE = 12


@pytest.mark.django_db
@pytest.mark.slow
def test_every_page_asks_at_most_twelve_queries_however_many_apply() -> None:
    scene = Scene()
    few = queries_of_pages(scene)
    assert {page: asked for page, asked in few.items() if asked > MOST} == {}
    crowd.apply(scene.world.first, [scene.world.line("0100")], MORE)
    many = queries_of_pages(scene)
    assert {page: (asked, few[page]) for page, asked in many.items() if asked > few[page]} == {}


def queries_of_pages(scene: Scene) -> Mapping[str, int]:
    """Page and role → queries at the second visit, for every role that gets the page."""
    found = {}
    for role in ROLES:
        client = scene.client(role)
        for name, row in TABLE.items():
            if row.method != "GET" or row.policy.answer(role) != "ok":
                continue
            address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address)
            if response.status_code == 200:
                found[f"{role} {name}"] = sum(not _is_frame(query["sql"]) for query in asked)
    assert len(found) > 100
    return found


def _is_frame(sql: str) -> bool:
    """Savepoints belong to the tests' transaction."""
    return sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
