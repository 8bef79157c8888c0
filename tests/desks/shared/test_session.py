"""The warning before a session ends leads back through the door by which one has come in."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "page"),
    [("reviewer", "/base/"), ("province", "/province/"), ("system", "/oversight/accounts/"), ("technical", "/plan/")],
)
def test_staff_come_back_by_their_own_door(client: Client, role: str, page: str) -> None:
    factories.login(client, factories.staff(role))
    html = client.get(page, follow=True).content.decode()
    assert 'href="/staff/login/?next=/' in html.partition("session-warning")[2]
    assert 'href="/login/?next=' not in html


def test_applicants_come_back_by_theirs(client: Client) -> None:
    factories.login(client, factories.applicant())
    html = client.get("/me/", follow=True).content.decode()
    assert 'href="/login/?next=/me/' in html.partition("session-warning")[2]
