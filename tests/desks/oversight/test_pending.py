"""待确认: the security administrator confirms one or many, or refuses; who waits sees one page and nothing else."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.tampering import past_the_triggers
from zhupei.accounts.models import OVERSIGHT_ROLES, Invitation, Post, User
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
PAGE, CONFIRM, REFUSE = "/oversight/pending/", "/oversight/pending/confirmations/", "/oversight/pending/refusals/"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def enter(user: User) -> Client:
    return factories.login(Client(), user)


def key(user: User) -> str:
    """The value of his row's checkbox."""
    row = user.posts.first() or user.memberships.get()
    return f"{row._meta.model_name}-{row.pk}"


def said(answer: Any, client: Client) -> str:
    """What the page says after the redirect."""
    assert answer.status_code == 302, answer.content.decode()
    return str(client.get(answer.url).content.decode())


def stopped(answer: Any, status: int = 409) -> str:
    """What the page says when nothing was done."""
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_page_says_who_waits_for_what_and_who_has_invited_him() -> None:
    security, province = factories.staff("security"), factories.staff("province", name="胡丽娟")
    reviewer = factories.staff("reviewer", name="高开云", pending=True)
    with past_the_triggers():
        reviewer.memberships.update(granted_by=province)

    page = enter(security).get(PAGE).content.decode()

    base = reviewer.memberships.get().base.name
    phone = reviewer.phone.plain()
    assert all(words in page for words in ("高开云", "基地审核员", base, "胡丽娟", f"尾号 {phone[-4:]}"))
    assert phone not in page and key(reviewer) in page


def test_twenty_are_confirmed_at_once_and_a_second_click_says_so() -> None:
    client, base = enter(factories.staff("security")), factories.base()
    people = [factories.staff("reviewer", base, pending=True) for _ in range(20)]
    chosen = {"role": [key(person) for person in people]}

    assert client.get(PAGE).content.decode().count("checked") == 0
    assert client.get(PAGE, {"all": "1"}).content.decode().count(" checked") == 20
    assert "已确认 20 个角色" in said(client.post(CONFIRM, chosen), client)

    assert Membership.objects.in_force().count() == 20
    again = stopped(client.post(CONFIRM, chosen))
    assert "20 个没有处理：这个角色已经确认过" in again and "已确认 2" not in again


def test_a_row_that_another_has_decided_keeps_the_others_from_nothing() -> None:
    one, other = enter(factories.staff("security")), enter(factories.staff("security"))
    first, second = (factories.staff("province", pending=True) for _ in range(2))
    other.post(REFUSE, {"role": key(first), "reason": "不认识"})

    page = said(one.post(CONFIRM, {"role": [key(first), key(second)]}), one)

    assert "已确认 1 个角色" in page and "1 个没有处理：这个角色已经结束，或已定为不确认" in page
    assert not first.posts.get().confirmed_at and second.posts.get().confirmed_at


def test_a_refusal_needs_a_reason_and_keeps_what_was_ticked() -> None:
    client, person = enter(factories.staff("security")), factories.staff("audit", pending=True)
    answer = client.post(REFUSE, {"role": key(person), "reason": " "})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请写明不确认的原因" in page
    assert re.search(rf'value="{key(person)}" checked', page) and person.posts.get().is_pending
    long = client.post(REFUSE, {"role": key(person), "reason": "长" * 201})
    assert long.status_code == 422
    number = client.post(REFUSE, {"role": key(person), "reason": "电话 13900001234 打不通"})
    assert number.status_code == 422 and "请不要写证件号码和手机号" in number.content.decode()
    assert "已不确认 1 个角色" in said(client.post(REFUSE, {"role": key(person), "reason": "没有任命文件"}), client)
    assert person.posts.get().refusal == "没有任命文件"


@pytest.mark.parametrize("given", [{"role": "x"}, {"role": "post-"}, {"role": "post-9999999"}, {"role": "a-\x00"}])
def test_what_does_not_exist_is_not_decided(given: dict[str, str]) -> None:
    client = enter(factories.staff("security"))

    answer = client.post(CONFIRM, given)

    assert "1 个没有处理" in stopped(answer)


