"""`zhupei first-officers` and `zhupei end-office`."""

import re
from datetime import datetime

import pytest
from django.test import Client

from tests import factories
from tests.accounts.offices import accept, candidates
from zhupei.accounts import queries
from zhupei.accounts.models import OVERSIGHT_ROLES, Invitation
from zhupei.console.main import main
from zhupei.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def arguments() -> list[str]:
    return [word for role, who in candidates().items() for word in (f"--{role}", *who)]


def test_it_prints_a_link_for_each_of_the_three(capsys: pytest.CaptureFixture[str], noon: datetime) -> None:
    given = arguments()
    assert main(["first-officers", *given]) == 0
    links = re.findall(r"http\S+(/invitation/[\w-]+/)", capsys.readouterr().out)
    assert len(links) == 3 and all(Client().get(link).status_code == 200 for link in links)

    users = [accept(link.split("/")[2], noon) for link in links]

    assert {role for user in users for role in queries.posts(user)} == set(OVERSIGHT_ROLES)
    assert main(["first-officers", *given]) == 1
    assert "已经设立" in capsys.readouterr().err


def test_it_asks_for_what_is_not_given(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = iter([word for who in candidates().values() for word in who])
    monkeypatch.setattr("builtins.input", lambda prompt: next(words))
    assert main(["first-officers"]) == 0
    assert Invitation.objects.count() == 3 and capsys.readouterr().out.count("http") == 3


def test_it_invites_nobody_when_two_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    given = arguments()
    given[7] = given[3]
    assert main(["first-officers", *given]) == 1
    assert "手机号" in capsys.readouterr().err


def test_end_office(capsys: pytest.CaptureFixture[str]) -> None:
    security, audit = factories.staff("security"), factories.staff("audit")
    assert main(["end-office", str(audit.login_name)]) == 1
    assert main(["end-office", str(security.login_name)]) == 0
    assert "ended" in capsys.readouterr().out and not queries.posts(security)
