"""Saving by the button, while filling, from two tabs, without a script."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.desks.applicant.test_dossier_forms import VALID
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle
from zhupei.dossiers.models import Dossier, Education, Employment
from zhupei.kernel import clock

pytestmark = pytest.mark.django_db

BASICS = "/me/dossier/basics/"
LICENCE = "/me/dossier/licence/"
AUTOSAVE = {"X-Autosave": "1"}
ROW = {
    "studying": "no",
    "level": "21",
    "degree": "410",
    "institution": "10678",
    "major": "100201K",
    "started": "2018-09-01",
    "graduated": "2023-06-30",
    "diploma_number": "1067 8120 2305 0012 34",
    "degree_number": "1067842023001234",
}


@pytest.fixture
def person(client: Client) -> User:
    people.cycle()
    people.reference()
    clock.freeze(AT)
    person = factories.applicant()
    factories.login(client, person)
    return person


def hidden(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of the form as a browser has them."""
    page = client.get(url).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: value for name, value in found.items() if name in ("version", "tab", "fresh")}


def dossier(person: User) -> Dossier:
    return Dossier.objects.get(person=person)


def test_saving_by_the_button(client: Client, person: User) -> None:
    answer = client.post(BASICS, {**VALID, **hidden(client, BASICS)}, follow=True)
    assert "已保存 12:00:00" in answer.content.decode()
    saved = dossier(person)
    assert (saved.registered_region_id, saved.contact_region_id, saved.military) == ("532901", "530102", False)
    page = client.get(BASICS).content.decode()
    assert '<option value="532901" selected>大理市</option>' in page
    assert 'value="太和街道"' in page


def test_a_complete_section_leads_to_the_next_unfinished_one(client: Client, person: User) -> None:
    def following(url: str, given: dict[str, str]) -> str:
        page = client.post(url, {**given, **hidden(client, url)}, follow=True).content.decode()
        found = re.search(r'<a class="btn s" href="([^"]+)">下一项：([^<]+)</a>', page)
        return f"{found[1]} {found[2]}" if found else ""

    assert following(BASICS, {**VALID, "marital_status": ""}) == "", "something is missing here"
    assert following(BASICS, VALID) == "/me/dossier/educations/ 学历信息"
    assert following(LICENCE, {"licence_held": "no"}) == "/me/dossier/documents/ 证明材料"
    assert following(NEW, ROW) == "/me/dossier/documents/ 证明材料"
    people.complete(person, cycle_=Cycle.objects.get())
    assert following(BASICS, {**VALID, "qq": "10001"}) == f"{reverse('applicant:choices')} 填报志愿"


def test_gaps_are_no_reason_not_to_save(client: Client, person: User) -> None:
    answer = client.post(BASICS, {"email": "hzy@example.com", **hidden(client, BASICS)}, follow=True)
    assert "已保存 12:00:00，还缺：婚姻状况、国籍或地区" in answer.content.decode()
    assert dossier(person).email == "hzy@example.com"


