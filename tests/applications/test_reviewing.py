"""资格审核: a decision is a fact about the version that was seen."""

import json
from uuid import uuid4

import pytest

from tests import applicants
from tests.world_small import World, later
from zhupei.applications import actions, queries, states
from zhupei.applications.models import OnSiteCheck, Review, ReviewItem, Transition
from zhupei.audit.models import Event
from zhupei.notifications.models import Delivery, Notice

DECISIONS = {
    "return": (applicants.send_back, "submitted", "returned", "base"),
    "approve": (applicants.approve, "submitted", "approved", "base"),
    "reject": (applicants.reject, "submitted", "rejected", "base"),
    "revoke": (applicants.revoke, "approved", "submitted", "administrator"),
}


@pytest.mark.parametrize("verdict", DECISIONS)
def test_a_decision_is_a_row_a_move_an_event_and_a_message(world: World, verdict: str) -> None:
    act, source, target, role = DECISIONS[verdict]
    reviewed = getattr(applicants, source)(world)
    version, at = reviewed.reloaded().version, later()
    review = act(reviewed, at=at)
    assert (review.verdict, review.version, review.at) == (verdict, version, at)
    move = Transition.objects.get(review=review)
    assert (move.source, move.verb, move.role, move.target) == (source, verdict, role, target)
    assert move.version == version and move.actor == review.reviewer
    assert move.event.transaction_id == move.transaction_id
    assert json.loads(move.event.detail) == {"source": source, "target": target, "version": str(version.pk)}
    assert reviewed.reloaded().state == target and reviewed.application.version == version
    told = Notice.objects.get(kind=f"application.{verdict}")
    assert (told.recipient, told.at) == (reviewed.person, at) and world.a.name in told.body
    assert Delivery.objects.filter(recipient=reviewed.person, purpose=f"application.{verdict}").count() == 1


def test_reasons_stay_off_the_sms(world: World) -> None:
    reviewed = applicants.submitted(world)
    applicants.reject(reviewed, reason="毕业院校不在名单")
    sms = Delivery.objects.get(purpose="application.reject")
    assert "毕业院校" not in sms.body.plain() and Review.objects.get().reason == "毕业院校不在名单"


ITEMS = [("basics", "个人信息", " 住址不详 "), ("document:portrait", "免冠照片", "不清晰")]


def test_a_return_lists_what_to_correct(world: World) -> None:
    reviewed = applicants.submitted(world)
    review = applicants.send_back(reviewed, items=ITEMS, reason=" 请尽快 ")
    assert list(review.items.order_by("pk").values_list("item", "title", "reason")) == [
        ("basics", "个人信息", "住址不详"),
        ("document:portrait", "免冠照片", "不清晰"),
    ]
    assert review.reason == "请尽快"
    assert queries.open_corrections(reviewed.reloaded()) == {"basics": "住址不详", "document:portrait": "不清晰"}
    applicants.submit(reviewed)
    assert queries.open_corrections(reviewed.reloaded()) == {}
    assert ReviewItem.objects.count() == 2, "the reasons stay on record"


def test_only_the_last_return_is_open(world: World) -> None:
    reviewed = applicants.submitted(world)
    applicants.send_back(reviewed, items=ITEMS)
    applicants.submit(reviewed)
    applicants.send_back(reviewed)
    assert queries.open_corrections(reviewed.reloaded()) == {"document:portrait": "照片不清晰"}


@pytest.mark.parametrize(
    ("act", "given", "expected"),
    [
        (applicants.send_back, {"items": []}, "return:items"),
        (applicants.send_back, {"items": [("basics", "个人信息", " ")]}, "return:reason"),
        (applicants.reject, {"reason": " "}, "review:reason"),
        (applicants.approve, {"version_id": uuid4()}, "review:version"),
        (applicants.reject, {"version_id": uuid4()}, "review:version"),
        (applicants.send_back, {"version_id": uuid4()}, "review:version"),
        (applicants.revoke, {}, "move:submitted:revoke"),
    ],
)
def test_refused_decisions_change_nothing(world: World, act, given: dict, expected: str) -> None:  # type: ignore[no-untyped-def]
    reviewed = applicants.submitted(world)
    before = applicants.dump()
    assert applicants.refused(act, reviewed, **given) == expected
    assert applicants.dump() == before


def test_a_revocation_gives_its_reason(world: World) -> None:
    reviewed = applicants.approved(world)
    assert applicants.refused(applicants.revoke, reviewed, reason="") == "review:reason"
    assert applicants.refused(applicants.revoke, reviewed, version_id=uuid4()) == "review:version"
    assert reviewed.reloaded().state == states.APPROVED


def test_nobody_decides_about_a_version_that_has_been_replaced(world: World) -> None:
    reviewed = applicants.submitted(world)
    seen = reviewed.version_id
    applicants.send_back(reviewed)
    applicants.upload(world, reviewed.person, "portrait", seed=2)
    applicants.submit(reviewed)
    for act in (applicants.approve, applicants.reject, applicants.send_back):
        assert applicants.refused(act, reviewed, version_id=seen) == "review:version"
    applicants.approve(reviewed)
    assert reviewed.reloaded().state == states.APPROVED


def test_an_approval_ends_the_correction_time(world: World) -> None:
    reviewed = applicants.returned(world)
    assert reviewed.reloaded().correction_until is not None
    applicants.submit(reviewed)
    applicants.approve(reviewed)
    assert reviewed.reloaded().correction_until is None


def test_a_resubmission_carries_the_corrected_file_and_the_old_choices(world: World) -> None:
    reviewed = applicants.returned(world, plans=[world.line("0900"), world.line("0700")])
    new = applicants.upload(world, reviewed.person, "portrait", seed=2)
    version = applicants.submit(reviewed)
    portraits = [v.documents.get(slot="portrait") for v in reviewed.application.versions.all()]
    assert portraits[1].document == new and portraits[0].document != new
    assert portraits[0].digest != portraits[1].digest
    assert [p.plan_id for p in version.preferences.all()] == [world.line("0900").pk, world.line("0700").pk]


def test_originals_are_checked_against_the_version_in_force(world: World) -> None:
    reviewed = applicants.approved(world)

    def check(**given: object) -> OnSiteCheck:
        usual = {"version_id": reviewed.version_id, "passed": True, "actor": world.reviewer, "at": later()}
        return actions.check_on_site(application_id=reviewed.application.pk, **{**usual, **given})  # type: ignore[arg-type]

    assert applicants.refused(check, version_id=uuid4()) == "onsite:version"
    assert applicants.refused(check, passed=False, note=" ") == "onsite:note"
    check(passed=False, note=" 缺学位证原件 ")
    check()
    assert list(OnSiteCheck.objects.order_by("pk").values_list("passed", "note")) == [
        (False, "缺学位证原件"),
        (True, ""),
    ]
    assert Event.objects.filter(verb="application.on-site").count() == 2
    assert reviewed.reloaded().state == states.APPROVED, "recorded as its own fact"
    applicants.revoke(reviewed)
    assert applicants.refused(check) == "onsite:state"
