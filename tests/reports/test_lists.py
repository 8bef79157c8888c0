"""Page, address, phone, search, order and file of a list agree: they are one definition."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import applicants as acts
from tests import factories, world_small
from tests.applicants import WorldApplicant
from tests.desks.base.copied_applications import copies
from tests.dossiers import people
from tests.effort import LONG, tried
from tests.reports.test_sheets import head
from tests.world_small import World
from zhupei.applications import states
from zhupei.applications.models import Application, Version
from zhupei.bases.models import Base, Specialty
from zhupei.cycles.models import PlanLine
from zhupei.desks.support.lists import History
from zhupei.kernel import clock
from zhupei.reports import competition, exports
from zhupei.reports.lists.definition import Asked, ListDefinition, known
from zhupei.reports.lists.plan import Plan, Public
from zhupei.reports.lists.queue import Queue, QueueScope
from zhupei.reports.lists.setting_changes import SettingChanges
from zhupei.reports.lists.trail import Trail

QUEUE, PLAN = Queue(), Plan()
TEXTS = [
    "",
    "李",
    "和",
    "和志",
    "杨䶮",
    "2026-W1-900003",
    "2026-w1-000001-1",
    "%",
    "_",
    "\x00",
    "x" * 80,
    "' OR 1=1 --",
]
ODD = ["", "0100", "0700", "9999", "<b>", "\x00"]


def addresses() -> st.SearchStrategy[dict[str, str]]:
    """What can stand in the address of a queue, with things that cannot."""
    return st.fixed_dictionaries(
        {},
        optional={
            "state": st.sampled_from([*Queue.tabs, "draft", "x"]),
            "text": st.sampled_from(TEXTS) | st.text(max_size=3),
            "specialty": st.sampled_from(ODD),
            "category": st.sampled_from(["", "unaffiliated", "own_employee", "x"]),
            "again": st.sampled_from(["", "1", "0"]),
            "sort": st.sampled_from(["oldest", "newest", "up"]),
            "round": st.sampled_from(["", "2026-1", "2026-2", "1999-1"]),
            "page": st.sampled_from(["1", "2", "99", "x"]),
        },
    )


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def desk(world: World) -> QueueScope:
    """A base with forty people in every state, some again, some in the second round, one at another base."""
    people = [
        applied(world, *each)
        for each in (("和志远", "0100"), ("杨䶮", "0700"), ("李和平", "0100"), ("外院人", "0100", "B"))
    ]
    acts.send_back(people[1])
    acts.submit(people[1])
    acts.approve(people[2])
    copies(people[0], 36)
    for number, application in enumerate(Application.objects.filter(version__name="李金花").order_by("pk")):
        state = (states.SUBMITTED, states.RETURNED, states.APPROVED, states.REJECTED, states.GIVEN_UP, states.VOID)[
            number % 6
        ]
        round_ = world.second if number % 5 == 0 else world.first
        Application.objects.filter(pk=application.pk).update(state=state, round=round_)
    return QueueScope(world.a, world.reviewer, clock.now())


def applied(world: World, name: str, specialty: str, base: str = "A") -> WorldApplicant:
    person = people.complete(people.filled(factories.applicant(name=name)), cycle_=world.cycle)
    applicant = acts.drafted(world, person, [world.line(specialty, base)])
    acts.submit(applicant)
    return applicant


def expected(world: World, given: Mapping[str, str]) -> list[str]:
    """Numbers in order, worked out in Python from everything there is: what the list should hold."""
    round_ = world.second if given.get("round") == "2026-2" else world.first
    text = " ".join(given.get("text", "").replace("\x00", "").split())[:50].strip()
    state = given.get("state", "")
    if state not in Queue.tabs:
        state = "all" if text else "submitted"
    found: list[Version] = []
    for each in Application.objects.select_related("version").exclude(state__in=["draft", "voided"]):
        version = each.version
        assert version is not None and each.number is not None
        specialties = {line.plan.specialty_id for line in version.preferences.select_related("plan")}
        number = re.fullmatch(r"(\d{4}-[A-Z]\d+-\d+)(-\d+)?", text.upper())
        named = each.number == number[1] if number else version.name.startswith(text)
        specialty = given.get("specialty", "") if given.get("specialty") in ("0100", "0700") else ""
        category = given.get("category", "") if given.get("category") in ("unaffiliated", "own_employee") else ""
        if (
            version.base_id == world.a.pk
            and each.round_id == round_.pk
            and state in ("all", each.state)
            and named
            and (not specialty or specialty in specialties)
            and category in ("", version.category)
            and (given.get("again") != "1" or version.ordinal > 1)
        ):
            found.append(version)
    ordered = sorted(found, key=lambda version: (version.received_at, version.pk))
    if given.get("sort") == "newest":
        ordered.reverse()
    numbers = dict(Application.objects.values_list("version", "number"))
    return [str(numbers[version.pk]) for version in ordered]


def paged(definition: ListDefinition[Any, Any, Any], scope: Any, asked: Asked[Any]) -> list[Any]:
    """Every page, one after the other."""
    total, found = definition.count(scope, asked).total, []
    for offset in range(0, total + 1, definition.per_page):
        found += definition.rows(scope, asked, offset, definition.per_page)
    return found


def shown(client: Client, desk: QueueScope, address: str) -> Iterator[dict[str, str]]:
    """The rows of every page as a browser gets them: label → text of each cell."""
    for number in range(1, 9):
        answer = client.get(f"{reverse('base:queue', args=[desk.base.pk])}{address}&page={number}")
        assert answer.status_code == 200
        page = answer.content.decode()
        for row in re.findall(r"<tr>(?:(?!</tr>).)*data-label(?:(?!</tr>).)*</tr>", page, re.DOTALL):
            cells = re.findall(r'<t[hd][^>]*data-label="([^"]+)"[^>]*>(.*?)</t[hd]>', row, re.DOTALL)
            yield {label: re.sub(r"<[^>]+>", "", text).strip() for label, text in cells}
        if f"page={number + 1}" not in page:
            return


@pytest.mark.django_db
@tried(400)
@given(given=addresses())
def test_the_queue_is_what_the_address_asks_for(desk: QueueScope, world: World, given: dict[str, str]) -> None:
    asked = QUEUE.read(given, desk)

    found = [row.number for row in paged(QUEUE, desk, asked)]

    assert found == expected(world, given)
    assert QUEUE.count(desk, asked).total == len(found)


@pytest.mark.django_db
@tried(400)
@given(given=addresses())
def test_an_address_that_is_saved_asks_for_the_same(desk: QueueScope, given: dict[str, str]) -> None:
    asked = QUEUE.read(given, desk)

    again = QUEUE.read(dict(parse_qsl(QUEUE.address(asked)[1:])), desk)

    assert again == Asked(asked.filter, asked.tab, asked.order, asked.round)


@pytest.mark.django_db
@pytest.mark.slow
@settings(tried(100), max_examples=100 if LONG else 15)
@given(given=addresses())
def test_page_and_file_agree_row_by_row(
    desk: QueueScope, tmp_path_factory: pytest.TempPathFactory, given: dict[str, str]
) -> None:
    client, path = factories.login(Client(), desk.viewer), tmp_path_factory.mktemp("file") / "list.csv"
    asked = QUEUE.read(given, desk)

    columns = QUEUE.file_columns(desk)
    count = exports.write("csv", path, head(), columns, QUEUE.every(desk, asked))

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row | {"姓名": row["姓名"].removeprefix("'")} for row in csv.DictReader(file)]
    page = list(shown(client, desk, QUEUE.address(asked)))
    assert count == len(rows) == len(page)
    for in_file, on_page in zip(rows, page, strict=True):
        assert on_page["姓名"].startswith(in_file["姓名"])
        for label in ("报名号", "志愿", "人员类型"):
            assert in_file[label] == on_page[label]
        assert in_file["状态"] == on_page.get("状态", in_file["状态"])
        assert in_file["提交时间"][11:16] in on_page["提交时间"]


@pytest.mark.django_db
@tried(400)
@given(
    given=st.fixed_dictionaries(
        {},
        optional={
            "track": st.sampled_from(["western", "tcm", "x"]),
            "specialty": st.sampled_from(ODD),
            "text": st.sampled_from(["", "nk", "内科", "甲", "0100", "\x00", "没有"]),
            "shortage": st.sampled_from(["1", "0"]),
            "sort": st.sampled_from(["base", "specialty", "seats", "applicants", "line", "x"]),
        },
    )
)
def test_the_plan_is_in_the_order_and_of_the_kind_asked_for(plan: Public, given: dict[str, str]) -> None:
    asked = PLAN.read(given, plan)

    found = paged(PLAN, plan, asked)

    assert found == list(PLAN.every(plan, asked))
    track, specialty = given.get("track"), given.get("specialty")
    if track in ("western", "tcm"):
        assert {line.plan.track for line in found} <= {track}
    if specialty in ("0100", "0700"):
        assert {line.plan.specialty_code for line in found} <= {specialty}
    if given.get("sort") == "seats":
        assert [line.plan.seats for line in found] == sorted((line.plan.seats for line in found), reverse=True)


@pytest.fixture
def plan(world: World) -> Public:
    competition.forget()
    Specialty.objects.filter(code="0700").update(shortage=True)
    PlanLine.objects.filter(pk=world.line("0900").pk).update(seats=30)
    return Public.read(clock.now(), "")


@pytest.mark.django_db
def test_a_list_is_seen_by_whoever_may_see_it_now_and_by_nobody_else(world: World) -> None:
    at, stranger, person = clock.now(), factories.staff("reviewer"), factories.applicant()
    inside = {
        "base.queue": (world.reviewer, str(world.a.pk)),
        "base.members": (world.administrator, str(world.a.pk)),
        "base.invited": (factories.staff("administrator", world.a), str(world.a.pk)),
        "oversight.accounts": (factories.staff("system"), ""),
        "oversight.offices": (factories.staff("security"), ""),
        "oversight.base-roles": (factories.staff("security"), ""),
        "oversight.reissued": (factories.staff("security"), ""),
        "oversight.trail": (factories.staff("audit"), ""),
        "support.history": (factories.staff("support"), ""),
        "province.base-staff": (factories.staff("province"), ""),
        "province.changes": (factories.staff("province"), ""),
    }
    open_to_all = {"public.plan", "reports.exports"}  # the plan is public; of exports everybody has his own
    assert known.keys() == inside.keys() | open_to_all

    for name, (viewer, where) in inside.items():
        assert known[name].scope(viewer, where, at) is not None, name
        for other in (stranger, person):
            assert known[name].scope(other, where, at) is None, (name, other)
        ended = {"ended_at": at + timedelta(0)}
        viewer.memberships.update(**ended)
        viewer.posts.update(**ended)
        assert known[name].scope(viewer, where, at) is None, name


def test_every_definition_is_whole() -> None:
    assert {Trail.name, History.name, SettingChanges.name} <= known.keys()
    for definition in known.values():
        names = [column.name for column in definition.columns]
        assert len(set(names)) == len(names) and sum(column.head for column in definition.columns) <= 1
        assert {each.name for each in definition.conditions} <= {each.name for each in fields(definition.filter)}
        assert definition.title and all(column.label for column in definition.columns)


@pytest.mark.django_db
def test_a_base_that_is_not_ones_own_gives_no_scope(world: World) -> None:
    at = clock.now()

    for where in (str(world.b.pk), "", "x", str(Base(name="x").pk)):
        assert QUEUE.scope(world.reviewer, where, at) is None
