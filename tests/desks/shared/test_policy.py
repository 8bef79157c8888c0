"""The content security policy: on every answer, as the settings say it."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from zhupei.desks.shared.policy import ContentPolicy

HEADER = "Content-Security-Policy"


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (each.split() for each in policy.split(";"))}


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/login/", 200), ("/me/", 302), ("/nowhere/", 404)])
def test_every_answer_carries_the_policy_of_the_settings(path: str, status: int) -> None:
    answer = Client().get(path)
    assert answer.status_code == status
    assert directives(answer.headers[HEADER]) == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]


def test_an_answer_that_brings_its_own_keeps_it() -> None:
    made = ContentPolicy(lambda request: HttpResponse(headers={HEADER: "default-src 'none'"}))
    assert made(RequestFactory().get("/")).headers[HEADER] == "default-src 'none'"
