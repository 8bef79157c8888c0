"""The pages of the dossier: what they show, what they cost, what strangers get, what is locked when."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import applicants, factories, world_small
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.dossiers import actions
from zhupei.dossiers.models import Document, Education, Employment
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault

pytestmark = pytest.mark.django_db

PLAIN = ("dossier", "basics", "educations", "education_new", "employments", "employment_new", "licence", "documents")
MOST_QUERIES = 12


@pytest.fixture
def person(client: Client) -> User:
    people.cycle()
    clock.freeze(AT)
    person = people.filled()
    factories.login(client, person)
    return person


def address(name: str, *args: Any) -> str:
    return reverse(f"applicant:{name}", args=args)


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
        return len(context.captured_queries)


def with_rows(person: User, count: int) -> None:
    for _ in range(count):
        row = actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=people.EDUCATION)
        people.document(person, f"diploma:{row.pk}")
        job = {"employer": "大理州人民医院", "post": "医师"}
        actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values=job)


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_costs_the_same_at_one_row_and_at_three(name: str, client: Client, person: User) -> None:
    with_rows(person, 1)
    few = queries_of(client, address(name))
    with_rows(person, 2)
    assert queries_of(client, address(name)) == few <= MOST_QUERIES


def test_the_pages_of_one_row_are_cheap_too(client: Client, person: User) -> None:
    with_rows(person, 3)
    education, job = person.dossier.educations.first(), person.dossier.employments.first()
    for name, row in (("education", education), ("education_removal", education), ("employment", job)):
        assert queries_of(client, address(name, row.pk)) <= MOST_QUERIES


def test_every_page_works_before_anything_has_been_saved_and_without_a_round(client: Client) -> None:
    factories.login(client, factories.applicant())
    for name in PLAIN:
        assert client.get(address(name)).status_code == 200


def test_the_hub_shows_what_is_there_and_what_is_missing(client: Client, person: User) -> None:
    page = client.get(address("dossier")).content.decode()
    for words in ("个人信息", "学历信息", "工作经历信息", "执业资格信息", "证明材料", "编辑", "昆明医科大学 大学本科"):
        assert words in page
    assert "还缺：免冠照片" in page
    assert "水族" in page and "云南省昆明市五华区" in page


def test_the_hub_shows_numbers_in_part_only(client: Client, person: User) -> None:
    held = {"licence_held": True, "qualification_number": "202453110" + person.document_number.plain()}
    actions.save_licence(actor=person, at=AT, values=held)
    page = client.get(address("dossier")).content.decode()
    for hidden in (person.document_number.plain(), person.phone.plain(), people.BASICS["emergency_phone"]):
        assert hidden not in page
    assert person.document_number.masked() in page and "138****5678" in page


def label(page: str, name: str) -> str:
    """The label of a field with its mark."""
    return page.split(f'<label for="id_{name}">')[1].split("</label>")[0]


def test_the_mark_of_a_required_field_follows_the_answers(client: Client, person: User) -> None:
    page = client.get(address("basics")).content.decode()
    assert "（必填）" in label(page, "email") and "选填" in label(page, "qq")
    assert "必填" not in label(page, "employer") and "选填" not in label(page, "employer")
    actions.save_basics(actor=person, at=AT, values={"category": "entrusted"})
    assert "（必填）" in label(client.get(address("basics")).content.decode(), "employer")


def test_the_account_is_shown_masked_and_sex_is_not_asked(client: Client, person: User) -> None:
    page = client.get(address("basics")).content.decode()
    assert person.document_number.plain() not in page
    assert person.document_number.masked() in page
    assert 'name="sex"' not in page and 'name="birth_date"' not in page
    assert "哪里能找到" in page


def test_a_permit_holder_is_asked_for_sex_and_birth_date(client: Client) -> None:
    people.cycle()
    person = factories.applicant(document_type="hk-macao-permit", document_number="H12345678")
    factories.login(client, person)
    page = client.get(address("basics")).content.decode()
    assert 'name="sex"' in page and 'name="birth_date"' in page


def row_pages(person: User) -> list[tuple[str, Any]]:
    education, job = person.dossier.educations.first(), person.dossier.employments.first()
    return [
        ("education", education.pk),
        ("education_removal", education.pk),
        ("employment", job.pk),
        ("employment_removal", job.pk),
    ]


def test_a_stranger_and_an_unknown_row_get_the_same_404(client: Client, person: User) -> None:
    """The data that could leak exists: the owner sees it."""
    with_rows(person, 1)
    pages = row_pages(person)
    stranger = Client()
    factories.login(stranger, people.filled())
    for name, pk in pages:
        assert client.get(address(name, pk)).status_code == 200
        answers = [stranger.get(address(name, each)) for each in (pk, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        answers = [stranger.post(address(name, each), {"studying": "yes"}) for each in (pk, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert (Education.objects.filter(studying=True).count(), Employment.objects.count()) == (0, 1)


@pytest.mark.parametrize("name", PLAIN)
def test_who_is_no_applicant_does_not_enter(name: str) -> None:
    people.cycle()
    anonymous, reviewer = Client(), Client()
    factories.login(reviewer, factories.staff("reviewer"))
    answer = anonymous.get(address(name))
    assert answer.status_code == 302 and reverse("public:login") in answer["Location"]
    assert reviewer.get(address(name)).status_code == 404


def test_files_are_served_to_their_owner_only(client: Client, person: User) -> None:
    document = people.document(person, "portrait", content=b"\xff\xd8 clean", name="我的照片.jpg")
    stranger, reviewer = Client(), Client()
    factories.login(stranger, people.filled())
    factories.login(reviewer, factories.staff("reviewer"))
    addresses = [
        address("document_file", document.pk),
        address("document_page", document.pk, 1),
        address("document_thumbnail", document.pk),
    ]
    for url in addresses:
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert stranger.get(url).status_code == reviewer.get(url).status_code == 404
        assert Client().get(url).status_code == 302
    assert client.get(addresses[0]).content == b"\xff\xd8 clean"
    assert client.get(addresses[0])["Content-Disposition"].startswith("attachment;")
    assert client.get(addresses[0] + "?inline")["Content-Disposition"].startswith("inline")
    assert client.get(addresses[1])["Content-Disposition"].startswith("inline")


def test_what_is_not_checked_has_no_address(client: Client, person: User) -> None:
    for state in (Document.State.RECEIVED, Document.State.REFUSED):
        document = people.document(person, "portrait", state=state)
        assert client.get(address("document_file", document.pk)).status_code == 404
        assert client.get(address("document_page", document.pk, 1)).status_code == 404


def test_a_pdf_is_only_handed_out_and_its_pages_are_pictures(client: Client, person: User) -> None:
    keys = [vault.put(b"\xff\xd8 one"), vault.put(b"\xff\xd8 two")]
    document = people.document(person, "cet", media_type="application/pdf", page_keys=keys, name="成绩.pdf")
    assert client.get(address("document_file", document.pk) + "?inline")["Content-Disposition"].startswith("attachment")
    assert client.get(address("document_page", document.pk, 2)).content == b"\xff\xd8 two"
    assert client.get(address("document_page", document.pk, 2))["Content-Type"] == "image/jpeg"
    for number in (0, 3, 10**12):
        assert client.get(address("document_page", document.pk, number)).status_code == 404


def test_a_file_that_is_gone_is_a_404(client: Client, person: User) -> None:
    document = people.document(person, "portrait")
    vault.delete(document.clean_key)
    assert client.get(address("document_file", document.pk)).status_code == 404


# What may be edited when: state → (basics, portrait, diploma).
@pytest.mark.parametrize(
    ("state", "basics", "portrait", "diploma"),
    [
        ("ready", True, True, True),
        ("submitted", True, True, True),
        ("returned", False, True, False),
        ("approved", False, False, True),
    ],
)
def test_what_is_locked_when(state: str, basics: bool, portrait: bool, diploma: bool, client: Client) -> None:
    world = world_small.load()
    who = getattr(applicants, state)(world)
    factories.login(client, who.person)
    page = client.get(address("basics")).content.decode()
    assert ('name="marital_status"' in page) is basics
    answer = client.post(address("basics"), {"qq": "10001", "version": "99", "tab": "a" * 16})
    assert (answer.status_code, "没有保存" in page) == ((302, False) if basics else (409, False))
    who.person.dossier.refresh_from_db()
    assert (who.person.dossier.qq == "10001") is basics
    documents = client.get(address("documents")).content.decode()
    education = who.person.dossier.educations.get()
    for slot, open_ in (("portrait", portrait), (f"diploma:{education.pk}", diploma)):
        assert (f'action="{address("document_upload", slot)}"' in documents) is open_
        sent = client.post(address("document_upload", slot), {})
        assert sent.status_code == (422 if open_ else 409)
        assert ("请先选择文件" in sent.content.decode()) is open_


@pytest.mark.parametrize("state", ["submitted", "returned", "approved"])
def test_pages_stay_cheap_after_submitting(state: str, client: Client) -> None:
    who = getattr(applicants, state)(world_small.load())
    factories.login(client, who.person)
    for name in PLAIN:
        assert (name, queries_of(client, address(name))) <= (name, MOST_QUERIES)


def test_after_submitting_the_pages_say_that_changes_do_not_reach_the_base(client: Client) -> None:
    who = applicants.submitted(world_small.load())
    factories.login(client, who.person)
    assert "基地审核的仍是已提交的内容" in client.get(address("basics")).content.decode()
    applicants.send_back(who)
    assert "退回补正" in client.get(address("documents")).content.decode()


def test_the_reason_of_a_return_stands_where_it_is_corrected(client: Client) -> None:
    who = applicants.submitted(world_small.load())
    applicants.send_back(
        who,
        items=[("document:portrait", "免冠照片", "头发遮住眼睛"), ("basics", "个人信息", "紧急联系人电话是空号")],
    )
    factories.login(client, who.person)
    card = documents_card(client)
    assert "退回原因：头发遮住眼睛" in card and "需修改" in card and "已上传" not in card
    assert "退回原因：紧急联系人电话是空号" in client.get(address("basics")).content.decode()
    for other in ("educations", "employments", "licence"):
        assert "退回原因：" not in client.get(address(other)).content.decode()
    whole = client.get(address("dossier")).content.decode()
    assert whole.count("需修改") == 2  # 个人信息 and 证明材料
    assert "退回原因：紧急联系人电话是空号" in whole and "退回原因：头发遮住眼睛" in whole

    Document.objects.filter(slot="portrait").update(replaced_at=clock.now())
    people.document(who.person, "portrait", uploaded_at=clock.now(), checked_at=clock.now())
    card = documents_card(client)
    assert "已上传" in card and "需修改" not in card
    assert "退回原因：头发遮住眼睛（已换成新文件" in card


def documents_card(client: Client) -> str:
    url = address("document_state", "portrait")
    return client.get(url, headers={"X-Requested-With": "card"}).content.decode()