@pytest.mark.parametrize("address", [CONFIRM, REFUSE])
def test_nothing_is_chosen(address: str) -> None:
    client = enter(factories.staff("security"))

    answer = client.post(address, {"reason": "没有任命文件"})

    assert "请先在名单里勾选" in stopped(answer, 422)


def test_his_own_invitation_has_no_box_and_a_forged_form_is_refused() -> None:
    security = factories.staff("security")
    client, person = enter(security), factories.staff("system", pending=True)
    with past_the_triggers():
        person.posts.update(granted_by=security)
    page = client.get(PAGE).content.decode()
    assert key(person) not in page and "是您邀请的" in page
    assert "1 个没有处理：是您邀请的" in stopped(client.post(CONFIRM, {"role": key(person)}))
    assert person.posts.get().is_pending


def test_the_audit_administrator_sees_only_what_he_stands_in_for() -> None:
    audit, security = factories.staff("audit"), factories.staff("security")
    reviewer, successor = factories.staff("reviewer", pending=True), factories.staff("security", pending=True)
    client = enter(audit)
    assert "由安全管理员确认" in client.get(PAGE).content.decode()
    assert client.get("/oversight/").url == "/oversight/trail/"
    assert "1 个没有处理" in stopped(client.post(CONFIRM, {"role": key(reviewer)}))
    security.posts.update(ended_at=clock.now())
    page = client.get(PAGE).content.decode()
    assert key(successor) in page and key(reviewer) not in page
    assert client.get("/oversight/").url == PAGE
    assert "已确认 1 个角色" in said(client.post(CONFIRM, {"role": key(successor)}), client)


def test_the_security_administrator_is_led_to_who_waits() -> None:
    client = enter(factories.staff("security"))
    assert client.get("/oversight/").url == "/oversight/roles/"
    factories.staff("reviewer", name="高开云", pending=True)
    assert client.get("/oversight/").url == PAGE
    page = client.get("/oversight/roles/").content.decode()
    assert menu(page)["待确认 1 条待处理"] == PAGE and "高开云" not in page


MENUS = {
    "system": {"账号": "/oversight/accounts/", "邀请": "/oversight/invitations/"},
    "security": {
        "角色": "/oversight/roles/",
        "待确认 1 条待处理": PAGE,
        "技术支持办理记录": "/support/history/",
    },
    "audit": {"审计日志": "/oversight/trail/", "待确认": PAGE},
}


def menu(page: str) -> dict[str, str]:
    """Label → address of the main menu."""
    nav = page.partition('aria-label="主菜单"')[2].partition("</nav>")[0]
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', nav, re.DOTALL)
    return {" ".join(re.sub("<[^>]+>", "", label).split()): address for address, label in found}


@pytest.mark.parametrize("role", MENUS)
def test_every_page_of_an_office_leads_to_all_its_others_while_somebody_waits(role: str) -> None:
    for each in OVERSIGHT_ROLES:
        officer = factories.staff(each)
        if each == role:
            client = enter(officer)
    factories.staff("reviewer", name="高开云", pending=True)

    for address in MENUS[role].values():
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert 'class="back no-print" href="/oversight/"' not in page, address
        if address.startswith("/oversight/"):
            assert menu(page) == MENUS[role]
            assert page.partition("</nav>")[0].count('aria-current="page"') == 1
        else:
            assert menu(page)["回到监督工作台"] == "/oversight/"


def test_a_namesake_and_a_shared_telephone_are_pointed_out_and_not_refused() -> None:
    inviter = factories.staff("province", name="李建国")
    factories.staff("security", name="罗玉洁")
    pending = factories.staff("reviewer", name="羅玉潔", phone=inviter.phone.plain(), pending=True)
    other = factories.staff("reviewer", name="高开云", pending=True)
    client = enter(factories.staff("security"))

    page = client.get(PAGE).content.decode()

    assert "与已有人员同名：罗玉洁（安全管理员），请核实不是同一人" in page
    assert "与已有人员同一手机号：李建国（省级管理员），请核实不是同一人" in page
    assert page.count("请核实不是同一人") == 2
    assert "已确认 2 个角色" in said(client.post(CONFIRM, {"role": [key(pending), key(other)]}), client)


