"""What one has proposed, another one confirms: exactly that, in time, as things were, and by another person."""

from datetime import timedelta

import pytest

from tests import factories
from tests.approvals.conftest import LIFE, RENAME, Office, refused
from zhupei.accounts.models import Post, User
from zhupei.approvals import actions, queries, states, tasks
from zhupei.approvals.models import Decision, Motion
from zhupei.audit.models import Event
from zhupei.kernel import clock
from zhupei.reports import invariants


def trail(office: Office) -> list[str]:
    events = Event.objects.filter(object_type="account", object_id=str(office.subject.pk), verb__startswith="motion.")
    return list(events.order_by("pk").values_list("verb", flat=True))


def test_nothing_happens_before_the_second_person(office: Office) -> None:
    motion = office.propose()

    assert office.name() == "和志远"
    assert motion.state == states.OPEN and motion.expires_at == office.at + LIFE
    assert trail(office) == ["motion.propose"]


def test_the_second_person_confirms_and_it_happens(office: Office) -> None:
    motion = office.confirm(office.propose())

    assert office.name() == "和志高"
    decision = Decision.objects.get()
    assert (decision.verb, decision.actor, decision.motion.state) == ("confirm", office.second, states.CONFIRMED)
    assert decision.event.verb == "motion.confirm" and decision.event.object_id == motion.subject_id
    assert trail(office) == ["motion.propose", "motion.confirm"]
    assert not invariants.findings({3, 17})


def test_a_second_click_is_refused(office: Office) -> None:
    motion = office.confirm(office.propose())
    User.objects.filter(pk=office.subject.pk).update(name="和志远")

    assert refused(office.confirm, motion) == "move:confirmed:confirm"
    assert office.name() == "和志远"


def test_nobody_confirms_his_own(office: Office) -> None:
    motion = office.propose()

    assert refused(office.confirm, motion, actor=office.first) == "motion:same-person"
    assert refused(actions.refuse, motion_id=motion.pk, reason="算了", actor=office.first, at=office.at) == (
        "motion:same-person"
    )


@pytest.mark.parametrize("alike", ["name", "phone"])
def test_nor_with_another_account_of_his(office: Office, alike: str) -> None:
    given = {"name": office.first.name} if alike == "name" else {"phone": office.first.phone.plain(), "name": "李雪"}
    twin = factories.staff(**given)

    assert refused(office.confirm, office.propose(), actor=twin) == "motion:same-person"
    assert office.name() == "和志远"


def test_only_who_may(office: Office) -> None:
    assert refused(office.propose, actor=office.outsider) == "motion:forbidden"
    motion = office.propose()
    assert refused(office.confirm, motion, actor=office.outsider) == "motion:forbidden"
    assert refused(actions.refuse, motion_id=motion.pk, reason="不", actor=office.outsider, at=office.at) == (
        "motion:forbidden"
    )


def test_an_office_that_has_ended_confirms_nothing(office: Office) -> None:
    motion = office.propose()
    Post.objects.filter(user=office.second).update(ended_at=office.at)

    assert refused(office.confirm, motion) == "motion:forbidden"


def test_a_proposer_whose_office_has_ended_proposes_nothing_any_more(office: Office) -> None:
    motion = office.propose()
    Post.objects.filter(user=office.first).update(ended_at=office.at)

    assert refused(office.confirm, motion) == "motion:proposer-gone"

    assert office.name() == "和志远"
    motion.refresh_from_db()
    assert motion.state == states.OVERTAKEN


def test_another_one_proposes_what_somebody_has_left_behind(office: Office) -> None:
    left = office.propose()
    Post.objects.filter(user=office.first).update(ended_at=office.at)

    office.confirm(office.propose(actor=office.second), actor=factories.staff(name="李雪"))

    left.refresh_from_db()
    assert left.state == states.OVERTAKEN and office.name() == "和志高"


@pytest.mark.parametrize("name", ["胡 丽娟", "胡·丽娟"])
def test_another_spelling_of_the_name_is_the_same_person(office: Office, name: str) -> None:
    twin = factories.staff(name=name)

    assert refused(office.confirm, office.propose(), actor=twin) == "motion:same-person"
    assert office.name() == "和志远"


@pytest.mark.parametrize(("late", "code"), [(-timedelta(microseconds=1), ""), (timedelta(0), "motion:expired")])
def test_until_the_last_moment(office: Office, late: timedelta, code: str) -> None:
    motion, at = office.propose(), office.at + LIFE + late

    if not code:
        office.confirm(motion, at=at)
        return
    assert refused(office.confirm, motion, at=at) == code
    motion.refresh_from_db()
    assert motion.state == states.EXPIRED and motion.decision.actor is None
    assert office.name() == "和志远"


