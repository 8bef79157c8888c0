"""No page has two controls of one name that do different things, or a link that shouts beside what is not saved yet.

Asked of every page of every desk, as whoever may open it.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests import applicants
from tests.access.table import TABLE
from tests.access.test_table import Scene
from tests.desks.shared.controls import Screen

ASKING = ("applicant", "other_applicant", "administrator", "province", "system", "security", "audit", "anonymous")


@pytest.mark.django_db
@pytest.mark.slow
def test_every_act_has_one_meaning_on_its_page() -> None:
    scene = Scene()
    applicants.returned(scene.world)
    wrong = [fault for role in ASKING for fault in faults(scene, role)]
    assert not wrong, "\n".join(wrong)


def faults(scene: Scene, role: str) -> Iterator[str]:
    client = scene.client(role)
    for name, row in TABLE.items():
        if name.startswith("demo:") or row.method != "GET" or row.policy.answer(role) != "ok":
            continue
        address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        screen = Screen(answer.content.decode(), address)
        for label, acts in screen.main_acts().items():
            if len(acts) > 1:
                yield f"{role} {name} {label}: {acts}"
        if screen.unsaved() and (links := screen.shouting_links()):
            yield f"{role} {name}: {links} beside a form"
