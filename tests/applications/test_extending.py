"""Two officers extend registration: dates, announcement, trail at once; each person is told what it means to him."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import applicants, factories
from tests.province import NOTE, Province
from tests.world_small import AT, CLOSES, EXAM, REVIEW_CLOSES, SECOND_OPENS, World, later
from zhupei.accounts.models import Post, User
from zhupei.applications import acts, concerned_queries
from zhupei.applications.actions import extending
from zhupei.applications.models import RefusedAttempt
from zhupei.approvals.models import Motion
from zhupei.audit.models import Event
from zhupei.cycles import queries as cycles
from zhupei.cycles.actions.extending import extend
from zhupei.cycles.models import Stage
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice
from zhupei.portal import queries as portal
from zhupei.portal.models import Announcement
from zhupei.reports import invariants

DAY = timedelta(days=1)


@pytest.fixture
def province(world: World) -> Province:
    return Province(world)


def code(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.refusal.code


def tell(motion: Motion) -> None:
    """What the worker does after the commit."""
    after, at = "", later()
    while people := concerned_queries.to_tell(
        Stage.objects.filter(round=motion.subject_id)[0].round.cycle,
        "round.extended",
        f"/announcements/{motion.pk}/",
        motion.decision.at,
        after,
        extending.SLICE,
    ):
        extending.tell_people(motion_id=motion.pk, after=after, at=at)
        after = str(people[-1].pk)
    extending.tell_staff(motion_id=motion.pk, at=at)


def rejected(world: World) -> applicants.WorldApplicant:
    found = applicants.submitted(world)
    applicants.reject(found)
    return found


def inbox(person: User) -> list[str]:
    return list(Notice.objects.filter(recipient=person, kind="round.extended").values_list("body", flat=True))


def sms(person: User) -> int:
    return Delivery.objects.filter(recipient=person, purpose__in=("round.extended", "round.review-extended")).count()


def test_a_proposal_moves_nothing(province: Province) -> None:
    motion = province.propose()

    assert province.dates()["registration"] == CLOSES
    assert not Announcement.objects.exists()
    assert motion.expires_at == AT + timedelta(seconds=1) + acts.LIFETIME


def test_the_second_officer_moves_what_depends_on_it(province: Province) -> None:
    before = cycles.stage(province.world.first, "registration")

    province.extend()

    assert before and before.closes == CLOSES
    assert province.dates() == {
        "registration": CLOSES + 2 * DAY,
        "review": REVIEW_CLOSES + 2 * DAY,
        "exam": EXAM + timedelta(hours=3),
    }
    now = cycles.stage(province.world.first, "registration")
    assert now and now.closes == CLOSES + 2 * DAY, "what was kept of the dates is kept no longer"


def test_the_note_stands_on_the_portal_in_that_second(province: Province) -> None:
    motion = province.extend()

    (announcement,) = portal.latest(motion.decision.at, 3)
    assert (announcement.pk, announcement.pinned) == (motion.pk, True)
    assert announcement.title == "关于延长2026年第 1 批次网上报名时间的公告"
    assert Announcement.objects.get().body.splitlines() == [
        NOTE,
        "网上报名截止：2026 年 7 月 22 日 22:00（原为 2026 年 7 月 20 日 22:00）。",
        "资格审核截止：2026 年 7 月 27 日 18:00（原为 2026 年 7 月 25 日 18:00）。",
    ]


def test_the_trail_has_old_and_new(province: Province) -> None:
    motion = province.extend()

    event = Event.objects.get(verb=acts.EXTEND)
    assert (event.actor_id, event.actor_role) == (str(province.second.pk), "province")
    assert (event.object_type, event.object_id) == ("round", str(province.world.first.pk))
    detail = json.loads(event.detail)
    assert detail["motion"] == str(motion.pk)
    assert detail["changes"][0] == {
        "field": "registration.closes",
        "label": "网上报名截止",
        "old": "2026 年 7 月 20 日 22:00",
        "new": "2026 年 7 月 22 日 22:00",
    }
    assert [change["field"] for change in detail["changes"]] == ["registration.closes", "review.closes"]
    assert Event.objects.filter(verb="announcement.publish").count() == 1


def test_nobody_confirms_his_own_nor_with_another_account(province: Province) -> None:
    motion = province.propose()
    same_name, same_phone = factories.staff(name="胡 丽娟"), factories.staff(phone=province.first.phone.plain())

    for actor in (province.first, same_name, same_phone):
        assert code(province.confirm, motion, actor=actor) == "motion:same-person"
    assert province.dates()["registration"] == CLOSES


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "security", "audit", "support", "technical"])
def test_only_the_province_proposes_or_confirms(province: Province, role: str) -> None:
    stranger = factories.staff(role)

    assert code(province.propose, actor=stranger) == "motion:forbidden"
    motion = province.propose()
    assert code(province.confirm, motion, actor=stranger) == "motion:forbidden"
    assert province.dates()["registration"] == CLOSES


def test_the_act_itself_asks_its_actor(province: Province) -> None:
    motion = province.propose()
    Post.objects.filter(user=province.first).update(ended_at=later())
    given = {"round_id": province.world.first.pk, "closes": CLOSES + DAY, "note": NOTE, "motion_id": motion.pk}

    for actor in (province.first, province.world.administrator, factories.applicant()):
        assert code(extend, **given, actor=actor, at=later()) == "cycle:forbidden"


def test_a_page_that_showed_other_dates_confirms_nothing(province: Province) -> None:
    shown = province.shown()
    motion = province.propose()
    assert code(province.confirm, motion, shown="0" * 64) == "motion:stale"

    Stage.objects.filter(round=province.world.first, kind="exam").update(closes=EXAM + DAY)

    assert code(province.confirm, motion, shown=shown) == "motion:overtaken"
    assert province.dates()["registration"] == CLOSES


def test_void_at_the_old_deadline(province: Province) -> None:
    motion = province.propose(at=CLOSES - DAY)
    assert motion.expires_at == CLOSES

    assert code(province.confirm, motion, at=CLOSES) == "motion:expired"
    assert province.dates()["registration"] == CLOSES


def test_in_the_last_second_it_counts(province: Province) -> None:
    motion = province.propose(at=CLOSES - DAY)

    province.confirm(motion, at=CLOSES - timedelta(seconds=1))

    assert province.dates()["registration"] == CLOSES + 2 * DAY


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (AT - DAY, "extension:past"),
        (CLOSES - DAY, "extension:earlier"),
        (CLOSES, "extension:earlier"),
        (CLOSES + 31 * DAY, "extension:long"),
    ],
)
def test_never_back(province: Province, closes: datetime, words: str) -> None:
    assert code(province.propose, closes) == words


def test_never_past_the_next_round(province: Province) -> None:
    Stage.objects.filter(round=province.world.second, kind="registration").update(opens=CLOSES + 6 * DAY)

    assert code(province.propose, CLOSES + 2 * DAY) == "extension:next-round"
    province.propose(CLOSES + DAY)
    assert SECOND_OPENS > CLOSES + 6 * DAY


def test_counts_say_whom_it_concerns(province: Province) -> None:
    applicants.submitted(province.world)
    applicants.approved(province.world)
    applicants.returned(province.world)
    rejected(province.world)
    applicants.ready(province.world)
    factories.applicant(name="杨柳")
    factories.applicant(name="旧人", created_at=datetime(2024, 7, 1, tzinfo=AT.tzinfo))

    found = concerned_queries.counts(province.world.first)

    assert (found.registered, found.drafts, found.returned, found.submitted) == (1, 1, 1, 2)
    assert found.staff == 3 and found.by_sms == 6


def test_each_is_told_what_it_means_to_him(province: Province) -> None:
    world = province.world
    submitted, draft, through = applicants.submitted(world), applicants.ready(world), rejected(world)
    newcomer = factories.applicant(name="杨柳")
    motion = province.extend()

    tell(motion)

    assert "您还没有提交报名" in inbox(draft.person)[0] and "7 月 22 日 22:00" in inbox(draft.person)[0]
    assert "您还没有提交报名" in inbox(newcomer)[0]
    assert "不受影响" in inbox(submitted.person)[0]
    assert inbox(through.person) == []
    assert [sms(each) for each in (draft.person, newcomer, submitted.person, through.person)] == [1, 1, 0, 0]
    assert [sms(each) for each in (world.reviewer, world.administrator, province.second)] == [1, 1, 0]
    assert invariants.findings({14}) == []


def test_a_job_that_runs_again_tells_nobody_twice(province: Province) -> None:
    draft = applicants.ready(province.world)
    motion = province.extend()

    for _ in range(2):
        tell(motion)
        extending.tell_people(motion_id=motion.pk, after="", at=later())

    assert len(inbox(draft.person)) == sms(draft.person) == 1
    assert sms(province.world.reviewer) == 1


def test_slices_reach_everybody_once(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extending, "SLICE", 2)
    people = [factories.applicant(name="杨柳") for _ in range(5)]
    motion = province.extend()
    latecomer = factories.applicant(name="李雪", created_at=later())

    tell(motion)

    assert [len(inbox(person)) for person in people] == [1] * 5
    assert inbox(latecomer) == [], "the page he has registered on showed the new date"


def test_a_correction_lasts_at_least_as_long(province: Province) -> None:
    returned = applicants.returned(province.world)
    before = returned.reloaded().correction_until
    motion = province.extend()

    for _ in range(2):
        extending.move_correction(application_id=returned.application.pk, motion_id=motion.pk, at=later())

    assert before == CLOSES and returned.reloaded().correction_until == CLOSES + 2 * DAY
    (body,) = inbox(returned.person)
    assert "7 月 22 日 22:00 前改好并重新提交" in body and sms(returned.person) == 1


def test_a_correction_that_ends_later_anyway_stays(province: Province) -> None:
    returned = applicants.returned(province.world)
    returned.application.correction_until = CLOSES + 3 * DAY
    returned.application.save(update_fields=["correction_until"])
    motion = province.extend()

    assert not extending.move_correction(application_id=returned.application.pk, motion_id=motion.pk, at=later())
    assert returned.reloaded().correction_until == CLOSES + 3 * DAY and inbox(returned.person) == []


def test_after_the_extension_a_submission_at_the_old_deadline_counts(province: Province) -> None:
    ready = applicants.ready(province.world)
    clock.freeze(CLOSES - timedelta(minutes=5))
    province.extend()
    clock.freeze(CLOSES + timedelta(minutes=1))

    applicants.submit(ready)

    assert ready.reloaded().state == "submitted" and invariants.findings({2, 3, 4}) == []
    assert not RefusedAttempt.objects.exists()
