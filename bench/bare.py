"""A bare Django page to measure ours against: no middleware, four raw queries, a template of ten rows.

Run in a process of its own by `bench.beside`, under the same server; this module is its `ROOT_URLCONF`.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse  # noqa: TID251  a page to measure by, no desk's
from django.template import engines
from django.urls import path

QUERIES = (
    "SELECT zhupei_now()",
    "SELECT token FROM kernel_settlement",
    "SELECT count(*) FROM cycles_planline",
    "SELECT code, name FROM bases_base ORDER BY code LIMIT 10",
)
TEMPLATE = (
    "<!doctype html><title>{{ now }}</title><p>{{ token }}, {{ lines }}</p>"
    "<table>{% for code, name in bases %}<tr><td>{{ code }}</td><td>{{ name }}</td></tr>{% endfor %}</table>"
)


def page(request: HttpRequest) -> HttpResponse:
    answers = []
    for query in QUERIES:
        with connection.cursor() as cursor:
            cursor.execute(query)
            answers.append(cursor.fetchall())
    (now,), (token,), (lines,) = (rows[0] for rows in answers[:3])
    return HttpResponse(_template().render({"now": now, "token": token, "lines": lines, "bases": answers[3]}))


@cache
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE)


urlpatterns = [path("", page)]
