"""The documents page: consent, upload with and without a script, the card while it is being checked."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bench.journey.documents import PENDING
from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import Consent, User
from zhupei.dossiers import actions, queries, tasks
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.world.drawn import portrait_jpeg

pytestmark = pytest.mark.django_db

PORTRAIT = portrait_jpeg(1)
GREY = portrait_jpeg(1, background=231)
ZIP = b"PK" + b" " * 200_000
SCRIPT = {"X-Requested-With": "card"}
PAGE = "/me/dossier/documents/"


@pytest.fixture
def person(client: Client) -> User:
    people.cycle()
    clock.freeze(AT)
    person = people.filled()
    factories.login(client, person)
    return person


@pytest.fixture
def agreed(person: User) -> User:
    return people.agreed(person)


def send(client: Client, slot: str = "portrait", data: bytes = PORTRAIT, name: str = "照片.jpg", **given: Any) -> Any:
    url = reverse("applicant:document_upload", args=[slot])
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, **given)


def state(client: Client, slot: str = "portrait") -> str:
    url = reverse("applicant:document_state", args=[slot])
    return client.get(url, headers=SCRIPT).content.decode()


def form(slot: str) -> str:
    return f'action="{reverse("applicant:document_upload", args=[slot])}"'


def check() -> None:
    for pk in Document.objects.filter(state=Document.State.RECEIVED).values_list("pk", flat=True):
        tasks.check_document.func(str(pk))


def test_the_consent_comes_first_and_is_not_ticked(client: Client, person: User) -> None:
    page = client.get(PAGE).content.decode()
    assert '<input type="checkbox" name="agree" value="yes">' in page
    assert form("portrait") not in page
    assert form("cet") in page, "only portrait and ID images ask for it"
    assert send(client).status_code == 409
    assert client.post(PAGE + "consent/", {}).status_code == 422
    assert not Consent.objects.exists()
    client.post(PAGE + "consent/", {"agree": "yes"})
    client.post(PAGE + "consent/", {"agree": "yes"})
    assert Consent.objects.get().user == person
    page = client.get(PAGE).content.decode()
    assert 'name="agree"' not in page
    assert form("portrait") in page


def test_upload_without_a_script(client: Client, agreed: User) -> None:
    answer = send(client)
    assert answer["Location"] == PAGE + "#slot-portrait"
    page = client.get(PAGE).content.decode()
    assert "已收到免冠照片，正在检查" in page and "检查中" in page and "刷新查看结果" in page
    check()
    page = client.get(PAGE).content.decode()
    assert "12 项检查全部通过" in page and "检查中" not in page
    document = queries.load(agreed).documents["portrait"]
    assert reverse("applicant:document_thumbnail", args=[document.pk]) in page


def test_the_script_gets_the_card_until_it_is_settled(client: Client, agreed: User) -> None:
    answer = send(client, data=GREY, headers=SCRIPT)
    card = answer.content.decode()
    assert answer.status_code == 200
    assert card.lstrip().startswith("<section") and PENDING in card
    assert PENDING in state(client)
    check()
    card = state(client)
    assert 'data-upload-stage-value=""' in card and "等您确认" in card
    assert "背景不够白（最暗处 231，要求 255）" in card
    send(client, headers=SCRIPT)
    check()
    assert "已上传" in state(client)


def test_a_refused_new_one_leaves_the_old_in_force_and_says_so(client: Client, agreed: User) -> None:
    send(client)
    check()
    old = queries.load(agreed).documents["portrait"]
    assert "检查全部通过" in state(client)
    send(client, data=GREY)
    waiting = state(client)
    assert "原来的文件仍然有效" in waiting and "检查全部通过" not in waiting
    check()
    card = state(client)
    assert "231" in card and "还没有更换" in card
    assert reverse("applicant:document_thumbnail", args=[old.pk]) in card
    assert queries.load(agreed).documents["portrait"] == old


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (PORTRAIT + b" " * 10 * 1024 * 1024, "a.jpg", "要求不超过 10 MB"),
        (b"%PDF-1.7" + b" " * 200_000, "a.jpg", "仅支持 jpg、png、heic 格式"),
        (b"PK\x03\x04" + b" " * 200_000, "a.docx", "文件内容是压缩包或 Office 文档"),
        (b"", "a.jpg", "文件是空的"),
    ],
)
def test_refusals_at_once_name_what_was_measured(
    data: bytes, name: str, words: str, client: Client, agreed: User
) -> None:
    for headers in ({}, SCRIPT):
        answer = send(client, data=data, name=name, headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("kept", [True, False])
def test_a_file_refused_at_once_shows_nothing_of_the_one_before(kept: bool, client: Client, agreed: User) -> None:
    if kept:
        send(client)
        check()
    send(client, data=people.blank_jpeg())
    check()
    assert "没有找到人脸" in state(client)
    card = send(client, data=ZIP, headers=SCRIPT).content.decode()
    assert "没有上传：文件内容是" in card
    assert "没有找到人脸" not in card and "项检查" not in card
    assert ("原来的文件仍然有效" in card) is kept


def test_a_file_refused_at_once_leaves_an_offer_standing(client: Client, agreed: User) -> None:
    send(client, data=GREY)
    check()
    card = send(client, data=ZIP, headers=SCRIPT).content.decode()
    assert "没有上传：文件内容是" in card and taking(offered(agreed)) in card


def test_what_needs_a_form_of_the_portal_leads_there(client: Client, agreed: User) -> None:
    link = "/#templates"
    assert link not in client.get(PAGE).content.decode()
    actions.save_basics(actor=agreed, at=AT, values={"category": "own_employee"})
    page = client.get(PAGE).content.decode()
    assert page.count(link) == 1 and "模版在首页下载" in page and "模板" not in page
    assert 'id="templates"' in client.get("/").content.decode()


def test_nothing_chosen_is_said(client: Client, agreed: User) -> None:
    answer = client.post(reverse("applicant:document_upload", args=["portrait"]), {})
    assert answer.status_code == 422 and "请先选择文件" in answer.content.decode()


@pytest.mark.parametrize("name", ["\x00.jpg", "../../x.jpg", "‮gpj.exe", "😀" * 200 + ".jpg", "", "a" * 3000])
def test_hostile_names_of_files(name: str, client: Client, agreed: User) -> None:
    answer = send(client, name=name or "x", headers=SCRIPT)
    assert answer.status_code in (200, 422)
    check()
    for document in Document.objects.all():
        assert len(document.name) <= 90 and "/" not in document.name


def test_what_is_not_asked_of_this_person_does_not_exist(client: Client, agreed: User) -> None:
    stranger = people.filled()
    education = stranger.dossier.educations.get()
    for slot in ("employer-consent", "passport", f"diploma:{education.pk}", "diploma", "%00"):
        assert send(client, slot).status_code == 404
        url = reverse("applicant:document_state", args=[slot])
        assert client.get(url, headers=SCRIPT).status_code == 404
    assert not Document.objects.exists()


def test_each_education_row_has_its_cards(client: Client, agreed: User) -> None:
    row = agreed.dossier.educations.get()
    page = client.get(PAGE).content.decode()
    assert "学历照片（昆明医科大学 大学本科）" in page and f'id="slot-degree-{row.pk}"' in page
    send(client, f"diploma:{row.pk}", people.pdf(), "毕业证.pdf")
    check()
    page = client.get(PAGE).content.decode()
    assert "毕业证.pdf" in page and "查看第 1 页" in page


def test_the_state_without_a_script_is_the_page(client: Client, agreed: User) -> None:
    answer = client.get(reverse("applicant:document_state", args=["portrait"]))
    assert answer["Location"] == PAGE


def test_double_upload_ends_with_one_in_force(client: Client, agreed: User) -> None:
    send(client)
    send(client)
    check()
    assert Document.objects.filter(state=Document.State.ACCEPTED, replaced_at=None).count() == 1


def offered(person: User) -> Document:
    return Document.objects.get(dossier__person=person, state=Document.State.OFFERED)


def taking(document: Document) -> str:
    return reverse("applicant:document_take", args=["portrait", document.pk])


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["page", "card"])
def test_a_repaired_portrait_is_compared_and_taken(headers: dict[str, str], client: Client, agreed: User) -> None:
    send(client, data=GREY)
    check()
    offer = offered(agreed)
    shown = state(client) if headers else client.get(PAGE).content.decode()
    for each in (offer.made_from, offer):
        picture = reverse("applicant:document_file", args=[each.pk]) + "?inline"
        assert picture in shown
        assert client.get(picture).headers["Content-Type"] == "image/jpeg"
    assert taking(offer) in shown
    answer = client.post(taking(offer), headers=headers)
    if headers:
        assert answer.status_code == 200 and "已上传" in answer.content.decode()
    else:
        assert answer["Location"] == PAGE + "#slot-portrait"
        assert "已使用修复后的免冠照片" in client.get(PAGE).content.decode()
    assert queries.load(agreed).documents["portrait"] == offer


def test_a_stranger_sees_neither_the_refused_nor_the_repaired_one(client: Client, agreed: User) -> None:
    send(client, data=GREY)
    check()
    offer = offered(agreed)
    client.force_login(people.agreed(people.filled()))
    for each in (offer.made_from, offer):
        assert client.get(reverse("applicant:document_file", args=[each.pk])).status_code == 404
    assert client.post(taking(offer)).status_code == 409
    offer.refresh_from_db()
    assert offer.state == Document.State.OFFERED


def test_an_offer_is_taken_under_its_own_name_only(client: Client, agreed: User) -> None:
    """Under another name, whose slot may be edited, a portrait that is locked would go through."""
    send(client, data=GREY)
    check()
    offer = offered(agreed)
    elsewhere = reverse("applicant:document_take", args=["id-front", offer.pk])
    assert client.post(elsewhere).status_code == 409
    offer.refresh_from_db()
    assert offer.state == Document.State.OFFERED


def test_an_outdated_offer_is_not_taken(client: Client, agreed: User) -> None:
    send(client, data=GREY)
    check()
    offer = offered(agreed)
    send(client)
    check()
    answer = client.post(taking(offer), headers=SCRIPT)
    assert answer.status_code == 409 and "您之后又上传了新的照片" in answer.content.decode()