def test_what_has_changed_since_is_not_confirmed_and_ends(office: Office) -> None:
    motion = office.propose()
    User.objects.filter(pk=office.subject.pk).update(name="杨柳")

    assert refused(office.confirm, motion) == "motion:overtaken"

    motion.refresh_from_db()
    assert motion.state == states.OVERTAKEN and office.name() == "杨柳"
    User.objects.filter(pk=office.subject.pk).update(name="和志远")
    assert refused(office.confirm, motion) == "move:overtaken:confirm"


def test_a_page_that_showed_something_else_confirms_nothing_and_ends_nothing(office: Office) -> None:
    motion = office.propose()

    assert refused(office.confirm, motion, shown="0" * 64) == "motion:stale"

    motion.refresh_from_db()
    assert motion.state == states.OPEN and Decision.objects.count() == 0


def test_a_page_that_showed_something_else_proposes_nothing(office: Office) -> None:
    shown = office.shown()
    User.objects.filter(pk=office.subject.pk).update(name="杨柳")

    assert refused(office.propose, shown=shown) == "motion:stale"
    assert Motion.objects.count() == 0


def test_the_rule_of_the_act_is_asked_of_both(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(office.propose, payload={"name": "禁"}) == "test:taboo"
    motion = office.propose()
    monkeypatch.setattr(Motion, "contents", {"name": "禁"})

    assert refused(office.confirm, motion) == "test:taboo"
    assert office.name() == "和志远"


def test_a_reason_is_needed_to_propose_and_to_refuse(office: Office) -> None:
    assert refused(office.propose, reason="  ") == "motion:reason"
    assert refused(office.propose, reason="  写错了  ") == "motion:short"
    assert refused(office.propose, reason="长" * 301) == "motion:long"
    motion = office.propose()
    assert refused(actions.refuse, motion_id=motion.pk, reason="", actor=office.second, at=office.at) == "motion:reason"


@pytest.mark.parametrize("number", ["139 0000 1234", "530102199001011234", "５３０１０２１９９００１０１１２３Ｘ"])
def test_no_reason_repeats_a_number(office: Office, number: str) -> None:
    reason = f"本人到场，号码 {number}"
    assert refused(office.propose, reason=reason) == "reason:number"
    motion = office.propose()
    assert refused(actions.refuse, motion_id=motion.pk, reason=reason, actor=office.second, at=office.at) == (
        "reason:number"
    )


def test_refused_with_a_reason_it_never_happens(office: Office) -> None:
    motion = actions.refuse(motion_id=office.propose().pk, reason="证件不清楚", actor=office.second, at=office.at)

    assert motion.state == states.REFUSED and Decision.objects.get().reason.plain() == "证件不清楚"
    assert refused(office.confirm, motion) == "move:refused:confirm"
    assert trail(office)[-1] == "motion.refuse"


def test_only_the_proposer_withdraws(office: Office) -> None:
    motion = office.propose()
    assert refused(actions.withdraw, motion_id=motion.pk, actor=office.second, at=office.at) == "motion:forbidden"

    actions.withdraw(motion_id=motion.pk, actor=office.first, at=office.at)

    assert refused(office.confirm, motion) == "move:withdrawn:confirm"
    office.propose()


def test_one_open_motion_about_the_same(office: Office) -> None:
    office.propose()
    assert refused(office.propose, actor=office.second) == "motion:open"
    office.propose(at=office.at + LIFE)
    assert sorted(Motion.objects.values_list("state", flat=True)) == [states.EXPIRED, states.OPEN]


def test_the_clock_ends_what_nobody_has_decided(office: Office) -> None:
    motion = office.propose()
    with clock.frozen(office.at + LIFE - timedelta(seconds=1)):
        tasks.expire(timestamp=0)
    motion.refresh_from_db()
    assert motion.state == states.OPEN

    for _ in range(2):
        with clock.frozen(office.at + LIFE):
            tasks.expire(timestamp=0)

    motion.refresh_from_db()
    assert motion.state == states.EXPIRED and Decision.objects.count() == 1


def test_the_desk_lists_what_may_be_decided_and_ones_own(office: Office) -> None:
    motion = office.propose()

    for user, seen in ((office.first, [motion]), (office.second, [motion]), (office.outsider, [])):
        assert list(queries.waiting_for(user, office.at)) == seen
        assert list(queries.visible_to(user)) == seen
    assert list(queries.waiting_for(office.second, office.at + LIFE)) == []


def test_what_it_will_be_run_with_does_not_lie_open(office: Office) -> None:
    motion = office.propose(payload={"name": "和志高", "phone": "13900001234"}, reason="本人到场换号")

    assert not invariants.findings({14})
    assert motion.contents["phone"] == "13900001234" and motion.verb == RENAME
