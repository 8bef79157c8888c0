"""Pictures to try the demonstration with come from a process of their own."""

import sys

import pytest
from django.test import Client

from zhupei.world.pages.samples import TITLES


def test_every_offered_picture_can_be_drawn() -> None:
    from zhupei.world.drawn.samples import PICTURES

    assert list(PICTURES) == list(TITLES)


@pytest.mark.django_db
def test_a_picture_is_drawn_outside_the_web_and_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("zhupei.world.drawn")]:
        monkeypatch.delitem(sys.modules, name)

    response = Client().get("/demo/samples/portrait.jpg")

    assert response.content.startswith(b"\xff\xd8\xff")
    assert response["Content-Disposition"] == 'attachment; filename="portrait.jpg"'
    assert not any(name.startswith("zhupei.world.drawn") for name in sys.modules)


@pytest.mark.django_db
def test_an_unknown_picture_is_not_found() -> None:
    assert Client().get("/demo/samples/passport.jpg").status_code == 404
