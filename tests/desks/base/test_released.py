"""What a base sees of an application whose account was frozen, or taken back from a stranger."""

from collections.abc import Callable

import pytest

from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.support.given import Desk as Support
from tests.world_small import World
from zhupei.support.acts import FREEZE, RELEASE

Apply = Callable[..., WorldApplicant]
WHY = "这份报名已作废"


@pytest.fixture
def support(world: World) -> Support:
    return Support()


def test_frozen_it_stays_in_the_queue_and_cannot_be_decided(desk: Desk, support: Support, apply: Apply) -> None:
    waiting = apply(name="和志远")
    support.carry_out(FREEZE, waiting.person)

    assert "账号已冻结" in words(desk.get("queue"))
    shown = desk.get("application", waiting.application.pk)
    assert "暂不能作决定" in words(shown) and 'value="approve"' in shown.content.decode()
    refused = desk.decide(waiting, "approve")
    assert refused.status_code == 409 and "暂不能作决定" in words(refused)
    assert waiting.reloaded().state == "submitted"


def test_void_it_is_gone_and_the_base_is_told_why(desk: Desk, support: Support, apply: Apply) -> None:
    taken = apply(name="杨柳青")
    document = taken.reloaded().version.documents.first()  # type: ignore[union-attr]
    assert document is not None
    page, file = ("application", taken.application.pk), ("document", taken.application.pk, document.document_id)
    assert desk.get(*file).status_code == 200
    support.carry_out(RELEASE, taken.person)

    assert "杨柳青" not in words(desk.get("queue", state="all"))
    answer = desk.get(*page)
    assert answer.status_code == 302 and answer["Location"].startswith(desk.address("queue"))
    assert WHY in words(desk.client.get(answer["Location"]))
    assert desk.get(*file).status_code == 404


def test_whoever_had_it_open_is_told_too(desk: Desk, chief: Desk, support: Support, apply: Apply) -> None:
    taken = apply(name="杨柳青")
    version = taken.version_id
    support.carry_out(RELEASE, taken.person)

    for answer in (
        desk.decide(taken, "approve", version_id=version),
        chief.post("revocation", taken.application.pk, version_id=version, reason="复核"),
        desk.post("reveals", taken.application.pk, what="document_number", reason="核对"),
    ):
        assert answer.status_code == 302
    assert WHY in words(desk.client.get(desk.address("queue")))


def test_another_base_learns_nothing(world: World, desk: Desk, support: Support, apply: Apply) -> None:
    other = apply(name="杨柳青", plans=(("0100", "B"),))
    support.carry_out(RELEASE, other.person)
    assert desk.get("application", other.application.pk).status_code == 404
