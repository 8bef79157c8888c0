"""The list of motions as any desk can have it: what waits and what has been decided, of its own acts only."""

import pytest
from django.test import Client

from tests import factories
from tests.support.given import Desk, signed_in, text
from tests.world_small import World
from tests.world_small import load as world_load
from zhupei.desks.shared.motions import Motions
from zhupei.desks.support.frame import DESK
from zhupei.support.acts import FREEZE, RELEASE

pytestmark = pytest.mark.usefixtures("world")
MOTIONS = Motions(desk=DESK, verbs=(FREEZE,))


@pytest.fixture
def world(db: None) -> World:
    return world_load()


def listed(client: Client) -> str:
    """The list as the person of this browser sees it."""
    request = client.get("/support/").wsgi_request
    return text(MOTIONS.motions(request))


def test_what_waits_stands_before_what_has_been_decided() -> None:
    desk = Desk()
    waiting, other = desk.propose(FREEZE, factories.applicant()), desk.propose(RELEASE, factories.applicant())
    ended = desk.carry_out(FREEZE, factories.applicant())

    own, second = listed(signed_in(desk.first)), listed(signed_in(desk.second))

    assert "有 1 件事等待确认" in second and "已确认执行" in second
    assert second.index(f"/support/motions/{waiting.pk}/") < second.index(f"/support/motions/{ended.pk}/")
    assert str(other.pk) not in second
    assert "您提出的" in own and "您提出的" not in second


def test_an_empty_list_says_so() -> None:
    assert "没有等待确认的事" in listed(signed_in(Desk().second))


def test_a_desk_that_lists_motions_has_five_addresses_and_one_with_its_own_list_four() -> None:
    other = Motions(desk=DESK, verbs=(FREEZE,), back=("support:home", "查找与办理"))

    assert [str(each.name) for each in MOTIONS.urls()] == ["motions", "motion", "confirmation", "refusal", "withdrawal"]
    assert [str(each.name) for each in other.urls()] == ["motion", "confirmation", "refusal", "withdrawal"]
