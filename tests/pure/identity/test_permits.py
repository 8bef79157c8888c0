"""Travel permits: a number for life; the count of renewals does not make another person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import DocumentType, check
from zhupei.world.fiction.generate import hk_macao_permit, taiwan_permit

HK, TAIWAN = DocumentType.HK_MACAO_PERMIT, DocumentType.TAIWAN_PERMIT
serials = st.integers(0, 10**8 - 1)
renewals = st.integers(0, 99)


@tried(500)
@given(st.sampled_from("HM"), serials, renewals)
def test_one_person_before_and_after_a_renewal(letter, serial, count):
    number = hk_macao_permit(letter, serial)
    for raw in (number, f"{number}{count:02}", f"{number.lower()} ({count:02})"):
        answer = check(HK, raw)
        assert (answer.verdict, answer.number, answer.birth_date, answer.sex) == ("valid", number, None, None)


@tried(500)
@given(serials, renewals, st.sampled_from("ABTD3"))
def test_the_booklet_and_the_card_are_one_person(serial, count, office):
    number = taiwan_permit(serial)
    for raw in (
        number,
        f"{number}{count:02}",
        f"{number}{count:02}({office})",
        f"{number}{count:02}（{office}）",
    ):
        answer = check(TAIWAN, raw)
        assert (answer.verdict, answer.number, answer.birth_date, answer.sex) == ("valid", number, None, None)


@pytest.mark.parametrize(
    "raw, code, words",
    [
        ("", "empty", "请填写通行证号"),
        ("()", "empty", "请填写通行证号"),
        ("12345678", "prefix", "应以 H（香港）或 M（澳门）开头，现在是“1”"),
        ("C12345678", "prefix", "现在是“C”"),
        ("H1234567", "length", "应为 9 位或 11 位，现在是 8 位"),
        ("H123456780", "length", "现在是 10 位"),
        ("H123456789012", "length", "现在是 13 位"),
        ("H1234567X", "not-a-digit", "第 9 位应是数字，现在是“X”"),
        ("HM2345678", "not-a-digit", "第 2 位应是数字，现在是“M”"),
        ("\x00H12345678", "unreadable-character", "第 1 位是无法识别的字符"),
    ],
)
def test_refused_hong_kong_and_macao_permits(raw, code, words):
    answer = check(HK, raw)
    assert (answer.valid, answer.code) == (False, code)
    assert words in answer.reason


@pytest.mark.parametrize(
    "raw, code, words",
    [
        ("", "empty", "请填写通行证号"),
        ("1234567", "length", "应为 8 位或 10 位，现在是 7 位"),
        ("123456789", "length", "现在是 9 位"),
        ("T2345678", "not-a-digit", "第 1 位应是数字，现在是“T”"),
        ("1234567801(-)", "not-a-digit", "第 11 位应是数字，现在是“(”"),
        ("1234567\udfff", "unreadable-character", "第 8 位是无法识别的字符"),
    ],
)
def test_refused_taiwan_permits(raw, code, words):
    answer = check(TAIWAN, raw)
    assert (answer.valid, answer.code) == (False, code)
    assert words in answer.reason
