"""Staff: by invitation only, with a second factor; an ended role ends at once."""

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.accounts.people import code_for, confirm_all, invitation_code
from tests.tampering import past_the_triggers
from zhupei.accounts import office_queries, queries, rules
from zhupei.accounts.actions import roles, staff
from zhupei.accounts.actions.signing import sign
from zhupei.accounts.actions.staff_login import second_factor, staff_password
from zhupei.accounts.models import Invitation, Post, User
from zhupei.accounts.office_queries import told_apart
from zhupei.audit.models import Event
from zhupei.bases import queries as bases
from zhupei.bases.actions import accept_invitation, end_membership
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db
PASSWORD = factories.STAFF_PASSWORD


def refused(call: Any, **given: Any) -> str | None:
    try:
        call(**given)
    except Refused as caught:
        return caught.refusal.code
    return None


def digits(device: TOTPDevice, steps: int = 0) -> str:
    """What the person's authenticator shows now, or so many half minutes later."""
    otp = TOTP(device.bin_key)
    otp.time = time.time() + 30 * steps
    return f"{otp.token():06d}"


def invite(at: datetime, role: str = "province", actor: User | None = None, **over: Any) -> str:
    given = {"login_name": "new.one", "name": "木婷婷", "phone": factories.phone(), "role": role, **over}
    return staff.invite(actor=actor, at=at, **given)


def set_password(token: str, at: datetime, password: str = PASSWORD) -> User:
    return staff.set_password(token=token, password=password, code_id=invitation_code(at, token), at=at)


def accept(at: datetime, token: str) -> User:
    user = set_password(token, at)
    accept_invitation(token=token, code=digits(TOTPDevice.objects.get(user=user, confirmed=False)), at=at)
    user.refresh_from_db()
    return user


def confirm(user: User, at: datetime) -> None:
    """By a security administrator who has just come."""
    confirm_all(factories.staff("security"), user, at)


def password_step(at: datetime, login_name: str, password: str = PASSWORD, **over: Any) -> User:
    given = {"captcha_ok": True, "device_token": "", "address": "198.51.100.7", "user_agent": "Firefox", **over}
    return staff_password(login_name=login_name, password=password, at=at, **given)


def code_step(at: datetime, user: User, token: str, browser: str = "browser") -> TOTPDevice:
    return second_factor(
        user=user, token=token, device_token=browser, address="198.51.100.7", user_agent="Firefox", at=at
    )


def test_from_invitation_to_office(noon: datetime) -> None:
    token = invite(noon, name="木婷婷", login_name=" New.One ")
    assert "省级管理员" in Delivery.objects.get().body.plain() and token not in Delivery.objects.get().body.plain()
    assert token not in str(Invitation.objects.values())
    user = set_password(token, noon)
    assert not user.is_active and not queries.posts(user)
    accept_invitation(token=token, code=digits(TOTPDevice.objects.get(user=user)), at=noon)
    user.refresh_from_db()
    assert user.is_active and user.login_name == "new.one" and not queries.posts(user)
    confirm(user, noon)
    assert queries.posts(user) == {"province"}
    assert TOTPDevice.objects.get(user=user).confirmed


def test_base_staff_get_their_role_at_the_base(noon: datetime) -> None:
    base = factories.base()
    user = accept(noon, invite(noon, "reviewer", base=base))
    assert not bases.current_memberships(user) and not bases.roles_at(user, base)
    confirm(user, noon)
    row = bases.current_memberships(user).get()
    assert (row.base, row.role) == (base, "reviewer") and not queries.posts(user)


def test_a_link_works_once_and_for_a_week(noon: datetime) -> None:
    token = invite(noon)
    late = noon + rules.INVITATION_LIFE
    assert refused(staff.set_password, token=token, password=PASSWORD, code_id=uuid4(), at=late) == "invitation:gone"
    accept(late - timedelta(seconds=1), token)
    assert refused(staff.set_password, token=token, password=PASSWORD, code_id=uuid4(), at=noon) == "invitation:gone"
    assert refused(accept_invitation, token=token, code="123456", at=noon) == "invitation:gone"
    assert refused(staff.set_password, token="other", password=PASSWORD, code_id=uuid4(), at=noon) == "invitation:gone"


def test_the_account_sleeps_until_the_authenticator_works(noon: datetime) -> None:
    token = invite(noon)
    assert refused(accept_invitation, token=token, code="123456", at=noon) == "invitation:gone"
    user = set_password(token, noon)
    device = TOTPDevice.objects.get(user=user)
    wrong = f"{(int(digits(device)) + 1) % 10**6:06d}"
    assert refused(accept_invitation, token=token, code=wrong, at=noon) == "second-factor:wrong"
    assert refused(password_step, at=noon, login_name="new.one") == "login:wrong"
    set_password(token, noon + timedelta(minutes=2))
    assert TOTPDevice.objects.get(user=user).key == device.key


