"""Mobile numbers: pasted forms are understood, the rest is told why not, and the mask hides four digits."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import check_phone, grouped_phone, mask_phone, normalise_phone
from zhupei.world.fiction.generate import mobile

GOOD = "13800001234"


@pytest.mark.parametrize(
    "pasted",
    [
        GOOD,
        "138 0000 1234",
        "138-0000-1234",
        "+86 138 0000 1234",
        "+8613800001234",
        "0086-13800001234",
        "8613800001234",
        "(+86)13800001234",
        "１３８００００１２３４",
        "＋８６１３８００００１２３４",
        "\u202d+86 138-0000-1234\u202c",
        "'13800001234",
        "138.0000.1234",
    ],
)
def test_pasted_forms_of_one_number(pasted):
    assert normalise_phone(pasted) == GOOD
    assert check_phone(pasted) is None


@pytest.mark.parametrize(
    "raw, code, words",
    [
        ("", "empty", "请填写手机号"),
        ("1380000123", "length", "手机号应为 11 位，现在是 10 位"),
        ("138000012345", "length", "现在是 12 位"),
        ("12800001234", "prefix", "应以 13 至 19 开头，现在是“12”"),
        ("23800001234", "prefix", "现在是“23”"),
        ("1380000123O", "not-a-digit", "第 11 位应是数字，现在是“O”"),
        ("٣3800001234", "not-a-digit", "第 1 位"),
        ("1380000\x001234", "unreadable-character", "第 8 位是无法识别的字符"),
        ("1380000\udc801234", "unreadable-character", "第 8 位是无法识别的字符"),
        ("+852 5123 4567", "abroad", "中国内地的 11 位手机号"),
        ("+", "abroad", "中国内地的 11 位手机号"),
        ("+86", "empty", "请填写手机号"),
        ("0871-65012345", "length", "现在是 12 位"),
    ],
)
def test_the_reason_names_the_fault(raw, code, words):
    fault = check_phone(raw)
    assert fault.code == code
    assert words in str(fault)


@tried(500)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
@example("17900002100")  # 17900 once chose a carrier: the library takes it for a prefix of nothing
def test_every_mainland_mobile_number_is_accepted(number):
    assert check_phone(number) is None
    assert normalise_phone(number) == number
    assert check_phone("+86" + number) is None


@tried(500)
@given(st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_what_the_library_calls_a_mobile_number_is_accepted(number):
    try:
        known = phonenumbers.parse(f"+86{number}")
    except phonenumbers.NumberParseException:
        return
    mobile_number = phonenumbers.number_type(known) == phonenumbers.PhoneNumberType.MOBILE
    if mobile_number and str(known.national_number) == number:
        assert check_phone(number) is None


@tried(1000)
@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_no_text_raises_and_what_passes_is_eleven_digits(raw):
    if check_phone(raw) is None:
        assert len(normalise_phone(raw)) == 11
        assert normalise_phone(raw).isdecimal()


def test_fictional_numbers_pass_but_belong_to_nobody():
    for serial in (0, 1234, 99_999_999):
        assert check_phone(mobile(serial)) is None
        assert not phonenumbers.is_valid_number(phonenumbers.parse(mobile(serial), "CN"))


@pytest.mark.parametrize(
    "number, masked", [("13800000000", "138****0000"), ("12345", "***45"), ("1234", "****"), ("", "")]
)
def test_masks(number, masked):
    assert mask_phone(number) == masked


def test_a_number_is_read_out_in_three_groups() -> None:
    assert grouped_phone(GOOD) == "138 0000 1234"
