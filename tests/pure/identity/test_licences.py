"""Physicians' certificate numbers: the form decides, a stranger's number in it is only a warning."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import check_practising, check_qualification
from zhupei.world.fiction.generate import resident_id

HOLDER = resident_id("530103", date(1990, 1, 12), 246)
OLD_HOLDER = HOLDER[:6] + "900112" + "246"
TODAY = date(2025, 7, 1)


def warnings(number: str, holder: str = HOLDER) -> list[str]:
    answer = check_qualification(number, holder, today=TODAY)
    assert answer.valid
    return [warning.code for warning in answer.warnings]


@tried(300)
@given(st.integers(1999, 2025), st.integers(0, 99999), st.dates(date(1950, 1, 1), TODAY), st.integers(0, 999))
def test_the_holders_own_certificate_passes_without_a_word(year, middle, day, sequence):
    holder = resident_id("532701", day, sequence)
    assert warnings(f"{year}{middle:05}{holder}", holder) == []
    assert warnings(f"{year}{middle:05}{holder[:6]}{holder[8:17]}", holder) == []


def test_pasted_forms():
    assert warnings(f"2016 53 1 10 {HOLDER}") == []
    assert check_qualification(f"２０１６53110{HOLDER}", HOLDER, today=TODAY).number == f"201653110{HOLDER}"


def test_an_id_number_with_x():
    holder = next(n for s in range(99) if (n := resident_id("530103", date(1990, 1, 2), s)).endswith("X"))
    assert warnings(f"201653110{holder.lower()}", holder) == []


def test_another_persons_number_is_a_warning_not_a_fault():
    other = resident_id("530103", date(1990, 1, 12), 248)
    assert warnings(f"201653110{other}") == ["holder-mismatch"]
    assert warnings(f"201653110{other[:6]}{other[8:17]}") == ["holder-mismatch"]
    assert warnings(f"201653110{OLD_HOLDER}") == []


def test_a_travel_permit_has_nothing_to_be_compared_with():
    assert warnings(f"201653110{HOLDER}", "H12345678") == []


@pytest.mark.parametrize("year, expected", [("1949", []), ("2025", []), ("2026", ["year"]), ("0000", ["year"])])
def test_an_impossible_year_is_a_warning(year, expected):
    assert warnings(f"{year}53110{HOLDER}") == expected


@pytest.mark.parametrize(
    "number, code, words",
    [
        ("", "empty", "请填写医师资格证书编码"),
        ("201653110", "length", "应为 24 位或 27 位，现在是 9 位"),
        ("2" * 26, "length", "现在是 26 位"),
        ("2" * 28, "length", "现在是 28 位"),
        ("2" * 23 + "X", "not-a-digit", "第 24 位应是数字，现在是“X”"),
        ("201653110\x00" + HOLDER, "unreadable-character", "第 10 位是无法识别的字符"),
        ("医师" + HOLDER, "not-a-digit", "第 1 位应是数字，现在是“医”"),
    ],
)
def test_refused_qualification_numbers(number, code, words):
    answer = check_qualification(number, HOLDER, today=TODAY)
    assert (answer.valid, answer.fault.code, answer.warnings) == (False, code, ())
    assert words in answer.fault.reason


@pytest.mark.parametrize("number", ["110530000012345", "1105 3000 0012 345", "１１０５３０００００１２３４５"])
def test_practising_numbers(number):
    answer = check_practising(number)
    assert (answer.valid, answer.number, answer.warnings) == (True, "110530000012345", ())


@pytest.mark.parametrize(
    "number, code",
    [("", "empty"), ("1" * 14, "length"), ("1" * 16, "length"), ("1" * 14 + "X", "not-a-digit")],
)
def test_refused_practising_numbers(number, code):
    assert check_practising(number).fault.code == code


@tried(500)
@given(st.text(st.characters(exclude_categories=[]), max_size=40), st.text(max_size=20))
def test_no_text_raises(number, holder):
    assert check_qualification(number, holder, today=TODAY).number == check_practising(number).number
