"""Search by words, pinyin and initials; and that one SQL LIKE finds what the ranking finds."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhupei.pure.reference.schools import institutions, majors
from zhupei.pure.reference.search import clean, like_pattern, order, relevance, search_text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kmykdx", "昆明医科大学"),
        ("KMYKDX", "昆明医科大学"),
        ("ｋｍｙｋｄｘ", "昆明医科大学"),
        ("昆明医科大学", "昆明医科大学"),
        ("昆明医学院", "昆明医科大学"),
        ("昆医大", "昆明医科大学"),
        ("kunmingyike", "昆明医科大学"),
        ("kun ming yi ke", "昆明医科大学"),
        ("云南中医学院", "云南中医药大学"),
        ("yndx", "云南大学"),
        ("dldx", "大理大学"),
        ("cqykdx", "重庆医科大学"),
        ("chongqingyike", "重庆医科大学"),
        ("zhongqingyike", "重庆医科大学"),
        ("xiamendaxue", "厦门大学"),
        ("changzhiyixueyuan", "长治医学院"),
        ("xizangdaxue", "西藏大学"),
        ("华西医科大学", "四川大学"),
        ("曲靖医专", "曲靖健康医学院"),
    ],
)
def test_the_school_meant_comes_first(query: str, first: str) -> None:
    assert order(query, institutions())[0].name == first


def test_initials_find_the_undergraduate_major_first() -> None:
    assert [major.code for major in order("lcyx", majors())[:1]] == ["100201K"]
    assert [major.code for major in order("麻醉", majors())[:1]] == ["100202TK"]
    assert "100601K" in [major.code for major in order("中西医", majors())[:5]]


@pytest.mark.parametrize("query", ["", "  ", "·", "其他", "xyzq", "100%", "_", "\x00"])
def test_nothing_is_found_where_nothing_is_meant(query: str) -> None:
    assert order(query, institutions()) == []


def test_one_word_finds_all_that_have_it() -> None:
    assert len(order("医", institutions())) > 100


@dataclass(frozen=True)
class Thing:
    name: str
    search_text: str


def thing(name: str, *others: str) -> Thing:
    return Thing(name, search_text(name, others))


def test_ranking_whole_beginning_part_former() -> None:
    whole, beginning, part, former = (
        thing("大理大学"),
        thing("大理大学二"),
        thing("在大理大学"),
        thing("甲", "大理大学"),
    )
    assert order("大理大学", [former, part, beginning, whole]) == [whole, former, beginning, part]
    assert [relevance("大理大学", each) for each in (whole, former, beginning, part)] == [0, 1, 1, 2]
    assert relevance("大大", whole) == 3


def test_shorter_names_first_then_the_given_order() -> None:
    first, second, long = thing("云南大学"), thing("云贵大学"), thing("云南民族大学")
    assert order("y", [long, second, first]) == [second, first, long]


def test_search_text_holds_name_old_names_pinyin_and_initials() -> None:
    words = search_text("重庆大学", ["厦门学院"]).split(" ")
    assert words[:2] == ["重庆大学", "厦门学院"]
    assert {"chongqingdaxue", "zhongqingdaxue", "cqdx", "zqdx", "xiamenxueyuan", "shamenxueyuan"} <= set(words)
    assert len(words) == len(set(words))


def sql_like(pattern: str, text: str) -> bool:
    """LIKE of PostgreSQL with its escape character."""
    parts = re.findall(r"\\.|%|_|.", pattern, re.DOTALL)
    expression = "".join(".*" if p == "%" else "." if p == "_" else re.escape(p[-1]) for p in parts)
    return re.fullmatch(expression, text, re.DOTALL) is not None


QUERIES = st.one_of(
    st.text(max_size=12),
    st.text("昆明医科大学云南中药重庆", max_size=5),
    st.text("kmydxcqahng %_\\", max_size=6),
)


@given(QUERIES)
def test_like_finds_every_ranked_entry(query: str) -> None:
    pattern = like_pattern(query)
    for entry in institutions():
        if relevance(query, entry) is not None:
            assert sql_like(pattern, entry.search_text), (query, entry.name)


@given(st.text(st.characters(), max_size=60))
@example("\ud83d昆\x00明")
def test_any_query_is_answered(query: str) -> None:
    assert len(clean(query)) <= 40
    assert "\x00" not in like_pattern(query)
    like_pattern(query).encode()
    assert len(order(query, institutions())) <= len(institutions())
