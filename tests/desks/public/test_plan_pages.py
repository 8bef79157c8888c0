"""The plan browser: filters in the address, order, figures, and its price with a thousand applications."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import many_applications, world_small
from tests.world_small import World
from zhupei.bases.models import Base, Specialty
from zhupei.cycles.models import PlanLine
from zhupei.reports import competition

MOST_QUERIES = 6


@pytest.fixture
def world(db: None) -> World:
    competition.forget()
    world = world_small.load()
    Base.objects.filter(pk=world.a.pk).update(name="昆明医科大学第一附属医院", short_name="昆医大附一院")
    Base.objects.filter(pk=world.b.pk).update(
        name="大理大学第一附属医院",
        city="大理白族自治州",
        brochure="招生简章\n咨询电话：0872-1。",
        partners=["祥云县人民医院"],
    )
    Specialty.objects.filter(code="0700").update(shortage=True)
    PlanLine.objects.filter(pk=world.line("0900").pk).update(seats=30, line_last_year=7120, applicants_last_year=44)
    return world


def rows(client, query: str = "") -> list[str]:
    """Specialty codes of the rows, in the order of the page."""
    return re.findall(r'<th scope="row"><span class="num faint">(\w+)<', client.get(f"/plan/{query}").content.decode())


def test_everything_without_filters_grouped_by_base(client, world):
    html = client.get("/plan/").content.decode()
    assert "共 6 项计划，2 个培训基地" in html
    assert html.count("昆明医科大学第一附属医院") == 1
    assert "71.20" in html


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?track=tcm", ["3500"]),
        ("?specialty=0100", ["0100", "0100"]),
        ("?city=大理白族自治州", ["0100"]),
        ("?shortage=1", ["0700"]),
        ("?kind=assistant_gp", []),
        ("?track=nonsense&specialty=9999&sort=zzz", ["0100", "0700", "0900", "2300", "3500", "0100"]),
        ("?text=昆医大", ["0100", "0700", "0900", "2300", "3500"]),
        ("?text=kmyk", ["0100", "0700", "0900", "2300", "3500"]),
        ("?text=wk", ["0900"]),
        ("?text=大理 内科", ["0100"]),
        ("?text=0900", ["0900"]),
        ("?text=什么都没有", []),
        ("?text=%00", ["0100", "0700", "0900", "2300", "3500", "0100"]),
        ("?sort=seats&track=western", ["0900", "0100", "0700", "2300", "0100"]),
        ("?sort=specialty", ["0100", "0100", "0700", "0900", "2300", "3500"]),
        ("?sort=line", ["0900", "0100", "0700", "2300", "3500", "0100"]),
    ],
)
def test_filters_and_order(client, world, query, codes):
    assert rows(client, query) == codes


def test_filters_stay_in_the_form_and_can_be_cleared(client, world):
    html = client.get("/plan/?track=western&text=wk&shortage=1").content.decode()
    assert 'value="wk"' in html
    assert '<option value="western" selected>' in html
    assert "清除" in html
    assert "没有符合条件的计划" in html


def test_the_plan_of_another_round(client, world):
    html = client.get("/plan/?round=2").content.decode()
    assert "共 1 项计划" in html and 'name="round" value="2"' in html
    PlanLine.objects.filter(round=world.second).delete()
    assert "第 2 批次招录计划尚未公布" in client.get("/plan/?round=2").content.decode()


def test_applicants_so_far_are_shown_where_the_round_allows_it(client, world):
    many_applications.apply(world.first, [world.line("0900"), world.line("0100")], 3)
    shown = client.get("/plan/?sort=applicants").content.decode()
    assert re.findall(r'data-label="已报">(\d+)<', shown)[:3] == ["3", "3", "0"]
    world.first.show_competition = False
    world.first.save()
    competition.forget()
    hidden = client.get("/plan/?sort=applicants")
    assert "已报" not in hidden.content.decode()


def test_a_base_with_its_plan_brochure_contacts_and_partners(client, world):
    html = client.get(f"/plan/{world.b.pk}/").content.decode()
    for words in (
        "大理大学第一附属医院",
        "0871-60000000",
        "人民路 1 号",
        "祥云县人民医院",
        "<b>咨询电话：</b>0872-1。",
    ):
        assert words in html


def test_a_base_that_has_left_is_as_unknown_as_any(client, world):
    Base.objects.filter(pk=world.b.pk).update(active=False)
    assert client.get(f"/plan/{world.b.pk}/").status_code == 404
    assert client.get(f"/plan/{uuid4()}/").status_code == 404


def test_many_lines_come_in_pages(client, world):
    more = Specialty.objects.bulk_create(
        Specialty(code=f"8{n:03d}", name=f"专业{n}", track="western", kind="residency", since=2026) for n in range(60)
    )
    PlanLine.objects.bulk_create(PlanLine(round=world.first, base=world.a, specialty=s, seats=1) for s in more)
    assert (len(rows(client)), len(rows(client, "?page=2"))) == (40, 26)
    assert "第 2 / 2 页" in client.get("/plan/?page=99").content.decode()


@pytest.mark.parametrize("path", ["/plan/", "/plan/?text=wk&sort=applicants", "base"])
def test_few_queries_whatever_the_number_of_lines_and_applications(client, world, path):
    address = f"/plan/{world.a.pk}/" if path == "base" else path
    client.get(address)
    counts = []
    for people in (1, 2, 1000):
        many_applications.apply(world.first, [world.line("0900"), world.line("0100")], people)
        competition.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES
    competition.forget()
    assert competition.counts(world.first)[world.line("0900").pk] == 1003
