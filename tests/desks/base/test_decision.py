"""通过, 退回补正, 不通过, 撤销: about exactly what was seen; every refusal in words, nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests import applicants as acts
from tests import factories
from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.world_small import EXAM, REVIEW_CLOSES, World
from zhupei.applications.models import Review, ReviewItem
from zhupei.audit.models import Event
from zhupei.cycles.models import Stage
from zhupei.kernel import clock

Apply = Callable[..., WorldApplicant]


def test_approves_and_goes_on_to_the_next_of_the_same_list(desk: Desk, apply: Apply) -> None:
    one, other, two = apply(name="和志远"), apply(name="杨䶮", plans=(("0900", "A"),)), apply(name="刀玉香")
    query = "?state=submitted&specialty=0100"
    answer = desk.decide(one, "approve", query=query)
    assert answer.status_code == 302
    assert answer["Location"] == desk.address("application", two.application.pk) + query
    assert one.reloaded().state == "approved"
    review = Review.objects.get()
    assert (review.reviewer_id, review.version_id) == (one.world.reviewer.pk, one.version_id)
    assert f"已通过：和志远（{one.application.number}）" in words(desk.client.get(answer["Location"]))
    last = desk.decide(two, "approve", query=query)
    assert last["Location"] == desk.address("queue") + query
    assert other.reloaded().state == "submitted"


def test_after_the_last_of_the_list_come_those_that_were_skipped(desk: Desk, apply: Apply) -> None:
    skipped, decided = apply(name="和志远"), apply(name="杨䶮")
    answer = desk.decide(decided, "approve")
    assert answer["Location"].startswith(desk.address("application", skipped.application.pk))


def test_returns_with_canned_reasons_and_own_words(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    marks = {
        "mark:basics": "ok",
        "mark:document:portrait": "fix",
        "why:document:portrait": ["非白底", "模糊"],
        "words:document:portrait": "请到照相馆重拍",
        "mark:education": "fix",
        "words:education": "请补充入学日期",
        "why:work": ["起止日期有误"],
        "reason": "请在期限内补正",
    }
    desk.decide(applicant, "return", **marks)
    assert applicant.reloaded().state == "returned"
    assert applicant.application.correction_until is not None
    found = {item.item: (item.title, item.reason) for item in ReviewItem.objects.all()}
    assert found == {
        "document:portrait": ("免冠照片", "非白底；模糊；请到照相馆重拍"),
        "education": ("学历信息", "请补充入学日期"),
    }
    assert Review.objects.get().reason == "请在期限内补正"


@pytest.mark.parametrize(
    ("verdict", "marks", "sentence"),
    [
        ("return", {}, "退回补正需至少把一项标为“需修改”"),
        ("return", {"mark:basics": "fix"}, "请写明“个人信息”的退回原因"),
        ("return", {"mark:preferences": "fix", "words:preferences": "换一个"}, "退回补正需至少把一项标为“需修改”"),
        ("return", {"mark:document:none": "fix", "words:document:none": "x"}, "退回补正需至少把一项标为“需修改”"),
        ("reject", {"reason": "  "}, "请写明原因，学员会看到"),
        ("approve", {"mark:basics": "fix", "words:basics": "姓名不对"}, "您已把 1 项标为“需修改”，不能通过"),
        ("approve", {"mark:preferences": "fix"}, "您已把 1 项标为“需修改”，不能通过"),
    ],
)
def test_a_refusal_stands_beside_the_buttons_and_keeps_what_was_typed(
    desk: Desk, apply: Apply, verdict: str, marks: dict[str, str], sentence: str
) -> None:
    applicant = apply()
    given = {"mark:education": "ok", "words:licence": "这句话还在", "reason": "说明也还在", **marks}
    answer = desk.decide(applicant, verdict, **given)
    page = answer.content.decode()
    assert answer.status_code == (422 if verdict == "reject" else 409)
    assert sentence in words(answer)
    assert page.index('class="decide"') < page.index(sentence) < page.index('value="approve"')
    assert 'value="这句话还在"' in page
    assert 'value="ok" id="ok-2" checked' in page
    assert ("说明也还在" in page) == ("reason" not in marks)
    assert applicant.reloaded().state == "submitted"
    assert not Review.objects.exists()


def test_rejects_with_a_reason(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    desk.decide(applicant, "reject", reason="没有已毕业的本科学历")
    assert applicant.reloaded().state == "rejected"
    assert "没有已毕业的本科学历" in words(desk.get("application", applicant.application.pk, state="rejected"))


@pytest.mark.parametrize("given", [{"verdict": "revoke"}, {"verdict": ""}, {"version_id": "x"}, {"reason": "长" * 501}])
def test_what_no_button_sends_is_refused_in_words(desk: Desk, apply: Apply, given: dict[str, str]) -> None:
    applicant = apply()
    data = {"version_id": str(applicant.version_id), "verdict": "approve", **given}
    answer = desk.post("decision", applicant.application.pk, **data)
    assert answer.status_code == 422
    assert 'class="refused" role="alert"' in answer.content.decode()
    assert applicant.reloaded().state == "submitted"


@pytest.mark.parametrize("text", ["\x00", "𠮷‮", "<script>alert(1)</script>", "'" * 400])
def test_odd_words_are_kept_as_words(desk: Desk, apply: Apply, text: str) -> None:
    applicant = apply()
    answer = desk.decide(applicant, "return", **{"mark:basics": "fix", "words:basics": f"请改{text}"})
    assert answer.status_code == 302
    assert ReviewItem.objects.get().reason.startswith("请改")
    page = desk.get("application", applicant.application.pk, state="returned").content.decode()
    assert "<script>alert" not in page


def test_a_new_submission_in_between_is_not_decided_unseen(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    seen = applicant.version_id
    acts.withdraw(applicant)
    acts.submit(applicant)
    answer = desk.decide(applicant, "approve", version_id=seen, reason="仍在")
    assert answer.status_code == 409
    assert "学员刚刚重新提交了材料" in words(answer)
    assert f'name="version_id" value="{applicant.version_id}"' in answer.content.decode()
    assert applicant.reloaded().state == "submitted"


def test_withdrawn_between_seeing_and_approving(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    seen = applicant.version_id
    acts.withdraw(applicant)
    answer = desk.decide(applicant, "approve", version_id=seen)
    assert answer["Location"] == desk.address("queue") + "?state=submitted"
    assert "学员刚刚取消了这份报名，没有执行任何操作" in words(desk.client.get(answer["Location"]))
    assert applicant.reloaded().state == "draft"
    assert desk.decide(applicant, "approve", version_id=uuid4()).status_code == 404


def test_a_colleague_was_quicker(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    acts.send_back(applicant, actor=world.colleague)
    answer = desk.decide(applicant, "approve")
    assert answer.status_code == 409
    assert "当前状态为“已退回”，不能审核通过" in words(answer)
    assert 'value="approve"' not in answer.content.decode()
    assert applicant.reloaded().state == "returned"


def test_outside_the_review_window_the_buttons_rest_with_the_reason(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    for moment, works in ((REVIEW_CLOSES - timedelta(seconds=1), True), (REVIEW_CLOSES, False)):
        clock.freeze(moment)
        page = desk.get("application", applicant.application.pk)
        assert ("资格审核已于 2026 年 7 月 25 日 18:00 截止" not in words(page)) is works
        assert ("disabled" not in page.content.decode().partition('class="decide"')[2][:2000]) is works
    answer = desk.decide(applicant, "approve")
    assert answer.status_code == 409
    assert applicant.reloaded().state == "submitted"


def test_without_dates_for_the_review_nothing_is_decided(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    Stage.objects.filter(kind=Stage.Kind.REVIEW).delete()
    assert "资格审核时间尚未公布" in words(desk.get("application", applicant.application.pk))
    assert desk.decide(applicant, "approve").status_code == 409


def test_the_administrator_revokes_before_the_exam(chief: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.approve(applicant)
    page = words(chief.get("application", applicant.application.pk, state="approved"))
    assert "撤销通过" in page
    seen = applicant.version_id
    assert chief.post("revocation", applicant.application.pk, version_id=seen, reason="").status_code == 422
    answer = chief.post("revocation", applicant.application.pk, version_id=seen, reason="复核发现学历不符")
    assert answer.status_code == 302
    assert applicant.reloaded().state == "submitted"
    assert "复核发现学历不符" in words(chief.get("application", applicant.application.pk))


def test_nobody_revokes_once_the_exam_has_begun(chief: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.approve(applicant)
    # Sessions live by the wall clock, the exam by the system's.
    clock.freeze(EXAM)
    answer = chief.post("revocation", applicant.application.pk, version_id=applicant.version_id, reason="太晚")
    assert answer.status_code == 409
    assert "考试已于 2026 年 8 月 5 日 09:00 开始" in words(answer)
    assert 'value="太晚"' in answer.content.decode()
    assert applicant.reloaded().state == "approved"


def test_a_reviewer_sees_no_way_to_revoke(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.approve(applicant)
    page = words(desk.get("application", applicant.application.pk, state="approved"))
    assert "如需撤销，请联系基地管理员" in page


def test_the_trail_names_the_reviewer(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    desk.decide(applicant, "approve")
    event = Event.objects.get(verb="application.approve")
    assert (event.actor_id, event.actor_role, event.object_id) == (
        str(world.reviewer.pk),
        "base",
        str(applicant.application.pk),
    )


def test_an_old_form_without_protection_is_refused(world: World, apply: Apply) -> None:
    applicant = apply()
    strict = factories.login(Client(enforce_csrf_checks=True), world.reviewer)
    answer = Desk(strict, world.a).decide(applicant, "approve")
    assert answer.status_code == 403
    assert applicant.reloaded().state == "submitted"