@pytest.mark.parametrize("office", ["system", "province"])
def test_the_inviter_is_told_of_a_namesake_and_of_his_own_telephone(office: str) -> None:
    factories.staff("security", name="罗玉洁")
    inviter, base = factories.staff(office, name="李建国"), factories.base()
    path = reverse("oversight:invitations" if office == "system" else "province:invitations")
    phone = factories.phone() if office == "system" else inviter.phone.plain()
    given = {"role": "reviewer", "login_name": "new.one", "name": "羅玉潔", "phone": phone, "base": base.pk}

    page = enter(inviter).post(path, given).content.decode()

    assert "/invitation/" in page and "与已有人员同名：罗玉洁（安全管理员），请核实不是同一人" in page
    assert ("与已有人员同一手机号：李建国" in page) == (office == "province")
    clean = enter(inviter).post(path, {**given, "login_name": "other", "name": "高开云", "phone": factories.phone()})
    assert "/invitation/" in clean.content.decode() and "请核实" not in clean.content.decode()


def test_support_staff_are_refused_a_second_account_in_words() -> None:
    support = factories.staff("support")
    given = {"role": "support", "login_name": "support.two", "name": "别名", "phone": support.phone.plain(), "base": ""}
    answer = enter(factories.staff("system")).post("/oversight/invitations/", given)
    assert answer.status_code == 422 and "技术支持人员不能兼任其他角色" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many() -> None:
    client, counts = enter(factories.staff("security")), []
    for more in (1, 4):
        for _ in range(more):
            factories.staff("reviewer", pending=True)
            factories.staff("province", pending=True)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13


# --- who waits ----------------------------------------


@pytest.mark.parametrize("role", ["system", "security", "audit", "province", "reviewer", "administrator"])
def test_whose_role_is_pending_sees_that_and_nothing_else(role: str) -> None:
    user = factories.staff(role, pending=True)
    client = enter(user)

    page = client.get("/staff/waiting/").content.decode()

    assert "您的角色等待安全管理员确认" in page
    row = user.posts.first() or user.memberships.get()
    assert row.get_role_display() in page
    for path in ("/oversight/", PAGE, "/oversight/accounts/", "/oversight/trail/", "/province/", "/base/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/staff/login/").url == "/staff/waiting/"


@pytest.mark.parametrize("role", ["audit", "reviewer"])
def test_whose_role_was_not_confirmed_reads_why_and_who_has_decided(role: str) -> None:
    security, user = factories.staff("security", name="罗玉洁"), factories.staff(role, pending=True)
    row = user.posts.first() or user.memberships.get()
    enter(security).post(REFUSE, {"role": key(user), "reason": "医院说没有这个人"})
    client = enter(user)

    page = client.get("/staff/waiting/").content.decode()

    assert all(words in page for words in (row.get_role_display(), "原因：医院说没有这个人", "罗玉洁", "不确认"))
    assert '<a class="btn primary" href="/staff/waiting/">重新打开本页</a>' in page
    told = Delivery.objects.get(recipient=user, purpose="role.refused").body.plain()
    assert "罗玉洁不确认" in told and "原因：医院说没有这个人" in told
    assert not any(word in page + told for word in ("拒绝", "没有获得确认"))


def test_an_ended_role_is_not_called_unconfirmed() -> None:
    user = factories.staff("reviewer")
    user.memberships.update(ended_at=clock.now(), ended_by=factories.staff("security"))
    page = enter(user).get("/staff/waiting/").content.decode()
    assert "您的角色已经结束" in page and "不确认" not in page


def test_the_base_is_not_called_optional_and_inviters_hear_of_the_confirmation() -> None:
    base = factories.base()
    page = enter(factories.staff("system")).get("/oversight/invitations/").content.decode()
    label = page.partition('<label for="id_base">')[2].partition("</label>")[0]
    assert label.strip() == "培训基地" and "必须选择" in page
    given = {"login_name": "new.one", "name": "木婷婷", "phone": factories.phone()}
    for number, (user, path, more) in enumerate(
        (
            (factories.staff("administrator", base), f"/base/{base.pk}/members/", {}),
            (factories.staff("province"), reverse("province:invitations"), {"base": base.pk, "role": "reviewer"}),
        )
    ):
        answer = enter(user).post(path, {**given, **more, "login_name": f"new.{number}"})
        assert "还要等安全管理员确认才生效" in answer.content.decode(), path


