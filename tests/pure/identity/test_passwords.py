"""Passwords: three kinds of characters, nothing common, nothing about the person; long ones are fine."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import password_faults
from zhupei.pure.identity.guessing import pieces
from zhupei.world.fiction.generate import resident_id

BORN = date(1990, 1, 12)
PERSON = {
    "name": "Anna Schmidt",
    "number": resident_id("530103", BORN, 246),
    "birth_date": BORN,
    "phone": "13876549321",
}
_COMMON = """
    Aa123456! Abc@1234 Woaini1314! P@ssw0rd1 Admin@123 Qwer1234! 1qaz@WSX !QAZ2wsx Kunming2025!
    Yisheng@123 Aa111111! abcd!1234 Zxcvbnm1! Qq123456. 5201314Aa! Test@1234 Wang1234! Zhang@123
    Hello@2024 Password1! Pa$$w0rd! 123qwe!@# Asd123!@# Abc123!! Huawei@123 Root@123456 Woaini520!
    Qwe123!@# a1b2c3d4! Aa@12345678 1q2w3e4r! Q1w2e3r4! Abcd1234. Zhongguo@2025 Nihao123!
    Guipei@2025 zaq1@WSX Iloveyou1! Ab1!Ab1!Ab1!
"""
_GOOD = """
    k7#Qm2!z Blue7!river correct-horse-4-battery Gr8-tea&milk Dianchi#3057x 雨天bring7伞 x9$Lp0~w
    Y4y-moon+kettle
"""
COMMON, GOOD = _COMMON.split(), _GOOD.split()


def codes(password: str, **person) -> list[str]:
    return [fault.code for fault in password_faults(password, **person)]


@pytest.mark.parametrize("password", COMMON)
def test_habits_are_refused(password):
    assert codes(password) == ["common"]


@pytest.mark.parametrize("password", GOOD)
def test_good_passwords_are_accepted(password):
    assert password_faults(password, **PERSON) == []


@pytest.mark.parametrize(
    "password, expected",
    [
        ("", ["too-short", "no-letter", "no-digit", "no-special"]),
        ("k7#Qm2!", ["too-short"]),
        ("k7#Qm2!z" * 8 + "x", ["too-long"]),
        ("73928461!", ["no-letter"]),
        ("kqmxz!vb", ["no-digit"]),
        ("k7xQm2vz", ["no-special"]),
        ("k7#Qm2!ｚ", ["full-width"]),
        ("k7#Qm2!z\x00", ["unreadable-character"]),
        ("k7#Qm2!z\ud800", ["unreadable-character"]),
    ],
)
def test_length_and_kinds(password, expected):
    assert codes(password) == expected


def test_both_sides_of_each_length():
    long = "".join(f"{chr(97 + n * 7 % 26)}{n * 7 % 10}#{chr(65 + n * 11 % 26)}" for n in range(17))
    assert codes(long[:7]) == ["too-short"]
    assert codes(long[:8]) == codes(long[:16]) == codes(long[:17]) == codes(long[:64]) == []
    assert codes(long[:65]) == ["too-long"]
    assert codes(long[:11], staff=True) == ["too-short"]
    assert codes(long[:12], staff=True) == []


def test_staff_need_more_pieces():
    password = "Woaini1314#kq7p"
    assert codes(password) == []
    assert codes(password, staff=True) == ["common"]


@pytest.mark.parametrize(
    "password, code",
    [
        ("Anna!kq7mz", "contains-name"),
        ("x8#SCHMIDTq", "contains-name"),
        ("kq!1990mzx", "contains-birthday"),
        ("kq!0112mzx", "contains-birthday"),
        ("kq!900112mzx", "contains-birthday"),
        ("kq-90-01-12mz", "contains-birthday"),
        ("kq!1990.1.12m", "contains-birthday"),
        ("kq!12011990mz", "contains-birthday"),
        ("kq!90112mzx", "contains-birthday"),
        ("kq!5301mzxw", "contains-number"),
        ("kq!1032mzxw", None),
        ("kq!103 1mzxw", "contains-number"),
        ("kq!7654mzxw", "contains-phone"),
        ("kq!765-4mzxw", "contains-phone"),
        ("kq!4321mzxw", None),
        ("kq!9321mzxw", "contains-phone"),
        ("kq!932mzxwv", None),
    ],
)
def test_personal_pieces_are_refused(password, code):
    assert (code in codes(password, **PERSON)) if code else codes(password, **PERSON) == []
    assert code not in codes(password)


def test_a_chinese_name_is_found():
    assert codes("k7#张三丰Qm2", name="张三丰") == ["contains-name"]
    assert codes("k7#买买提Qm2", name="买买提·吐尔逊") == ["contains-name"]
    assert codes("k7#李Qm2!zx", name="李") == []


@pytest.mark.parametrize("password", [*COMMON, *GOOD])
def test_reasons_do_not_repeat_the_password(password):
    for fault in password_faults(password, **PERSON):
        assert password not in fault.reason


@tried(500)
@given(st.data())
def test_every_run_of_four_digits_of_the_person_is_found(data):
    source = data.draw(st.sampled_from(["number", "phone"]))
    digits = PERSON[source]
    at = data.draw(st.integers(0, len(digits) - 5))
    found = codes(f"kq!{digits[at : at + 4]}mzxw", **PERSON)
    assert f"contains-{source}" in found


@tried(500)
@given(st.text(st.characters(exclude_categories=[]), max_size=70), st.booleans())
def test_nothing_raises_and_what_passes_keeps_the_rules(password, staff):
    if not password_faults(password, **PERSON, staff=staff):
        assert (12 if staff else 8) <= len(password) <= 64
        password.encode()
        for kind in (str.isalpha, str.isdigit):
            assert any(character.isascii() and kind(character) for character in password)


@tried(300)
@given(st.text("aB1!xqz7", max_size=30), st.sampled_from("k$V9"))
def test_one_more_character_is_at_most_one_more_piece(password, character):
    assert pieces(password + character) <= pieces(password) + 1
    assert pieces(password) <= len(password)


@pytest.mark.parametrize(
    "password, count",
    [
        ("", 0),
        ("k", 1),
        ("aaaaaaaa", 1),
        ("qwertyuiop", 1),
        ("abc", 1),
        ("ab", 2),
        ("xk7xk7", 4),
        ("2024", 1),
    ],
)
def test_pieces(password, count):
    assert pieces(password) == count
