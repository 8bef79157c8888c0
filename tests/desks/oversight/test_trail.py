"""The auditor's pages: looking up people in no address, and one act with its before, after and place in the chain."""

import json
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from tests import applicants, factories, world_small
from tests.applicants import WorldApplicant
from tests.desks.base.desk import words
from tests.tampering import past_the_triggers
from zhupei.accounts.models import User
from zhupei.audit.models import Event, Link
from zhupei.audit.tasks import anchor
from zhupei.kernel import clock

pytestmark = pytest.mark.django_db
PEOPLE = "/oversight/trail/people/"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def person() -> WorldApplicant:
    found = applicants.returned(world_small.load())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return found


@pytest.fixture
def auditor(client: Client) -> Client:
    return factories.login(client, factories.staff("audit"))


def place_of(verb: str) -> int:
    return Link.objects.get(event__verb=verb).sequence


def test_a_person_is_looked_up_by_what_belongs_into_no_address(auditor: Client, person: WorldApplicant) -> None:
    user = person.person
    for typed in (user.document_number.plain(), user.phone.plain(), user.name, str(person.reloaded().number)):
        answer = auditor.post(PEOPLE, {"words": typed})
        page = answer.content.decode()

        assert answer.status_code == 200
        assert f"?words={user.pk}" in page and user.document_number.masked() in page
        assert user.document_number.plain() not in page.replace(f'value="{typed}"', "")
        assert user.name not in page.replace(f'value="{typed}"', "")
    assert Event.objects.filter(verb="trail.look-up").count() == 4
    assert auditor.get(PEOPLE).status_code == 405


def test_the_link_of_a_person_leads_to_his_acts(auditor: Client, person: WorldApplicant) -> None:
    page = words(auditor.get("/oversight/trail/", {"words": str(person.person.pk)}))

    assert "退回补正" in page and "提交报名" in page and "系统自动" in page
    for secret in (person.person.name, person.person.phone.masked(), person.world.a.name, "内科"):
        assert secret not in page, secret


@pytest.mark.parametrize("typed", ["", "x", "5301", "1" * 500, "\x00"])
def test_what_cannot_be_looked_up_is_said_beside_the_field(auditor: Client, typed: str) -> None:
    answer = auditor.post(PEOPLE, {"words": typed})

    assert answer.status_code == 422
    assert not Event.objects.filter(verb="trail.look-up").exists()


def test_nobody_found_is_said(auditor: Client) -> None:
    answer = auditor.post(PEOPLE, {"words": factories.phone()})

    assert "没有符合的账号" in words(answer)
    ids = re.findall(r"\bid=\"([^\"]+)\"", answer.content.decode())
    assert len(ids) == len(set(ids))


def test_an_act_shows_before_and_after_and_its_place(auditor: Client, person: WorldApplicant) -> None:
    answer = auditor.get(f"/oversight/trail/{place_of('application.return')}/")
    page = words(answer)

    assert f"基地审核员 {person.world.reviewer.login_name}" in page
    assert "状态 待审核 已退回" in page
    assert "核对 与内容和上一条相符" in page
    assert f"?words={person.version_id}" in answer.content.decode()
    for secret in (person.person.name, person.person.document_number.masked(), "照片不清晰"):
        assert secret not in page, secret


def test_an_act_of_the_machine_says_so(auditor: Client, person: WorldApplicant) -> None:
    sequence = Link.objects.filter(event__verb="document.accept").latest("sequence").sequence

    page = words(auditor.get(f"/oversight/trail/{sequence}/"))

    assert "谁 系统自动" in page and "系统管理员" not in page


def test_settings_changed_by_hand_are_told_and_personal_values_are_not(auditor: Client, person: WorldApplicant) -> None:
    given = [{"field": "seats", "label": "名额", "old": "5", "new": "8"}, {"field": "phone", "label": "咨询电话"}]
    sequence = place_of("application.return")
    with past_the_triggers() as cursor:
        cursor.execute(
            "UPDATE audit_event SET verb = 'admin-change', detail = %s WHERE verb = 'application.return'",
            [json.dumps({"changes": given})],
        )

    page = words(auditor.get(f"/oversight/trail/{sequence}/"))

    assert "名额 5 8" in page and "咨询电话 个人信息，不记内容" in page
    assert "链不符" in page, "the event has been altered"


@pytest.mark.parametrize("sequence", [0, 10**6, 2**62, 10**30])
def test_a_place_that_is_not_there(auditor: Client, person: WorldApplicant, sequence: int) -> None:
    assert auditor.get(f"/oversight/trail/{sequence}/").status_code == 404


@pytest.mark.parametrize("role", ["system", "security", "province", "reviewer", "support"])
def test_acts_are_nobody_elses(client: Client, person: WorldApplicant, role: str) -> None:
    factories.login(client, factories.staff(role))

    assert client.get(f"/oversight/trail/{place_of('application.return')}/").status_code == 404
    assert client.post(PEOPLE, {"words": person.person.phone.plain()}).status_code == 404


def test_the_page_says_how_long_the_chain_is_and_whether_the_anchor_holds(
    auditor: Client, person: WorldApplicant
) -> None:
    count = Link.objects.count()
    assert f"链上共 {count} 条。还没有锚点" in words(auditor.get("/oversight/trail/"))
    anchor(timestamp=0)
    assert f"第 {count} 条，与链相符" in words(auditor.get("/oversight/trail/"))

    with past_the_triggers() as cursor:
        cursor.execute("UPDATE audit_link SET hash = repeat('a', 64) WHERE sequence = %s", [count])

    page = words(auditor.get("/oversight/trail/"))
    assert "审计链不完整" in page and "链不符" in page
    assert "退回补正" in page, "searching still works"


def test_days_are_chosen_with_the_last_one_in(auditor: Client, person: WorldApplicant) -> None:
    given = {"since": "2026-07-01", "until": "2026-07-01", "words": "退回补正"}

    assert "退回补正 报名" in words(auditor.get("/oversight/trail/", given))
    assert "没有符合条件的记录" in words(auditor.get("/oversight/trail/", {**given, "since": "2026-07-02"}))
    assert "没有符合条件的记录" in words(auditor.get("/oversight/trail/", {**given, "until": "2026-06-30"}))
    for odd in ("9999-12-31", "0001-01-01", "x"):
        assert auditor.get("/oversight/trail/", {**given, "until": odd, "since": odd}).status_code == 200


def test_the_auditors_own_look_ups_are_found(auditor: Client, person: WorldApplicant) -> None:
    auditor.post(PEOPLE, {"words": person.person.phone.plain()})
    me = User.objects.get(posts__role="audit")

    page = words(auditor.get("/oversight/trail/", {"words": "审计管理员查找账号"}))

    assert f"审计管理员 {me.login_name} 审计管理员查找账号 账号 {str(person.person.pk)[:8]}" in page
    assert "按什么查 手机号" in page