def test_once_confirmed_the_same_page_leads_to_the_desk() -> None:
    reviewer = factories.staff("reviewer", pending=True)
    client, security = enter(reviewer), enter(factories.staff("security"))
    security.post(CONFIRM, {"role": key(reviewer)})
    assert client.get("/staff/waiting/").url == "/base/"
    reviewer.memberships.update(ended_at=clock.now())
    assert "您目前没有工作角色" in client.get("/staff/waiting/").content.decode()


def test_inviters_see_who_waits() -> None:
    base = factories.base()
    factories.staff("reviewer", base, name="高开云", pending=True)
    for user, path in (
        (factories.staff("administrator", base), reverse("base:members", args=[base.pk])),
        (factories.staff("province"), reverse("province:invitations")),
        (factories.staff("system"), reverse("oversight:accounts")),
    ):
        page = enter(user).get(path).content.decode()
        assert "高开云" in page and page.count("等待安全管理员确认") == 1, path


# --- one person, two offices: by page and form ----------------------------------------


@pytest.mark.parametrize("wanted", [*OVERSIGHT_ROLES, "province", "reviewer", "administrator"])
@pytest.mark.parametrize("held", OVERSIGHT_ROLES)
def test_the_form_refuses_a_second_office_beside_the_telephone(held: str, wanted: str) -> None:
    system = factories.staff("system")
    holder = system if held == "system" else factories.staff(held)
    base = factories.base().pk if wanted in ("reviewer", "administrator") else ""
    given = {"role": wanted, "login_name": "second.self", "name": "别名", "phone": f" +86 {holder.phone.plain()} "}

    answer = enter(system).post("/oversight/invitations/", {**given, "base": base})

    page = answer.content.decode()
    assert answer.status_code == 422 and "这个手机号不能用于这个角色" in page and "/invitation/" not in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["阿依．古丽", "阿依 · 古丽", "阿依古丽", "阿依・古丽"])
def test_the_form_refuses_a_second_office_under_the_same_name(name: str) -> None:
    factories.staff("audit", name="阿依·古丽")
    given = {"role": "security", "login_name": "second.self", "name": name, "phone": factories.phone(), "base": ""}
    answer = enter(factories.staff("system")).post("/oversight/invitations/", given)
    assert answer.status_code == 422 and "已有同名的人" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_bases_and_the_provinces_forms_refuse_an_officers_telephone() -> None:
    base, officer = factories.base(), factories.staff("audit")
    given = {"login_name": "second.self", "name": "别名", "phone": officer.phone.plain()}
    chief, province = enter(factories.staff("administrator", base)), enter(factories.staff("province"))
    for client, path, more in (
        (chief, f"/base/{base.pk}/members/", {}),
        (province, reverse("province:invitations"), {"base": base.pk, "role": "reviewer"}),
    ):
        answer = client.post(path, {**given, **more})
        assert answer.status_code == 422 and "这个手机号不能用于这个角色" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_security_administrator_invites_only_while_there_is_no_system_administrator() -> None:
    system, client = factories.staff("system"), enter(factories.staff("security"))
    path = "/oversight/invitations/"
    assert client.get(path).status_code == 404
    Post.objects.filter(user=system).update(ended_at=clock.now())
    assert path in client.get("/oversight/roles/").content.decode()
    assert client.get(path).status_code == 200
    given = {"login_name": "next.one", "name": "高开云", "phone": factories.phone(), "base": ""}
    assert client.post(path, {**given, "role": "province"}).status_code == 409
    assert "/invitation/" in client.post(path, {**given, "role": "system"}).content.decode()


# --- on a small screen: each row is a list that begins with the person ----------------------------------------


def first_cells(page: str) -> set[str]:
    rows = re.findall(r"<tr>\s*(<t[dh][^>]*>)", page.partition("<tbody>")[2])
    return {cell for cell in rows if 'scope="col"' not in cell}


def test_each_row_begins_with_the_name_and_not_confirming_is_a_button() -> None:
    client = enter(factories.staff("security"))
    factories.staff("reviewer", name="高开云")
    factories.staff("reviewer", name="木婷婷", pending=True)

    pending, roles = (client.get(path).content.decode() for path in (PAGE, "/oversight/roles/"))

    assert first_cells(pending) == first_cells(roles) == {'<th scope="row" data-label="姓名">'}
    assert '<summary class="btn">不确认所选</summary>' in pending