def test_malformed_input_is_refused_beside_the_field_and_kept(client: Client, person: User) -> None:
    sent = {**VALID, "email": "hzy@", "emergency_phone": "1381234", **hidden(client, BASICS)}
    answer = client.post(BASICS, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有内容需要修改（2 处）" in page.replace("\n", "")
    assert page.count("手机号应为 11 位，现在是 7 位") == 2, "in the summary and beside the field"
    for kept in ('value="hzy@"', 'value="1381234"', '<option value="532901" selected>', 'value="和建国"'):
        assert kept in page
    assert not Dossier.objects.exists()


def test_autosave_answers_the_script(client: Client, person: User) -> None:
    form = hidden(client, BASICS)
    answer = client.post(BASICS, {"qq": "10001", **form}, headers=AUTOSAVE).json()
    assert (answer["saved_at"], answer["version"], answer["errors"]) == ("12:00:00", 1, {})
    assert {"field": "email", "message": "请填写电子邮箱"} in answer["gaps"]


def test_autosave_keeps_what_is_well_formed_and_names_the_rest(client: Client, person: User) -> None:
    form = hidden(client, BASICS)
    answer = client.post(BASICS, {"qq": "10001", "email": "hzy@", **form}, headers=AUTOSAVE)
    assert answer.status_code == 200
    assert answer.json()["errors"] == {"email": "电子邮箱格式不对，应像“name@example.com”"}
    assert (dossier(person).qq, dossier(person).email) == ("10001", "")


def test_autosave_says_which_stored_dates_cannot_be(client: Client, person: User) -> None:
    form = hidden(client, LICENCE)
    posted = {"licence_held": "yes", "qualification_date": "2031-01-01", **form}
    answer = client.post(LICENCE, posted, headers=AUTOSAVE).json()
    assert answer["errors"] == {}
    assert answer["faults"] == {
        "qualification_date": "取得资格日期（2031 年 1 月 1 日）不应晚于今天（2026 年 7 月 1 日）"
    }


def test_a_form_goes_on_saving_even_when_an_answer_was_lost(client: Client, person: User) -> None:
    form = hidden(client, BASICS)
    for qq in ("10001", "10002", "10002"):
        assert client.post(BASICS, {"qq": qq, **form}, headers=AUTOSAVE).status_code == 200
    assert client.post(BASICS, {"qq": "10003", **form}).status_code == 302
    assert dossier(person).qq == "10003"


def test_an_older_tab_is_told_and_overwrites_nothing(client: Client, person: User) -> None:
    old, new = hidden(client, BASICS), hidden(client, BASICS)
    client.post(BASICS, {**VALID, "qq": "10001", **new})
    told = client.post(BASICS, {**VALID, "qq": "20002", **old}, headers=AUTOSAVE)
    assert told.status_code == 409
    assert "个人信息已于 12:00:00 在另一个窗口保存过" in told.json()["message"]
    answer = client.post(BASICS, {**VALID, "qq": "20002", **old})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "10001" in page and 'value="20002"' in page
    assert "两边不同的内容" in page
    assert dossier(person).qq == "10001"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    client.post(BASICS, {**VALID, "qq": "20002", **old, "version": version[1]})
    assert dossier(person).qq == "20002", "saving after having seen both is meant"


def test_a_form_without_version_and_token_is_as_old_as_can_be(client: Client, person: User) -> None:
    client.post(BASICS, {"qq": "10001", **hidden(client, BASICS)})
    for forged in ({}, {"version": "-1"}, {"version": "x" * 50}, {"version": "٣", "tab": "zz"}):
        assert client.post(BASICS, {"qq": "10002", **forged}).status_code == 409


def test_without_a_script_a_region_is_chosen_step_by_step(client: Client, person: User) -> None:
    answer = client.post(BASICS, {"contact_region_0": "530000", "step": "contact_region", **hidden(client, BASICS)})
    assert answer["Location"] == BASICS + "#id_contact_region_0"
    page = client.get(BASICS).content.decode()
    assert '<option value="530100">昆明市</option>' in page and "盘龙区" not in page
    client.post(BASICS, {"contact_region_0": "530000", "contact_region_1": "530100", **hidden(client, BASICS)})
    assert '<option value="530103">盘龙区</option>' in client.get(BASICS).content.decode()
    changed = {"contact_region_0": "110000", "contact_region_1": "530100", "contact_region_2": "530103"}
    client.post(BASICS, {**changed, **hidden(client, BASICS)})
    assert dossier(person).contact_region_id == "110000", "a city of another province is left out"


@pytest.mark.parametrize("code", ["999999", "530102", "x", "\x00"])
def test_a_region_that_is_none_is_refused(code: str, client: Client, person: User) -> None:
    answer = client.post(BASICS, {"contact_region_0": code, **hidden(client, BASICS)})
    assert answer.status_code == 422 and "请从列表中选择" in answer.content.decode()


NEW = "/me/dossier/educations/new/"


def test_a_row_is_made_once_by_autosave_button_and_double_click(client: Client, person: User) -> None:
    form = hidden(client, NEW)
    first = client.post(NEW, {"studying": "no", **form}, headers=AUTOSAVE)
    assert first.status_code == 200 and Education.objects.count() == 1
    for _ in range(2):
        assert client.post(NEW, {**ROW, **form}).status_code == 302
    row = Education.objects.get()
    assert (row.institution_id, row.diploma_number, row.studying) == ("10678", "106781202305001234", False)
    page = client.get("/me/dossier/educations/").content.decode()
    assert "昆明医科大学 大学本科" in page and "已填写" in page


def test_the_id_of_a_new_row_cannot_be_chosen(client: Client, person: User) -> None:
    other = Client()
    factories.login(other, factories.applicant())
    foreign = hidden(other, NEW)["fresh"]
    for forged in ("", str(uuid.uuid4()), foreign, foreign + "x"):
        assert client.post(NEW, {**ROW, "fresh": forged}).status_code == 404
    assert not Education.objects.exists()


def test_other_is_the_way_out_and_the_list_wins(client: Client, person: User) -> None:
    form = hidden(client, NEW)
    client.post(NEW, {**ROW, "institution": "other", "institution_other": "曼谷大学", **form})
    row = Education.objects.get()
    assert (row.institution_id, row.institution_other) == (None, "曼谷大学")
    url = f"/me/dossier/educations/{row.pk}/"
    page = client.get(url).content.decode()
    assert '<option value="other" selected>' in page
    client.post(url, {**ROW, "institution_other": "曼谷大学", **hidden(client, url)})
    row.refresh_from_db()
    assert (row.institution_id, row.institution_other) == ("10678", "")
    assert client.post(url, {**ROW, "institution": "nowhere", **hidden(client, url)}).status_code == 422


def test_without_a_script_a_school_is_found_by_its_own_button(client: Client, person: User) -> None:
    form = hidden(client, NEW)
    answer = client.post(NEW, {"degree": "410", "institution_q": "dldx", "find": "institution", **form})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<option value="10679">大理大学</option>' in page and "找到 1 个" in page
    assert '<option value="410" selected>' in page, "what was filled in is still there"
    assert not Education.objects.exists(), "searching saves nothing"


def test_a_row_is_removed_after_a_question(client: Client, person: User) -> None:
    client.post(NEW, {**ROW, **hidden(client, NEW)})
    row = Education.objects.get()
    url = reverse("applicant:education_removal", args=[row.pk])
    assert "昆明医科大学 大学本科" in client.get(url).content.decode()
    assert Education.objects.exists()
    answer = client.post(url, follow=True)
    assert "已删除一条学历" in answer.content.decode()
    assert not Education.objects.exists()
    assert client.post(url).status_code == 404


def test_jobs_and_the_answer_that_there_is_none(client: Client, person: User) -> None:
    url, new = "/me/dossier/employments/", "/me/dossier/employments/new/"
    client.post(url, {"has_work": "no", **hidden(client, url)})
    assert dossier(person).has_work is False
    job = {"employer": "玉溪市人民医院", "post": "住院医师", "started": "2024.7.1", "note": "第一行\n第二行"}
    client.post(new, {**job, **hidden(client, new)})
    assert Employment.objects.get().employer == "玉溪市人民医院"
    assert dossier(person).has_work is True
    assert "玉溪市人民医院" in client.get(url).content.decode()


def test_a_licence_number_of_somebody_else_is_saved_with_a_warning(client: Client, person: User) -> None:
    url = "/me/dossier/licence/"
    number = "202453110" + factories.number()
    sent = {"licence_held": "yes", "qualification_number": number, **hidden(client, url)}
    assert client.post(url, sent).status_code == 302
    assert "与账号的证件号不一致" in client.get(url).content.decode()
    wrong = client.post(url, {**sent, "qualification_number": number[:-1], **hidden(client, url)})
    assert wrong.status_code == 422
    assert "医师资格证书编码应为 24 位或 27 位，现在是 26 位" in wrong.content.decode()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/me/dossier/regions/530000/", ["530100", "532900"]),
        ("/me/dossier/regions/530102/", []),
        ("/me/dossier/regions/999999/", []),
        ("/me/dossier/regions/CODE/", []),
        ("/me/dossier/regions/%00/", []),
    ],
)
def test_regions_for_the_script(url: str, expected: list[str], client: Client, person: User) -> None:
    assert [each["code"] for each in client.get(url).json()] == expected


def test_schools_and_majors_for_the_script(client: Client, person: User) -> None:
    found = client.get("/me/dossier/institutions/", {"q": "kmykdx"}).json()
    assert found == {"results": [{"value": "10678", "text": "昆明医科大学"}]}
    assert client.get("/me/dossier/majors/", {"q": "lcyx"}).json()["results"][0]["text"] == "临床医学（本科，100201K）"
    odd: list[Any] = ["", "\x00", "%", "\ud83d"]
    assert all(client.get("/me/dossier/majors/", {"q": q}).status_code == 200 for q in odd[:3])
