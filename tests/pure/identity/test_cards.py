"""Residence permits of Hong Kong, Macao and Taiwan residents; permanent residence cards of foreigners."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import DocumentType, check, check_digit
from zhupei.world.fiction.generate import foreigner_pr, foreigner_pr_2017, hmt_residence, resident_id

HMT, FOREIGNER = DocumentType.HMT_RESIDENCE, DocumentType.FOREIGNER_PR
TODAY = date(2025, 7, 1)
days = st.dates(date(1900, 1, 1), TODAY)
digits = st.text("0123456789", min_size=4, max_size=4)


@tried(500)
@given(st.sampled_from(["810000", "820000", "830000"]), days, st.integers(0, 999))
def test_residence_permits_are_read_like_resident_cards(prefix, day, sequence):
    answer = check(HMT, hmt_residence(prefix, day, sequence), today=TODAY)
    assert (answer.verdict, answer.birth_date) == ("valid", day)
    assert answer.sex == ("male" if sequence % 2 else "female")


@pytest.mark.parametrize("number", ["810000199408230021", "830000199201300022"])
def test_published_specimens_of_the_residence_permit(number):
    assert check(HMT, number, today=TODAY).valid


@pytest.mark.parametrize(
    "raw, code",
    [
        ("", "empty"),
        ("81000019940823002", "length"),
        ("810000199408230022", "check-digit"),
        ("810000199413230021", "impossible-date"),
        ("840000199408230029"[:17] + check_digit("84000019940823002"), "other-document"),
        (resident_id("710000", date(1994, 8, 23), 2), "other-document"),
    ],
)
def test_refused_residence_permits(raw, code):
    assert check(HMT, raw, today=TODAY).code == code


@tried(500)
@given(digits, days, st.integers(0, 999))
def test_the_card_of_2023_tells_day_and_sex(origin, day, sequence):
    number = foreigner_pr(origin[:2], "8" + origin[2:], day, sequence)
    answer = check(FOREIGNER, number, today=TODAY)
    assert (answer.verdict, answer.birth_date) == ("valid", day)
    assert answer.sex == ("male" if sequence % 2 else "female")


@pytest.mark.parametrize(
    "number, day, sex",
    [
        ("911124198108030024", date(1981, 8, 3), "female"),
        ("932682198501010017", date(1985, 1, 1), "male"),
        ("CAN110081080310", date(1981, 8, 3), None),
        ("can 1100 810803 10", date(1981, 8, 3), None),
    ],
)
def test_official_specimens(number, day, sex):
    answer = check(FOREIGNER, number, today=TODAY)
    assert (answer.valid, answer.birth_date, answer.sex) == (True, day, sex)


def test_the_old_specimen_can_be_rebuilt():
    assert foreigner_pr_2017("CAN", "1100", date(1981, 8, 3), 1) == "CAN110081080310"


@tried(500)
@given(digits, st.dates(date(1925, 7, 2), TODAY), st.integers(0, 9))
def test_the_old_card_tells_the_day_of_anybody_younger_than_a_hundred(place, day, sequence):
    answer = check(FOREIGNER, foreigner_pr_2017("USA", place, day, sequence), today=TODAY)
    assert (answer.verdict, answer.birth_date, answer.sex) == ("valid", day, None)


@pytest.mark.parametrize(
    "raw, code, words",
    [
        ("", "empty", "请填写永久居留证号"),
        ("CA1110081080310", "not-a-letter", "第 3 位应是字母，现在是“1”"),
        ("CANADA081080310", "not-a-digit", "第 4 位应是数字，现在是“A”"),
        ("CAN11008108031", "length", "应为 15 位，现在是 14 位"),
        ("CAN110081130310", "impossible-date", "第 8 至 13 位“811303”不是真实的日期"),
        ("91112419810803002", "length", "应为 18 位，现在是 17 位"),
        ("911124198108030025", "check-digit", "第 18 位校验不对"),
        ("\ud800AN110081080310", "unreadable-character", "第 1 位是无法识别的字符"),
    ],
)
def test_refused_permanent_residence_cards(raw, code, words):
    answer = check(FOREIGNER, raw, today=TODAY)
    assert (answer.valid, answer.code) == (False, code)
    assert words in answer.reason


@pytest.mark.parametrize(
    "kind, number, label",
    [
        (DocumentType.RESIDENT_ID, "810000199408230021", "港澳台居民居住证"),
        (DocumentType.RESIDENT_ID, "CAN110081080310", "外国人永久居留身份证"),
        (DocumentType.RESIDENT_ID, "H12345678", "港澳居民来往内地通行证"),
        (HMT, "911124198108030024", "外国人永久居留身份证"),
        (FOREIGNER, resident_id("530103", date(1990, 1, 1), 1), "居民身份证"),
        (DocumentType.HK_MACAO_PERMIT, resident_id("530103", date(1990, 1, 1), 1), "居民身份证"),
        (DocumentType.TAIWAN_PERMIT, "830000199201300022", "港澳台居民居住证"),
    ],
)
def test_a_good_number_of_another_document_names_that_document(kind, number, label):
    answer = check(kind, number, today=TODAY)
    assert (answer.valid, answer.code) == (False, "other-document")
    assert label in answer.reason
    assert kind.label in answer.reason


def test_a_foreign_card_born_in_the_future_is_refused():
    assert check(FOREIGNER, foreigner_pr("53", "840", date(2025, 7, 2), 1), today=TODAY).code == "future-date"


def test_the_leap_day_of_2000_is_read_on_the_old_card():
    assert check(FOREIGNER, "USA530000022911", today=TODAY).birth_date == date(2000, 2, 29)
    assert check(FOREIGNER, "USA530001022911", today=TODAY).code == "impossible-date"
