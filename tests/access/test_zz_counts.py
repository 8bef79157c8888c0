import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.access.table import ROLES, TABLE
from tests.access.test_table import Scene
from zhupei.kernel.prepared import counted
@pytest.mark.django_db
def test_counts():
    import os
    scene = Scene()
    want = os.environ.get("ONLY", "")
    rows = []
    for role in ROLES:
        client = scene.client(role)
        for name, row in TABLE.items():
            if row.method != "GET" or row.policy.answer(role) != "ok" or want not in f"{role} {name}":
                continue
            address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
            client.get(address)
            with counted() as c, CaptureQueriesContext(connection) as asked:
                response = client.get(address)
            rows.append((role, name, response.status_code, c.statements, c.trips))
            if want:
                for q in asked: print(q["sql"][:3000 if os.environ.get("LONG") else 230])
    for r in rows: print(*r)
