"""The pages of the support desk: one box, one act at a time, two signatures."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from bench import forms
from tests import factories
from tests.support.given import OWNER_PHONE, Desk, signed_in, text
from tests.world_small import later
from zhupei.accounts.models import User
from zhupei.approvals.models import Decision, Motion
from zhupei.kernel import clock
from zhupei.pure.identity import grouped_phone
from zhupei.support.acts import FREEZE, RELEASE, REPLACE_PHONE, UNFREEZE

pytestmark = pytest.mark.django_db


def digits(user: User) -> str:
    otp = TOTP(TOTPDevice.objects.get(user=user, confirmed=True).bin_key)
    otp.time = time.time()
    return f"{otp.token():06d}"


def filled(person: User, verb: str = RELEASE, **over: Any) -> dict[str, Any]:
    from zhupei.approvals import verbs

    return {
        "shown": verbs.get(verb).digest(person),
        "documents": ["identity-card", "household"],
        "way": "in-person",
        "phone": OWNER_PHONE,
        "reason": "本人到场，人证一致",
        **over,
    }


def sign(client: Client, motion: Motion, user: User, **over: Any) -> Any:
    form = {"shown": motion.digest, "token": digits(user), **over}
    return client.post(f"/support/motions/{motion.pk}/confirmation/", form)


def test_an_account_offers_what_can_be_done_now(first: Client, desk: Desk) -> None:
    person = factories.applicant()
    page = f"/support/accounts/{person.pk}/"
    assert "冻结账号" in text(first.get(page)) and "解除冻结" not in text(first.get(page))
    desk.carry_out(FREEZE, person)
    assert "提出解除冻结" in text(first.get(page)) and "提出冻结账号" not in text(first.get(page))
    desk.carry_out(RELEASE, person)
    assert "这个账号已收回" in text(first.get(page)) and "提出" not in text(first.get(page)).split("可以办理")[1][:300]


def test_an_act_that_waits_is_shown_and_not_offered_again(first: Client, desk: Desk) -> None:
    person = factories.applicant()
    motion = desk.propose(RELEASE, person)
    address, offer = f"/support/accounts/{person.pk}/", f"/support/accounts/{person.pk}/release/"

    waiting = text(first.get(address))

    assert f"/support/motions/{motion.pk}/" in waiting and "杨春燕已提出" in waiting and "查看收回证件号" in waiting
    assert offer not in waiting and "办理过的事" not in waiting
    assert "提出冻结账号" in waiting
    clock.freeze(motion.expires_at)
    over = text(first.get(address))
    assert offer in over and "杨春燕已提出" not in over


def test_accounts_of_staff_and_unknown_ones_are_not_found(first: Client) -> None:
    for pk in (factories.staff(name="李雪").pk, Motion().pk):
        assert first.get(f"/support/accounts/{pk}/").status_code == 404
        assert first.get(f"/support/accounts/{pk}/release/").status_code == 404
    assert first.get(f"/support/accounts/{factories.applicant().pk}/deletion/").status_code == 404


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"documents": []}, "请勾选核验过的证件"),
        ({"documents": ["library card"]}, "选"),
        ({"documents": ["employer"]}, "不能代替本人证件"),
        ({"way": ""}, "请选择怎样核验的"),
        ({"phone": "139"}, "11 位"),
        ({"reason": " "}, "请填写情况说明"),
        ({"reason": "本人"}, "至少 4 个字。"),
        ({"reason": f"来电号码 {OWNER_PHONE}"}, "请不要写证件号码和手机号，系统里已经有"),
    ],
)
def test_faults_are_said_and_nothing_is_proposed(first: Client, over: dict[str, Any], said: str) -> None:
    person = factories.applicant()
    page = first.post(f"/support/accounts/{person.pk}/release/", filled(person, **over))
    assert page.status_code == 422 and said in text(page)
    assert not Motion.objects.exists()


def test_what_has_changed_is_told_and_can_then_be_proposed(first: Client) -> None:
    person = factories.applicant()
    address = f"/support/accounts/{person.pk}/release/"

    refused = first.post(address, filled(person, shown="0" * 64))

    assert refused.status_code == 409 and "页面打开之后情况有变化" in text(refused)
    assert "本人到场，人证一致" in text(refused) and not Motion.objects.exists()
    again = forms.find(forms.read(text(refused)), name="reason").fields
    assert first.post(address, filled(person, shown=dict(again)["shown"])).status_code == 302


def test_freezing_says_that_it_waits_for_no_papers(first: Client) -> None:
    person = factories.applicant()
    address = f"/support/accounts/{person.pk}/freezing/"
    assert "不看证件也可以提出" in text(first.get(address))

    answer = first.post(address, filled(person, FREEZE, documents=[], way=""))

    assert answer.status_code == 302 and "没有核验证件" in text(first.get(answer.url))


def test_from_proposing_to_the_second_signature(first: Client, second: Client, desk: Desk) -> None:
    person = factories.applicant()
    answer = first.post(f"/support/accounts/{person.pk}/release/", filled(person))
    motion = Motion.objects.get()
    assert answer.status_code == 302 and answer.url == f"/support/motions/{motion.pk}/"

    own = text(first.get(answer.url))
    assert "提出的人不能确认自己提出的事" in own and "确认，立即执行" not in own and OWNER_PHONE not in own
    assert "有 1 件事等待确认" in text(second.get("/support/"))
    other = text(second.get(answer.url))
    assert "身份证原件、户口簿原件" in other and motion.digest in other

    assert sign(second, motion, desk.second).status_code == 302
    person.refresh_from_db()
    assert person.standing == "released"
    assert "已确认执行" in text(second.get(answer.url)) and "没有等待确认的事" in text(second.get("/support/"))


def test_only_the_second_person_reads_the_new_telephone_in_full_and_only_before(
    first: Client, second: Client, desk: Desk
) -> None:
    motion = desk.propose(REPLACE_PHONE, factories.applicant())
    address, whole = f"/support/motions/{motion.pk}/", grouped_phone(OWNER_PHONE)
    history = ("/support/", "/support/history/")

    assert whole in text(second.get(address)) and "请读给本人听" in text(second.get(address))
    for client, page in [(first, address), *((second, page) for page in history)]:
        assert whole not in text(client.get(page)) and OWNER_PHONE not in text(client.get(page))

    assert sign(second, motion, desk.second).status_code == 302
    for page in (address, *history):
        assert whole not in text(second.get(page)) and OWNER_PHONE not in text(second.get(page))


def test_the_telephone_of_another_act_stays_masked(second: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    assert grouped_phone(OWNER_PHONE) not in text(second.get(f"/support/motions/{motion.pk}/"))


def test_the_proposers_own_post_confirms_nothing(first: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    page = sign(first, motion, desk.first)
    assert page.status_code == 409 and "提出的人不能确认" in text(page)
    assert not Decision.objects.exists()


def test_wrong_digits_and_used_digits_sign_nothing(second: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    right = digits(desk.second)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for token, status, said in ((wrong, 422, "动态验证码不对"), ("12", 422, "6 位数字"), ("", 422, "请填写")):
        page = sign(second, motion, desk.second, token=token)
        assert page.status_code == status and said in text(page)
    assert not Decision.objects.exists()
    stale = sign(second, motion, desk.second, token=right, shown="0" * 64)
    assert stale.status_code == 409 and "页面打开之后情况有变化" in text(stale)
    again = sign(second, motion, desk.second, token=right)
    assert again.status_code == 422 and not Decision.objects.exists()


def test_a_double_click_of_the_second_signature_says_what_is(second: Client, desk: Desk) -> None:
    motion = desk.propose(FREEZE, factories.applicant())
    token = digits(desk.second)
    assert sign(second, motion, desk.second, token=token).status_code == 302
    page = sign(second, motion, desk.second, token=token)
    assert page.status_code == 422 and "已确认执行" in text(page)
    assert Decision.objects.count() == 1


def test_refusing_needs_words_and_the_proposer_reads_them(first: Client, second: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    address = f"/support/motions/{motion.pk}/"
    before = text(second.get(address))
    for reason, said in (("", "请填写不同意的原因"), ("不行", "至少 4 个字。"), ("号 530102199001011234", "请不要写")):
        page = second.post(f"{address}refusal/", {"reason": reason})
        assert page.status_code == 422 and said in text(page)
    assert second.post(f"{address}refusal/", {"reason": "户口簿与本人不符"}).status_code == 302
    assert "户口簿与本人不符" in text(first.get(address)) and "确认，立即执行" not in text(second.get(address))
    assert "可以重新提出" in before and "退回给" not in before and "确认后会发生什么" in before
    assert "确认后会发生什么" not in text(first.get(address))


def test_withdrawing_is_the_proposers(first: Client, second: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    address = f"/support/motions/{motion.pk}/"
    assert second.post(f"{address}withdrawal/").status_code == 409
    assert first.post(f"{address}withdrawal/").status_code == 302
    assert "已撤回" in text(first.get(address))


def test_an_expired_one_shows_why_and_is_not_signed(second: Client, desk: Desk) -> None:
    motion = desk.propose(RELEASE, factories.applicant())
    clock.freeze(motion.expires_at)
    assert "没有在期限内确认" in text(second.get(f"/support/motions/{motion.pk}/"))
    assert sign(second, motion, desk.second).status_code == 409
    motion.refresh_from_db()
    assert motion.state == "expired"


def test_overtaken_it_says_so(second: Client, desk: Desk) -> None:
    person = factories.applicant()
    motion = desk.propose(UNFREEZE if person.standing == "frozen" else FREEZE, person)
    User.objects.filter(pk=person.pk).update(name="杨柳")
    assert "情况有变化" in text(second.get(f"/support/motions/{motion.pk}/"))
    assert sign(second, motion, desk.second).status_code == 409
    assert "已失效" in text(second.get(f"/support/motions/{motion.pk}/"))


@pytest.mark.parametrize("role", ["province", "security"])
def test_province_and_security_read_the_history_without_names(desk: Desk, role: str) -> None:
    person = factories.applicant(name="阿依古丽")
    desk.carry_out(FREEZE, person)
    page = text(signed_in(factories.staff(role, name="李雪")).get("/support/history/"))
    assert "冻结账号" in page and desk.first.name in page and desk.second.name in page
    assert person.name not in page and person.document_number.masked() not in page
    assert "/support/motions/" not in page


def test_the_desk_is_where_support_lands_after_login(first: Client) -> None:
    assert first.get("/staff/login/").url == "/support/"
    assert first.get("/login/").url == "/support/"


def test_lists_ask_the_same_for_one_and_for_seven(
    first: Client, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(7):
        desk.carry_out(FREEZE, factories.applicant(), at=later() + timedelta(0))
        desk.propose(RELEASE, factories.applicant())
    first.get("/support/")
    with django_assert_max_num_queries(12):
        first.get("/support/")
    with django_assert_max_num_queries(12):
        first.get("/support/history/")
