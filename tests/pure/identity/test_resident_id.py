"""The resident ID card: real numbers pass in every region, a wrong one is told why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import DocumentType, Sex, birth_date, check, check_digit, sex
from zhupei.world.fiction.generate import resident_id

KIND = DocumentType.RESIDENT_ID
TODAY = date(2025, 7, 1)
GOOD = resident_id("530103", date(1999, 12, 31), 246)
regions = st.text("0123456789", min_size=6, max_size=6).filter(
    lambda region: region not in ("810000", "820000", "830000")
)
days = st.dates(date(1876, 1, 1), TODAY)


def with_check_digit(body: str) -> str:
    return body + check_digit(body)


@tried(1500)
@given(regions, days, st.integers(0, 999))
def test_every_region_day_and_sequence_is_accepted_and_told_back(region, day, sequence):
    number = resident_id(region, day, sequence)
    answer = check(KIND, number, today=TODAY)
    assert (answer.verdict, answer.number, answer.code, answer.reason) == ("valid", number, None, None)
    assert answer.birth_date == day == birth_date(number)
    assert answer.sex == (Sex.MALE if sequence % 2 else Sex.FEMALE) == sex(number)


@pytest.mark.parametrize("region", ["530114", "532701", "511202", "710000", "999999", "000000", "659012"])
def test_regions_missing_from_the_lists_are_accepted(region):
    assert check(KIND, resident_id(region, date(1990, 5, 6), 7), today=TODAY).valid


@tried(500)
@given(regions, days, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_single_wrong_digit_is_accepted(region, day, sequence, place, symbol):
    number = resident_id(region, day, sequence)
    changed = number[:place] + symbol + number[place + 1 :]
    assert check(KIND, changed, today=TODAY).valid is (changed == number)


@tried(500)
@given(regions, days, st.integers(0, 999), st.integers(0, 16))
def test_no_swap_of_neighbours_is_accepted(region, day, sequence, place):
    number = resident_id(region, day, sequence)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert check(KIND, swapped, today=TODAY).valid is (swapped == number)


@pytest.mark.parametrize(
    "raw, code, words",
    [
        ("", "empty", "请填写身份证号"),
        ("   ", "empty", "请填写身份证号"),
        (GOOD[:17], "length", "身份证号应为 18 位，现在是 17 位"),
        (GOOD + "1", "length", "身份证号应为 18 位，现在是 19 位"),
        ("5", "length", "身份证号应为 18 位，现在是 1 位"),
        ("53O103" + GOOD[6:], "not-a-digit", "身份证号第 3 位应是数字，现在是“O”"),
        (GOOD[:9] + "X" + GOOD[10:], "not-a-digit", "身份证号第 10 位应是数字，现在是“X”"),
        (GOOD[:17] + "A", "not-a-digit", "身份证号第 18 位应是数字或 X，现在是“A”"),
        (GOOD + "号", "not-a-digit", "身份证号第 19 位应是数字或 X，现在是“号”"),
        ("五三零" + GOOD[3:], "not-a-digit", "身份证号第 1 位应是数字，现在是“五”"),
        (GOOD[:17] + "\x00", "unreadable-character", "身份证号第 18 位是无法识别的字符，请删除后重新输入"),
        (GOOD[:5] + "\ud83d" + GOOD[6:], "unreadable-character", "身份证号第 6 位是无法识别的字符"),
        ("530103991231246", "old-15-digits", "这是 15 位的旧身份证号，请填写现在身份证上的 18 位号码"),
        (with_check_digit("53010319900230001"), "impossible-date", "第 7 至 14 位“19900230”不是真实的日期"),
        (with_check_digit("53010319000229001"), "impossible-date", "“19000229”不是真实的日期"),
        (with_check_digit("53010319901301001"), "impossible-date", "“19901301”不是真实的日期"),
        (with_check_digit("53010300000101001"), "impossible-date", "“00000101”不是真实的日期"),
        (with_check_digit("53010320250702001"), "future-date", "出生日期 2025-07-02 还没有到"),
        (with_check_digit("53010318741231001"), "too-old", "出生日期 1874-12-31 距今超过 150 年"),
        (with_check_digit("53010302000101001"), "too-old", "0200-01-01"),
        (GOOD[:17] + "5", "check-digit", "身份证号第 18 位校验不对"),
    ],
)
def test_the_reason_names_the_fault(raw, code, words):
    answer = check(KIND, raw, today=TODAY)
    assert (answer.verdict, answer.code, answer.birth_date, answer.sex) == ("invalid", code, None, None)
    assert words in answer.reason


def test_leap_days_are_real_in_leap_years_only():
    for year in range(1896, 2025):
        number = with_check_digit(f"530103{year}0229001")
        leap = year % 4 == 0 and year != 1900
        assert check(KIND, number, today=TODAY).valid is leap


def test_born_today_is_accepted_and_tomorrow_not_yet():
    assert check(KIND, resident_id("530103", TODAY, 1), today=TODAY).valid
    assert not check(KIND, resident_id("530103", TODAY + timedelta(days=1), 1), today=TODAY).valid


def test_without_a_day_the_present_one_counts():
    assert check(KIND, GOOD).valid
    assert check(KIND, resident_id("530103", date(2999, 1, 1), 1)).code == "future-date"
