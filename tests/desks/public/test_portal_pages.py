"""The portal without an account: what each page says at which moment, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories, world_small
from tests.world_small import AT, CLOSES, OPENS, SECOND_OPENS, World
from zhupei.kernel import clock
from zhupei.portal.models import Announcement, Page, SupportContact, Template

MOST_QUERIES = 6


@pytest.fixture
def world(db: None) -> World:
    for track, phone in (("western", "0871-60001234"), ("tcm", "0871-60001235")):
        SupportContact.objects.create(track=track, name=f"{track} 支持", phone=phone, hours="工作日 8:30 – 18:00")
    Template.objects.create(kind="graduation-proof", title="毕业证明（模版）", hint="应届毕业生，盖章后拍照上传")
    Page.objects.create(slug="procedure", title="报名流程", body="第一步　账号注册。姓名须与证件一致。")
    return world_small.load()


def announce(count: int) -> list[Announcement]:
    return [
        Announcement.objects.create(title=f"公告 {n}", body="一、总则\n内容", published_at=AT - timedelta(days=n))
        for n in range(count)
    ]


def test_home_tells_that_registration_is_open_and_until_when(client, world):
    html = client.get("/").content.decode()
    assert "报名进行中，还有" in html
    assert "19 天 10 小时" in html
    assert "7 月 20 日 22:00:00" in html
    assert "0871-60001234" in html and "0871-60001235" in html


def test_home_shows_both_entries_with_what_they_offer(client, world):
    html = client.get("/").content.decode()
    assert "2 个培训基地 · 4 个专业 · 25 个名额" in html
    assert "1 个培训基地 · 1 个专业 · 5 个名额" in html
    assert 'href="/login/?track=western"' in html and 'href="/login/?track=tcm"' in html


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (OPENS - timedelta(hours=2), "距报名开始还有"),
        (OPENS, "报名进行中"),
        (CLOSES - timedelta(seconds=1), "报名进行中"),
        (CLOSES, "第 1 批次报名已截止"),
        (SECOND_OPENS, "报名进行中"),
    ],
)
def test_home_on_both_sides_of_the_window(client, world, at, words):
    clock.freeze(at)
    assert words in client.get("/").content.decode()


def test_home_after_the_deadline_names_the_next_round(client, world):
    clock.freeze(CLOSES)
    html = client.get("/").content.decode()
    assert "可参加第 2 批次" in html and "8 月 20 日 10:00" in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/plan/", "/procedure/", "/announcements/"])
def test_pages_work_before_the_province_has_entered_anything(client, path):
    assert client.get(path).status_code == 200


def test_announcements_and_one_of_them(client, world):
    newest, *_ = announce(3)
    html = client.get("/announcements/").content.decode()
    assert html.index("公告 0") < html.index("公告 2")
    page = client.get(f"/announcements/{newest.pk}/").content.decode()
    assert '<h2 class="h3">一、总则</h2>' in page


def test_what_is_not_published_yet_looks_like_what_does_not_exist(client, world):
    hidden = Announcement.objects.create(title="预定", body="", published_at=AT + timedelta(seconds=1))
    draft = Announcement.objects.create(title="草稿", body="")
    unknown = client.get(f"/announcements/{uuid4()}/")
    for one in (hidden, draft):
        answer = client.get(f"/announcements/{one.pk}/")
        assert (answer.status_code, unknown.status_code) == (404, 404)
        assert one.title not in answer.content.decode()
    assert "预定" not in client.get("/announcements/").content.decode()


def test_procedure_shows_the_text_and_every_stage_with_its_dates(client, world):
    html = client.get("/procedure/").content.decode()
    assert "<b>第一步　账号注册。</b>姓名须与证件一致。" in html
    assert "6 月 25 日 10:00 至 7 月 20 日 22:00" in html
    assert html.count("进行中") == 2


def test_a_template_is_a_pdf_under_its_name(client, world):
    answer = client.get("/templates/graduation-proof/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF")
    assert client.get("/templates/unknown/").status_code == 404


def test_a_drawn_template_costs_one_row(client, world, django_assert_num_queries):
    client.get("/templates/graduation-proof/")
    with django_assert_num_queries(1):
        client.get("/templates/graduation-proof/")


@pytest.mark.parametrize("path", ["/", "/announcements/", "/procedure/"])
def test_few_queries_and_as_many_for_three_as_for_one(client, world, path):
    counts = []
    for more in (1, 2):
        announce(more)
        Template.objects.create(kind=f"k{more}", title="模版")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_signed_in_applicant_reads_the_portal_too(client, world):
    factories.login(client, factories.applicant())
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/plan/", "/announcements/", "/procedure/"])
def test_public_pages_take_no_other_method(client, world, path):
    assert client.post(path).status_code in (403, 405)