@pytest.mark.parametrize("weak", ["Ab1-efghijk", "abcdefghijkl", "Mutingting-1", "木婷婷-Abc12345"])
def test_staff_passwords_have_twelve_characters_and_no_name(noon: datetime, weak: str) -> None:
    token = invite(noon)
    code = refused(set_password, token=token, password=weak, at=noon)
    assert code is None if weak == "Mutingting-1" else code is not None and code.startswith("password:")


@pytest.mark.parametrize(
    ("inviter", "role", "at_base", "code"),
    [
        ("system", "province", False, None),
        ("system", "audit", False, None),
        ("system", "reviewer", True, None),
        ("province", "administrator", True, None),
        ("province", "province", False, "invitation:forbidden"),
        ("security", "reviewer", True, "invitation:forbidden"),
        ("audit", "province", False, "invitation:forbidden"),
        ("reviewer", "reviewer", True, "invitation:forbidden"),
        ("system", "reviewer", False, "invitation:base"),
        ("system", "province", True, "invitation:base"),
        ("system", "emperor", False, "invitation:role"),
        (None, "security", False, "offices:first"),
        (None, "province", False, None),
    ],
)
def test_who_may_invite_whom(noon: datetime, inviter: str | None, role: str, at_base: bool, code: str | None) -> None:
    actor = factories.staff(inviter) if inviter else None
    base = factories.base() if at_base else None
    given = {"login_name": "new.one", "name": "木婷婷", "phone": factories.phone(), "role": role, "base": base}
    assert refused(staff.invite, actor=actor, at=noon, **given) == code


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"login_name": "ab"}, "login-name:form"),
        ({"login_name": "张三"}, "login-name:form"),
        ({"login_name": "a/b c"}, "login-name:form"),
        ({"login_name": "x" * 41}, "login-name:form"),
        ({"login_name": "taken"}, "login-name:taken"),
        ({"name": "木1"}, "name:digit"),
        ({"phone": "1"}, "phone:length"),
    ],
)
def test_what_an_invitation_needs(noon: datetime, over: dict[str, Any], code: str) -> None:
    factories.staff("province", login_name="taken")
    given = {"login_name": "new.one", "name": "木婷婷", "phone": factories.phone(), "role": "province", **over}
    assert refused(staff.invite, actor=None, at=noon, **given) == code


def test_nobody_holds_two_oversight_offices(noon: datetime) -> None:
    user = factories.staff("system")
    for role in ("security", "audit"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=user, role=role, granted_at=noon, **told_apart(user))


def test_a_second_link_sets_password_and_authenticator_anew(noon: datetime) -> None:
    user = factories.staff("province")
    old = TOTPDevice.objects.get(user=user)
    token = staff.invite_again(actor=factories.staff("system"), user=user, at=noon)
    set_password(token, noon, "Erhai-8paddle-boats")
    accept_invitation(token=token, code=digits(TOTPDevice.objects.get(user=user, confirmed=False)), at=noon)
    assert TOTPDevice.objects.get(user=user).key != old.key
    assert queries.posts(user) == {"province"}
    assert refused(staff.invite_again, actor=factories.staff("security"), user=user, at=noon) == "invitation:forbidden"
    applicant = factories.applicant()
    assert refused(staff.invite_again, actor=factories.staff("system"), user=applicant, at=noon) is not None


def test_a_second_link_tells_the_owner_and_the_trail(noon: datetime) -> None:
    user, system = factories.staff("audit"), factories.staff("system")
    token = staff.invite_again(actor=system, user=user, at=noon)
    sent = Delivery.objects.get(recipient=user, purpose="account.invited-again")
    assert sent.phone.plain() == user.phone.plain() and "重发了启用链接" in sent.body.plain()
    assert (
        token not in sent.body.plain()
        and Notice.objects.filter(recipient=user, kind="account.invited-again").count() == 1
    )
    event = Event.objects.get(verb="account.invite-again")
    assert (event.actor_id, event.object_type, event.object_id) == (str(system.pk), "account", str(user.pk))
    assert office_queries.reissued_invitations().get().user == user


def test_a_link_opens_nothing_without_the_telephone_of_the_account(noon: datetime) -> None:
    user, thief = factories.staff("security"), factories.staff("system")
    token, before = staff.invite_again(actor=thief, user=user, at=noon), user.password
    other = code_for(noon, thief.phone.plain(), staff.PURPOSE, user)
    code = refused(staff.set_password, token=token, password="Erhai-8paddle-boats", code_id=other, at=noon)
    assert code == "code:none"
    assert refused(staff.enrolment, token=token, at=noon) == "invitation:gone"
    device = TOTPDevice.objects.create(user=user, confirmed=False)
    assert refused(accept_invitation, token=token, code=digits(device), at=noon) == "invitation:gone"
    given = {"token": token, "session_key": "t" * 32, "code": "000000", "at": noon}
    assert refused(staff.verify_code, **given) == "code:none"
    user.refresh_from_db()
    assert user.password == before


