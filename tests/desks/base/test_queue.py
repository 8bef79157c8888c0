"""The queue of a base: counts per state, filters in the address, oldest first, the same queries for few and many."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import applicants as acts
from tests import factories
from tests.applicants import WorldApplicant
from tests.desks.base.copied_applications import copies
from tests.desks.base.desk import Desk, words
from tests.world_small import World
from zhupei.bases.models import Membership

Apply = Callable[..., WorldApplicant]
MOST_QUERIES = 12


def names(desk: Desk, **query: str) -> list[str]:
    """The people listed, in order."""
    page = desk.get("queue", **query).content.decode()
    return re.findall(r'<a href="[^"]*/applications/[^"]*">([^<]+)</a>', page)


def tabs(desk: Desk, **query: str) -> dict[str, int]:
    """Label → count of every tab."""
    page = desk.get("queue", **query).content.decode()
    found = re.findall(r'<a href="\?state=[^"]*"[^>]*>\s*([^<]+?)\s*<span class="count">(\d+)</span>', page)
    return {label: int(count) for label, count in found}


def test_counts_every_state_and_lists_what_waits_oldest_first(desk: Desk, apply: Apply) -> None:
    first, second, third, _ = (apply(name=name) for name in ("和志远", "杨䶮", "刀玉香", "李金花"))
    acts.approve(second)
    acts.send_back(third)
    assert tabs(desk) == {
        "待审核": 2,
        "已退回": 1,
        "审核通过": 1,
        "审核不通过": 0,
        "已放弃": 0,
        "全部": 4,
    }
    assert names(desk) == ["和志远", "李金花"]
    assert names(desk, state="approved") == ["杨䶮"]
    assert names(desk, state="all") == ["和志远", "杨䶮", "刀玉香", "李金花"]
    assert str(first.application.number) in words(desk.get("queue"))


def test_an_answered_return_stands_at_the_end_and_can_be_filtered(desk: Desk, apply: Apply) -> None:
    again = apply(name="和志远")
    apply(name="杨䶮")
    acts.send_back(again)
    acts.submit(again)
    assert names(desk) == ["杨䶮", "和志远"]
    assert "第 2 次提交" in words(desk.get("queue"))
    assert names(desk, again="1") == ["和志远"]


def test_filters_by_specialty_at_any_rank_and_by_category(desk: Desk, apply: Apply) -> None:
    apply(name="和志远", plans=(("0100", "A"), ("0700", "A")))
    apply(name="杨䶮", plans=(("0900", "A"),), category="own_employee", employer="大理市人民医院")
    assert names(desk, specialty="0700") == ["和志远"]
    assert names(desk, specialty="0900") == ["杨䶮"]
    assert names(desk, category="own_employee") == ["杨䶮"]
    assert names(desk, category="unaffiliated", specialty="0900") == []
    assert tabs(desk, specialty="0900")["全部"] == 1
    assert "内科 → 全科" in words(desk.get("queue"))


def test_looks_for_the_beginning_of_a_name_or_a_number_in_every_state(desk: Desk, apply: Apply) -> None:
    found = apply(name="和志远")
    apply(name="和玉香")
    apply(name="李和平")
    acts.approve(found)
    number = str(found.application.number)
    assert names(desk, text="和") == ["和志远", "和玉香"]
    assert names(desk, text=f" {number.lower()} ") == ["和志远"]
    assert names(desk, text=f"{number}-1") == ["和志远"]
    assert names(desk, text=number[:-1]) == []
    assert names(desk, text="和", state="submitted") == ["和玉香"]


@pytest.mark.parametrize("text", ["%", "_", "\x00", "\\", "'; --", "𠮷", "x" * 500, "‮和"])
def test_odd_words_find_nobody_and_break_nothing(desk: Desk, apply: Apply, text: str) -> None:
    apply()
    assert names(desk, text=text) == ([] if text.strip("\x00") else ["和志远"])


@pytest.mark.parametrize("query", [{"state": "draft"}, {"state": "x"}, {"page": "0"}, {"page": "x"}, {"page": "99"}])
def test_what_the_address_does_not_know_is_left_aside(desk: Desk, apply: Apply, query: dict[str, str]) -> None:
    apply()
    assert names(desk, **query) == ["和志远"]


def test_shows_no_draft_no_withdrawn_and_nothing_of_another_base(desk: Desk, apply: Apply, world: World) -> None:
    apply(name="乙院的人", plans=(("0100", "B"),))
    withdrawn = apply(name="取消的人")
    acts.withdraw(withdrawn)
    assert names(desk, state="all") == []
    assert tabs(desk)["全部"] == 0
    apply(name="甲院的人")
    assert names(desk, state="all") == ["甲院的人"]


def test_pages_of_twenty_five(desk: Desk, apply: Apply) -> None:
    copies(apply(), 27)
    assert len(names(desk)) == 25
    assert len(names(desk, page="2")) == 3
    assert "共 28 份，第 2 / 2 页" in words(desk.get("queue", page="2"))


def test_costs_the_same_queries_for_one_three_and_three_hundred(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    desk.get("queue", specialty="0100")  # what is settled is read once
    spent = []
    for begin, more in ((1, 0), (1, 2), (3, 297)):
        copies(applicant, more, begin)
        with CaptureQueriesContext(connection) as captured:
            desk.get("queue", specialty="0100")
        spent.append(len(captured))
    assert len(set(spent)) == 1, spent
    assert spent[0] <= MOST_QUERIES


def test_somebody_of_two_bases_chooses_first(desk: Desk, world: World) -> None:
    home = desk.client.get("/base/")
    assert (home.status_code, home["Location"]) == (302, desk.address("queue"))
    at = factories.AT
    Membership.objects.create(user=world.reviewer, base=world.b, role="reviewer", granted_at=at, confirmed_at=at)
    page = words(desk.client.get("/base/"))
    assert world.a.name in page and world.b.name in page


def test_a_filter_without_answers_leads_to_everything_in_plain_words(desk: Desk) -> None:
    assert "查看全部报名" in words(desk.get("queue", state="all", again="1"))
    assert "查看全部“待审核”" in words(desk.get("queue", again="1"))
