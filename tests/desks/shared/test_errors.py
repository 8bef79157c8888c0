"""Plain pages for what goes wrong."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests import world_small
from zhupei.desks.shared.middleware import Refusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/logout/", "/display/", "/session/"])
def test_the_address_of_a_form_opened_as_a_page_says_so(address: str) -> None:
    world_small.load()
    answer = Client().get(address)
    assert answer.status_code == 405 and "POST" in answer["Allow"]
    assert "这个地址不能直接打开" in answer.content.decode()


def test_who_finds_no_database_is_asked_to_wait() -> None:
    away = OperationalError("connection failed")

    answer = Refusals(lambda _: HttpResponse()).process_exception(RequestFactory().get("/"), away)

    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