def test_the_code_of_a_second_link_goes_to_the_account_and_not_to_the_invitation(noon: datetime) -> None:
    user = factories.staff("province")
    token = staff.invite_again(actor=factories.staff("system"), user=user, at=noon)
    with past_the_triggers():
        Invitation.objects.update(phone=factories.phone())
    staff.send_code(token=token, session_key="s" * 32, address="192.0.2.9", at=noon)
    assert Delivery.objects.get(purpose=staff.PURPOSE).phone.plain() == user.phone.plain()
    User.objects.filter(pk=user.pk).update(phone="")
    user.refresh_from_db()
    code = refused(staff.invite_again, actor=factories.staff("system"), user=user, at=noon)
    assert code == "invitation:phone"


def test_password_and_second_factor(noon: datetime) -> None:
    user = factories.staff("province")
    device = TOTPDevice.objects.get(user=user)
    assert password_step(noon, user.login_name.upper()) == user  # type: ignore[union-attr]
    assert code_step(noon, user, digits(device)) == device
    assert refused(code_step, at=noon, user=user, token=digits(device)) == "second-factor:wrong"
    assert code_step(noon, user, digits(device, 1)) == device


def test_guessing_at_staff_is_counted_at_both_steps(noon: datetime) -> None:
    user = factories.staff("province")
    name, device = user.login_name, TOTPDevice.objects.get(user=user)
    answers = [refused(password_step, at=noon, login_name=name, password="x") for _ in range(6)]
    assert answers == ["login:wrong"] * 5 + ["wait:login-account"]
    wrong = f"{(int(digits(device)) + 500_000) % 10**6:06d}"
    answers = [refused(code_step, at=noon, user=user, token=wrong) for _ in range(6)]
    assert answers == ["second-factor:wrong"] * 5 + ["wait:second-factor"]
    assert refused(code_step, at=noon, user=user, token=digits(device)) == "wait:second-factor"
    with clock.frozen(clock.real() + timedelta(minutes=1)):
        assert code_step(noon, user, digits(device, 1))


def test_who_has_the_password_and_guesses_elsewhere_keeps_the_owner_neither_from_his_browser_nor_from_signing(
    noon: datetime,
) -> None:
    user = factories.staff("province")
    device = TOTPDevice.objects.get(user=user)
    code_step(noon, user, digits(device), browser="owner")
    wrong = f"{(int(digits(device)) + 500_000) % 10**6:06d}"

    answers = [refused(code_step, at=noon, user=user, token=wrong, browser=f"enemy {n}") for n in range(6)]

    assert answers == ["second-factor:wrong"] * 5 + ["wait:second-factor"]
    assert refused(sign, actor=user, token=wrong) == "second-factor:wrong"
    assert code_step(noon, user, digits(device, 1), browser="owner") == device
    own = [refused(code_step, at=noon, user=user, token=wrong, browser="owner") for _ in range(6)]
    assert own == ["second-factor:wrong"] * 5 + ["wait:second-factor-device"]


@pytest.mark.parametrize("login_name", ["nobody", "", "\x00", "张三", "\ud800"])
def test_unknown_login_names_answer_like_wrong_passwords(noon: datetime, login_name: str) -> None:
    assert refused(password_step, at=noon, login_name=login_name) == "login:wrong"


def test_applicants_do_not_enter_by_the_staff_door(noon: datetime) -> None:
    user = factories.applicant()
    number = user.document_number.plain()
    assert refused(password_step, at=noon, login_name=number, password=factories.PASSWORD) == "login:wrong"


def test_an_office_ends_at_once_and_only_by_the_security_administrator(noon: datetime) -> None:
    holder, security = factories.staff("province"), factories.staff("security")
    post = holder.posts.get()
    for actor, code in (
        (factories.staff("system"), "role:forbidden"),
        (holder, "role:forbidden"),
        (security, None),
        (security, "role:ended"),
    ):
        assert refused(roles.end_post, actor=actor, post_id=post.pk, at=noon) == code
    assert queries.posts(holder) == set()
    assert refused(roles.end_post, actor=security, post_id=security.posts.get().pk, at=noon) == "role:own"


def test_a_role_at_a_base_ends_at_once(noon: datetime) -> None:
    reviewer, security = factories.staff("reviewer"), factories.staff("security")
    row = Membership.objects.get(user=reviewer)
    assert refused(end_membership, actor=reviewer, membership_id=row.pk, at=noon) == "role:forbidden"
    assert refused(end_membership, actor=security, membership_id=row.pk, at=noon) is None
    assert not bases.current_memberships(reviewer).exists()
    assert refused(end_membership, actor=security, membership_id=row.pk, at=noon) == "role:ended"
