"""Plain pages for what goes wrong."""

import pytest
from django.test import Client

from tests import world_small

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/logout/", "/display/", "/session/"])
def test_the_address_of_a_form_opened_as_a_page_says_so(address: str) -> None:
    world_small.load()
    answer = Client().get(address)
    assert answer.status_code == 405 and "POST" in answer["Allow"]
    assert "这个地址不能直接打开" in answer.content.decode()
