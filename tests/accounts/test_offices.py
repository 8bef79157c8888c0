"""Three offices in three hands: set up by three, confirmed by another, closed to everybody's second self."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.accounts.offices import NAMES, accept, candidates, finish, invite, prove, refused
from tests.tampering import past_the_triggers
from zhupei.accounts import queries
from zhupei.accounts.actions import founding, phones, roles, staff
from zhupei.accounts.models import EXCLUSIVE_ROLES, OVERSIGHT_ROLES, Invitation, Post, User, VerificationCode
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


def told(user: User, words: str) -> bool:
    return any(words in sent.body.plain() for sent in Delivery.objects.filter(recipient=user))


def officers() -> dict[str, User]:
    return {role: factories.staff(role) for role in OVERSIGHT_ROLES}


# --- the first three ----------------------------------------


def test_the_first_three_begin_together_and_not_before(noon: datetime) -> None:
    tokens = founding.found(candidates=candidates(), at=noon)
    users = {}

    for role in ("audit", "system"):
        users[role] = accept(tokens[role], noon)
        assert not any(queries.posts(user) for user in users.values())
    users["security"] = accept(tokens["security"], noon)

    assert {role: queries.posts(user) for role, user in users.items()} == {role: {role} for role in users}
    events = Event.objects.filter(verb="account.begin-office", actor_id="")
    assert {event.object_id for event in events} == {str(user.pk) for user in users.values()}
    for event in events:
        others = [str(user.pk) for user in users.values() if str(user.pk) != event.object_id]
        assert all(other in event.detail for other in others)
    assert all(told(user, name) for user in users.values() for name in NAMES.values())


def test_a_pending_founder_does_nothing(noon: datetime) -> None:
    tokens = founding.found(candidates=candidates(), at=noon)
    system, security = accept(tokens["system"], noon), accept(tokens["security"], noon)
    post = Post.objects.get(user=system)

    assert refused(invite, system, "province", noon) == "invitation:forbidden"
    assert refused(roles.confirm_post, actor=security, post_id=post.pk, at=noon) == "role:forbidden"
    assert refused(roles.end_post, actor=security, post_id=post.pk, at=noon) == "role:forbidden"


def test_first_officers_come_once(noon: datetime) -> None:
    factories.staff("audit")
    assert refused(founding.found, candidates=candidates(), at=noon) == "offices:held"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("pair", [("system", "security"), ("system", "audit"), ("security", "audit")])
@pytest.mark.parametrize("spelling", PHONES)
def test_two_of_the_first_three_have_no_telephone_in_common(noon: datetime, pair: Any, spelling: str) -> None:
    phone = factories.phone()
    people = {pair[0]: phone, pair[1]: spelling.format(phone).translate(FULL_WIDTH)}
    given = candidates(**{role: founding.Candidate(f"{role}.x", NAMES[role], each) for role, each in people.items()})
    assert refused(founding.found, candidates=given, at=noon) == "offices:phone"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("first", "second"), [(NAMED, each) for each in SPELLINGS] + [(LATIN[0], e) for e in LATIN])
def test_two_of_the_first_three_have_no_name_in_common(noon: datetime, first: str, second: str) -> None:
    given = candidates(
        system=founding.Candidate("one", first, factories.phone()),
        audit=founding.Candidate("two", second, factories.phone()),
    )
    assert refused(founding.found, candidates=given, at=noon) == "offices:name"
    assert not Invitation.objects.exists()


def test_asked_again_it_keeps_who_has_come_and_gives_the_others_new_links(noon: datetime) -> None:
    people = candidates()
    first = founding.found(candidates=people, at=noon)
    accept(first["system"], noon)
    prove(first["security"], noon)
    late = noon + timedelta(days=8)

    second = founding.found(candidates=people, at=late)

    assert set(second) == {"security", "audit"}
    assert queries.open_invitation(first["audit"], late) is None
    accept(second["security"], late)
    accept(second["audit"], late)
    assert Post.objects.in_force().filter(role__in=OVERSIGHT_ROLES).count() == 3


def test_asked_again_for_another_person_it_dismisses_who_has_come(noon: datetime) -> None:
    people = candidates()
    accept(founding.found(candidates=people, at=noon)["system"], noon)
    other = founding.Candidate("system.two", "段云霞", factories.phone())
    tokens = founding.found(candidates={**people, "system": other}, at=noon + timedelta(minutes=2))
    assert set(tokens) == set(OVERSIGHT_ROLES)
    assert not Post.objects.current().exists()


def test_there_is_no_other_way_to_the_first_officers(noon: datetime) -> None:
    for role in OVERSIGHT_ROLES:
        assert refused(invite, None, role, noon) == "offices:first"


# --- one telephone, one name, one hand ----------------------------------------

EVERY = (*Post.Role.values, *Membership.Role.values)
APART = [(held, wanted) for held in EVERY for wanted in EVERY if {held, wanted} & set(OVERSIGHT_ROLES)]
ALONE = [(held, wanted) for held in EVERY for wanted in EVERY if {held, wanted} & set(EXCLUSIVE_ROLES)]
AT_THE_DESK = [pair for pair in ALONE if pair not in APART]
TOGETHER = [(held, wanted) for held in EVERY for wanted in EVERY if not {held, wanted} & set(EXCLUSIVE_ROLES)]


def holding(how: str, role: str, phone: str, name: str, at: datetime) -> None:
    """Somebody who has the role already, waits for it, or has been promised it."""
    if how == "promised":
        system = factories.staff("system")
        invite(system, role, at, phone=phone, name=name)
        system.posts.update(ended_at=at)
    else:
        factories.staff(role, phone=phone, name=name, pending=how == "pending")


@pytest.mark.parametrize("how", ["held", "pending", "promised"])
@pytest.mark.parametrize(("role", "wanted"), ALONE)
def test_a_telephone_of_the_three_or_of_the_support_desk_holds_nothing_else(
    noon: datetime, how: str, role: str, wanted: str
) -> None:
    phone = factories.phone()
    holding(how, role, phone, "和志远", noon)
    system = factories.staff("system")
    spelt = f"+86 {phone}".translate(FULL_WIDTH)

    code = "offices:support" if (role, wanted) in AT_THE_DESK else "offices:phone"
    assert refused(invite, system, wanted, noon, phone=spelt) == code

    assert not Invitation.objects.filter(role=wanted, invited_by=system).exists()


@pytest.mark.parametrize("how", ["held", "pending", "promised"])
@pytest.mark.parametrize(("role", "wanted"), APART)
def test_a_name_counts_among_the_three_only(noon: datetime, how: str, role: str, wanted: str) -> None:
    holding(how, role, factories.phone(), NAMED, noon)
    system = factories.staff("system")
    both = {role, wanted} <= set(OVERSIGHT_ROLES)
    for spelling in SPELLINGS[1:]:
        again = {"login_name": "new.one"} if wanted in OVERSIGHT_ROLES else {}
        code = refused(invite, system, wanted, noon, name=spelling, **again)
        assert code == ("offices:name" if both else None), spelling


@pytest.mark.parametrize(("role", "wanted"), TOGETHER)
def test_other_roles_may_have_a_telephone_in_common(noon: datetime, role: str, wanted: str) -> None:
    phone = factories.phone()
    factories.staff(role, phone=phone)
    assert refused(invite, factories.staff("system"), wanted, noon, phone=phone) is None


@pytest.mark.parametrize("wanted", EVERY)
def test_what_was_free_when_inviting_is_asked_again_when_accepting(noon: datetime, wanted: str) -> None:
    phone = factories.phone()
    token = invite(factories.staff("system"), wanted, noon, phone=phone)
    user = prove(token, noon)
    factories.staff("audit", phone=phone)

    assert refused(finish, token, user, noon) == "offices:phone"

    user.refresh_from_db()
    assert not user.is_active and not base_queries.pending_of(user)


@pytest.mark.parametrize(("role", "wanted"), AT_THE_DESK)
def test_the_support_desk_is_asked_about_again_when_accepting_and_confirming(
    noon: datetime, role: str, wanted: str
) -> None:
    system, security, taken = factories.staff("system"), factories.staff("security"), factories.phone()
    early = invite(system, wanted, noon, phone=taken)
    proved = prove(early, noon)
    accepted = accept(invite(system, wanted, noon), noon)
    row = base_queries.pending_of(accepted)[0]
    factories.staff(role, phone=taken)
    User.objects.filter(pk=accepted.pk).update(phone_index=queries.phone_index(taken))

    assert refused(finish, early, proved, noon) == "offices:support"
    assert refused(confirm, security, row, noon) == "offices:support"

    assert [each.pk for each in base_queries.pending_of(accepted)] == [row.pk]
    assert not base_queries.pending_of(proved)


def test_support_staff_do_not_move_to_a_colleagues_telephone(noon: datetime) -> None:
    support, colleague, reviewer = (factories.staff(role) for role in ("support", "support", "reviewer"))
    for mover, target in ((support, colleague), (support, reviewer), (reviewer, support)):
        assert refused(change_phone, mover, target.phone.plain(), noon) == "offices:support"
    assert refused(change_phone, support, factories.phone(), noon) is None


@pytest.mark.parametrize("wanted", EVERY)
def test_and_when_confirming(noon: datetime, wanted: str) -> None:
    security, phone = factories.staff("security"), factories.phone()
    user = accept(invite(factories.staff("system"), wanted, noon), noon)
    row = base_queries.pending_of(user)[0]
    if wanted in OVERSIGHT_ROLES:
        factories.staff("reviewer", phone=phone)
    else:
        factories.staff("audit", phone=phone)
    User.objects.filter(pk=user.pk).update(phone_index=queries.phone_index(phone))

    assert refused(confirm, security, row, noon) == "offices:phone"
    assert not row._meta.model._default_manager.in_force().filter(pk=row.pk).exists()  # type: ignore[attr-defined]


def confirm(actor: User, row: Any, at: datetime) -> None:
    if isinstance(row, Membership):
        bases.confirm_membership(actor=actor, membership_id=row.pk, at=at)
    else:
        roles.confirm_post(actor=actor, post_id=row.pk, at=at)


@pytest.mark.parametrize("same", ["phone", "name"])
def test_the_database_keeps_a_second_self_out(noon: datetime, same: str) -> None:
    first = factories.staff("system")
    second = factories.staff("reviewer", **{same: first.phone.plain() if same == "phone" else first.name})
    for role in ("security", "audit"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=second, role=role, granted_at=noon, **told_apart(second))
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=second, role=role, granted_at=noon)


def test_changing_the_telephone_opens_no_way_to_another_office(noon: datetime) -> None:
    three, reviewer = officers(), factories.staff("reviewer")
    for mover, target in (("system", three["audit"]), ("audit", reviewer)):
        assert refused(change_phone, three[mover], target.phone.plain(), noon) == "offices:phone"
    assert refused(change_phone, reviewer, three["audit"].phone.plain(), noon) == "offices:phone"
    free = factories.phone()
    assert refused(change_phone, three["system"], free, noon) is None
    assert Post.objects.get(user=three["system"]).phone_index == queries.phone_index(free)


def change_phone(user: User, phone: str, at: datetime) -> None:
    """Past the password, with codes of both telephones."""
    codes = {}
    numbers = {phones.LEAVE: user.phone.plain(), phones.ARRIVE: phone}
    for purpose, key in ((phones.LEAVE, "present_code_id"), (phones.ARRIVE, "code_id")):
        row = VerificationCode.objects.create(
            purpose=purpose,
            phone_index=queries.phone_index(numbers[purpose]),
            user=user,
            session_hash="0" * 64,
            code_hash="0" * 64,
            sent_at=clock.real(),
            expires_at=clock.real() + timedelta(minutes=5),
        )
        codes[key] = row.pk
    phones._change(actor=user, phone=phone, at=at, **codes)


def test_the_database_refuses_a_change_of_telephone_whoever_makes_it(noon: datetime) -> None:
    three = officers()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=three["system"].pk).update(phone_index=three["audit"].phone_index)


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
