"""工作人员: the administrator of a base invites its reviewers and ends their role, nothing else."""

import pytest
from django.test import Client

from tests import factories
from tests.desks.base.desk import Desk, words
from tests.world_small import World, later
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Invitation
from zhupei.audit.models import Event
from zhupei.bases import actions
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

GIVEN = {"name": "杨丽", "login_name": "yangli", "phone": "13812345678"}


def test_lists_who_works_here_now(chief: Desk, world: World) -> None:
    stranger = factories.staff("reviewer", world.b, name="乙院的人")
    former = factories.staff("reviewer", world.a, name="走了的人")
    Membership.objects.filter(user=former).update(ended_at=factories.AT)
    page = words(chief.get("members"))
    assert str(world.reviewer.login_name) in page
    assert stranger.name not in page and former.name not in page


def test_invites_a_reviewer_and_shows_the_link_once(chief: Desk, world: World) -> None:
    answer = chief.post("members", **GIVEN)
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.base_id, invitation.invited_by_id) == (
        "reviewer",
        world.a.pk,
        world.administrator.pk,
    )
    page = answer.content.decode()
    link = page.partition('aria-label="邀请链接"')[0].rpartition('value="')[2].partition('"')[0]
    assert Client().get(link).status_code == 200
    assert link.rstrip("/").rpartition("/")[2] not in chief.get("members").content.decode()


def test_lists_who_was_invited_and_has_not_come(chief: Desk, world: World) -> None:
    assert "尚未启用" not in words(chief.get("members"))
    chief.post("members", **GIVEN)
    chief.post("members", **GIVEN)
    foreign = {"login_name": "another", "name": "乙院的人", "phone": factories.phone(), "role": "reviewer"}
    staff.invite(actor=None, base=world.b, at=clock.now(), **foreign)
    page = words(chief.get("members"))
    assert page.count("杨丽 yangli 基地审核员") == 1 and "乙院的人" not in page


def test_an_invitation_that_has_expired_waits_for_nobody(chief: Desk) -> None:
    chief.post("members", **GIVEN)
    Invitation.objects.update(expires_at=clock.now())
    assert "尚未启用" not in words(chief.get("members"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("login_name", "x"), ("login_name", "杨丽"), ("phone", "12345"), ("name", "\x00")],
)
def test_says_what_is_wrong_and_keeps_the_rest(chief: Desk, field: str, value: str) -> None:
    answer = chief.post("members", **{**GIVEN, field: value})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_ends_a_reviewer_at_once(chief: Desk, desk: Desk, world: World) -> None:
    assert desk.get("queue").status_code == 200
    answer = chief.post("member_ending", world.reviewer.pk)
    assert answer["Location"] == chief.address("members")
    assert desk.get("queue").status_code == 404
    event = Event.objects.get(verb="account.end-membership")
    assert (event.actor_role, event.object_id) == ("administrator", str(world.reviewer.pk))
    assert chief.post("member_ending", world.reviewer.pk).status_code == 404


def test_does_not_end_administrators_or_people_of_another_base(chief: Desk, world: World) -> None:
    other = factories.staff("reviewer", world.b)
    for user in (world.administrator, other):
        assert chief.post("member_ending", user.pk).status_code == 404
    assert Membership.objects.filter(ended_at=None).count() == 4


def test_the_actions_ask_themselves_too(world: World) -> None:
    membership = Membership.objects.get(user=world.reviewer)
    with pytest.raises(Refused) as refused:
        actions.end_reviewer(actor=world.colleague, membership_id=membership.pk, at=later())
    assert refused.value.refusal.code == "member:forbidden"
    with pytest.raises(Refused) as refused:
        actions.invite_reviewer(actor=world.administrator, base=world.b, at=later(), **GIVEN)
    assert refused.value.refusal.code == "member:forbidden"
    own = Membership.objects.get(user=world.administrator)
    with pytest.raises(Refused) as refused:
        actions.end_reviewer(actor=world.administrator, membership_id=own.pk, at=later())
    assert refused.value.refusal.code == "member:administrator"


def test_inviting_again_ends_the_link_before(chief: Desk, world: World) -> None:
    links = []
    for phone in ("13812345678", "13812345679"):
        page = chief.post("members", **{**GIVEN, "phone": phone}).content.decode()
        links.append(page.partition('aria-label="邀请链接"')[0].rpartition('value="')[2].partition('"')[0])
    assert "邀请链接不能再用" in words(Client().get(links[0]))
    assert Client().get(links[1]).status_code == 200


def test_a_login_name_is_promised_once(chief: Desk, world: World) -> None:
    promised = {"login_name": "yangli", "name": "乙院的人", "phone": factories.phone()}
    token = staff.invite(actor=None, base=world.b, role="reviewer", at=clock.now(), **promised)
    answer = chief.post("members", **GIVEN)
    assert answer.status_code == 422 and "已用于另一份邀请" in words(answer)
    assert Client().get(f"/invitation/{token}/").status_code == 200
    Invitation.objects.update(expires_at=clock.now())
    assert chief.post("members", **GIVEN).status_code == 200
