"""A role that has been accepted: who confirms it, who hears of it, what happens when an officer loses everything."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.accounts.offices import EVERY, accept, candidates, confirm, invite, officers, refused, told
from tests.tampering import past_the_triggers
from zhupei.accounts import queries
from zhupei.accounts.actions import founding, roles, staff
from zhupei.accounts.models import Post, User
from zhupei.accounts.office_queries import told_apart
from zhupei.audit.models import Event
from zhupei.bases import actions as bases
from zhupei.bases import queries as base_queries
from zhupei.bases.models import Membership
from zhupei.bases.tasks import remind
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery
from zhupei.pure.identity import name_key

pytestmark = pytest.mark.django_db
PHONES = ("{}", "+86 {}", "0086{}", " {} ", "(86){}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NAMED = "阿依·古丽"
SPELLINGS = (NAMED, "阿依•古丽", "阿依．古丽", "阿依 · 古丽", "阿依古丽", "阿 依 · 古 丽", "阿依・古丽\u200b")
LATIN = ("Maria Li", "MARIA LI", "Ｍａｒｉａ Ｌｉ", "Maria  Li", "MariaLi")


# --- confirming ----------------------------------------


def pending_at(role: str, granted_by: User | None = None, **given: Any) -> Any:
    user = factories.staff(role, pending=True, **given)
    row = base_queries.pending_of(user)[0]
    with past_the_triggers():
        row.granted_by = granted_by
        row.save()
    return row


@pytest.mark.parametrize("role", EVERY)
@pytest.mark.parametrize("actor", EVERY)
def test_only_a_security_administrator_confirms(noon: datetime, role: str, actor: str) -> None:
    people = {each: factories.staff(each) for each in EVERY}
    code = refused(confirm, people[actor], pending_at(role, people["system"]), noon)
    assert code == (None if actor == "security" else "role:forbidden")


def test_nobody_decides_about_himself_his_own_invitation_or_his_namesake(noon: datetime) -> None:
    security = factories.staff("security")
    other = factories.staff("security")
    namesake = pending_at("reviewer", name=security.name)
    same_phone = pending_at("reviewer", phone=security.phone.plain())
    invited = pending_at("system", security)
    for row, code in ((namesake, "role:same-person"), (same_phone, "role:same-person"), (invited, "role:inviter")):
        assert refused(confirm, security, row, noon) == code
    assert refused(confirm, other, namesake, noon) is None
    assert refused(confirm, other, invited, noon) is None
    for who in ("user", "granted_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            row = pending_at("reviewer", factories.staff("province"))
            Membership.objects.filter(pk=row.pk).update(confirmed_by=getattr(row, who), confirmed_at=noon)


def test_the_audit_administrator_stands_in_where_no_security_administrator_may(noon: datetime) -> None:
    three = officers()
    namesake = pending_at("reviewer", name=three["security"].name)
    ordinary = pending_at("reviewer")
    second = pending_at("security", three["system"])
    assert refused(confirm, three["audit"], ordinary, noon) == "role:forbidden"
    assert refused(confirm, three["audit"], second, noon) == "role:forbidden"
    assert refused(confirm, three["audit"], namesake, noon) is None
    three["security"].posts.update(ended_at=noon)
    assert refused(confirm, three["audit"], ordinary, noon) == "role:forbidden"
    assert refused(confirm, three["system"], second, noon) == "role:forbidden"
    assert refused(confirm, three["audit"], second, noon) is None


def test_a_decision_is_made_once(noon: datetime) -> None:
    first, second = factories.staff("security"), factories.staff("security")
    row = pending_at("province")
    assert refused(roles.refuse_post, actor=first, post_id=row.pk, reason="  ", at=noon) == "refusal:reason"
    with_number = "电话 13900001234 打不通"
    assert refused(roles.refuse_post, actor=first, post_id=row.pk, reason=with_number, at=noon) == "reason:number"
    confirm(first, row, noon)
    assert refused(confirm, second, row, noon) == "role:confirmed"
    assert refused(roles.refuse_post, actor=second, post_id=row.pk, reason="不认识", at=noon) == "role:confirmed"
    roles.end_post(actor=second, post_id=row.pk, at=noon)
    assert refused(confirm, first, row, noon) == "role:ended"


def test_a_refusal_ends_the_role_and_tells_holder_and_inviter_why(noon: datetime) -> None:
    security, province = factories.staff("security"), factories.staff("province")
    user = accept(invite(province, "reviewer", noon), noon)
    row = user.memberships.get()
    bases.refuse_membership(actor=security, membership_id=row.pk, reason="医院说没有这个人", at=noon)
    row.refresh_from_db()
    assert (row.ended_at, row.ended_by, row.confirmed_at) == (noon, security, None)
    assert all(told(each, "医院说没有这个人") for each in (user, province))
    event = Event.objects.get(verb="account.refuse-role")
    assert event.actor_id == str(security.pk) and "没有这个人" not in event.detail
    assert not base_queries.pending_of(user) and not base_queries.current_memberships(user)


# --- what the officers hear ----------------------------------------


def test_the_officers_are_told_at_once_of_every_change_among_them(noon: datetime) -> None:
    three = officers()

    def all_told(words: str) -> bool:
        sent = Delivery.objects.filter(purpose="office.changed")
        return {each.recipient for each in sent if words in each.body.plain()} >= set(three.values())

    token = invite(three["system"], "audit", noon, name="高开云", login_name="second.audit")
    assert all_told(f"高开云被{three['system'].name}邀请担任审计管理员")
    user = accept(token, noon)
    assert all_told("审计管理员高开云（second.audit）接受了邀请")
    confirm(three["security"], base_queries.pending_of(user)[0], noon)
    assert all_told("已由" + three["security"].name + "确认") and queries.posts(user) == {"audit"}
    token = staff.invite_again(actor=three["system"], user=user, at=noon + timedelta(minutes=2))
    assert all_told("重发了启用链接")
    roles.end_post(actor=three["security"], post_id=user.posts.get().pk, at=noon)
    assert all_told("已由" + three["security"].name + "结束")
    assert not any(token in sent.body.plain() for sent in Delivery.objects.all())


def test_of_twenty_reviewers_the_security_administrator_hears_once_an_hour(noon: datetime) -> None:
    security, system = factories.staff("security"), factories.staff("system")

    def heard() -> list[str]:
        return [s.body.plain() for s in Delivery.objects.filter(recipient=security, purpose="role.waiting")]

    for minute in range(5):
        accept(invite(system, "reviewer", noon), noon + timedelta(minutes=minute))
    assert len(heard()) == 1
    clock.freeze(noon + timedelta(minutes=59))
    remind(0)
    assert len(heard()) == 1
    for _ in range(2):
        clock.freeze(noon + timedelta(minutes=61))
        remind(0)
    assert len(heard()) == 2 and any("现有 5 个角色" in body for body in heard())
    clock.freeze(noon + timedelta(hours=9))
    remind(0)
    assert len(heard()) == 2


# --- losing everything ----------------------------------------


def test_an_officer_who_has_set_his_authenticator_anew_waits_for_another_officer(noon: datetime) -> None:
    three = officers()
    token = staff.invite_again(actor=three["system"], user=three["security"], at=noon)
    assert queries.posts(three["security"]) == {"security"}

    accept(token, noon)

    assert queries.posts(three["security"]) == set()
    row = base_queries.pending_of(three["security"])[0]
    assert refused(confirm, three["system"], row, noon) == "role:forbidden"
    assert refused(confirm, three["audit"], row, noon) is None
    assert queries.posts(three["security"]) == {"security"}


def test_a_reviewer_who_has_done_so_goes_on_at_once(noon: datetime) -> None:
    reviewer = factories.staff("reviewer")
    accept(staff.invite_again(actor=factories.staff("system"), user=reviewer, at=noon), noon)
    assert base_queries.current_memberships(reviewer).exists()


def test_the_last_security_administrator_is_replaced_by_console_system_and_audit(noon: datetime) -> None:
    three = officers()
    lost = three["security"]

    founding.vacate(login_name=lost.login_name or "", at=noon)

    assert not queries.posts(lost) and told(three["audit"], "服务器上的命令")
    assert refused(founding.found, candidates=candidates(), at=noon) == "offices:held"
    successor = accept(invite(three["system"], "security", noon, name=lost.name), noon)
    row = base_queries.pending_of(successor)[0]
    assert refused(confirm, three["system"], row, noon) == "role:forbidden"
    confirm(three["audit"], row, noon)
    assert queries.posts(successor) == {"security"}


def test_the_console_ends_nothing_that_a_security_administrator_could(noon: datetime) -> None:
    three = officers()
    for role in ("system", "audit"):
        name = three[role].login_name or ""
        assert refused(founding.vacate, login_name=name, at=noon) == "offices:security"
    reviewer = factories.staff("reviewer").login_name or ""
    assert refused(founding.vacate, login_name=reviewer, at=noon) == "offices:nobody"


def test_without_a_system_administrator_the_security_administrator_invites_and_audit_confirms(noon: datetime) -> None:
    three = officers()
    assert refused(invite, three["security"], "system", noon) == "invitation:forbidden"
    roles.end_post(actor=three["security"], post_id=three["system"].posts.get().pk, at=noon)
    assert refused(invite, three["security"], "province", noon) == "invitation:forbidden"
    successor = accept(invite(three["security"], "system", noon), noon)
    row = base_queries.pending_of(successor)[0]
    assert refused(confirm, three["security"], row, noon) == "role:inviter"
    confirm(three["audit"], row, noon)
    assert queries.posts(successor) == {"system"}


def test_the_system_administrator_alone_reaches_nothing(noon: datetime) -> None:
    """The attack of the issue: he invites a second self as security administrator, and one who reads dossiers."""
    three = officers()
    system = three["system"]
    for role in EVERY:
        assert refused(invite, system, role, noon, phone=system.phone.plain()) == "offices:phone"
        accomplice = accept(invite(system, role, noon), noon)
        row = base_queries.pending_of(accomplice)[0]
        assert not queries.posts(accomplice) and not base_queries.current_memberships(accomplice)
        assert refused(confirm, system, row, noon) == "role:forbidden"
        assert refused(confirm, accomplice, row, noon) == "role:forbidden"


DRAWINGS = [
    ("黄若兰", "黄若蘭"),
    ("黄若兰", "黃若蘭"),
    ("张伟", "張偉"),
    ("叶青", "葉靑"),
    ("高峰", "髙峯"),
    ("阿依·古丽", "阿依•古麗"),
    ("阿依·古丽", "阿依丶古丽"),
    ("阿依·古丽", "阿依－古丽"),
    ("李\u2f63", "李生"),
    ("José Li", "Jose Li"),
]


@pytest.mark.parametrize(("one", "other"), [(NAMED, each) for each in SPELLINGS] + DRAWINGS)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("simplified", "traditional"), [("黄若兰", "黃若蘭"), ("叶兰张", "葉蘭張")])
def test_a_traditional_character_is_no_second_person(noon: datetime, simplified: str, traditional: str) -> None:
    first, second = factories.staff("audit", name=simplified), factories.staff("reviewer", name=traditional)

    assert refused(invite, factories.staff("system"), "security", noon, name=traditional) == "offices:name"

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=second, role="security", granted_at=noon, **told_apart(second))
    assert told_apart(first)["name_index"] == told_apart(second)["name_index"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "张玮"),
        ("王芸", "王艺"),
        ("张堃", "张坤"),
        ("阿依·古丽", "阿依·古"),
        ("刘〇", "刘"),
        ("Li Na", "Li Ma"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
