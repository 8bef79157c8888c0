"""What people paste, and what an attacker sends: the first is understood, the second is answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import DocumentType, check, mask, normalise
from zhupei.world.fiction.generate import resident_id

GOOD = next(number for n in range(99) if (number := resident_id("530103", date(1990, 1, 2), n)).endswith("X"))
WIDE = GOOD.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
anything = st.text(st.characters(exclude_categories=[]), max_size=40)


@pytest.mark.parametrize(
    "pasted",
    [
        GOOD,
        GOOD.lower(),
        WIDE,
        WIDE.lower(),
        f"  {GOOD}\t\r\n",
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        f"{GOOD[:6]}-{GOOD[6:14]}－{GOOD[14:]}",
        f"{GOOD[:6]}—{GOOD[6:14]}　{GOOD[14:]}",
        f"'{GOOD}",
        f"\u202d{GOOD}\u202c",
        f"\u200e{GOOD[:9]}\u200b{GOOD[9:]}\ufeff",
        f"{GOOD[:17]}Ⅹ",
        f"{GOOD[:17]}×",
        "\u00a0".join(GOOD),
    ],
)
def test_pasted_forms_of_one_number(pasted):
    assert normalise(pasted) == GOOD
    assert check(DocumentType.RESIDENT_ID, pasted, today=date(2025, 1, 1)).number == GOOD


@pytest.mark.parametrize("digit", ["٣", "३", "³", "③", "三", "Ⅲ"])
def test_digits_of_other_scripts_are_not_digits(digit):
    answer = check(DocumentType.RESIDENT_ID, digit + GOOD[1:])
    assert (answer.valid, answer.code) == (False, "not-a-digit")


@tried(1500)
@given(st.sampled_from(DocumentType), anything)
def test_no_text_raises_and_every_refusal_has_a_reason(kind, raw):
    answer = check(kind, raw, today=date(2025, 1, 1))
    assert answer.valid == (answer.reason is None) == (answer.code is None)
    assert answer.kind is kind
    (answer.number + (answer.reason or "")).encode()


@tried(1000)
@given(anything)
def test_normalising_twice_changes_nothing(raw):
    assert normalise(normalise(raw)) == normalise(raw)


@tried(1000)
@given(st.sampled_from(DocumentType), st.text("0123456789XHM()- ", max_size=20))
def test_the_canonical_number_is_itself_valid(kind, raw):
    answer = check(kind, raw, today=date(2025, 1, 1))
    if answer.valid:
        again = check(kind, answer.number, today=date(2025, 1, 1))
        assert again == answer


def test_a_very_long_input_is_answered_by_its_length():
    assert check(DocumentType.RESIDENT_ID, "1" * 100_000).reason == "身份证号应为 18 位，现在是 100000 位"


@pytest.mark.parametrize(
    "number, masked",
    [
        ("530103199001021234", "530***********1234"),
        ("53010319900102123X", "530***********123X"),
        ("CAN110081080310", "CAN********0310"),
        ("H12345678", "H1*****78"),
        ("12345678", "12****78"),
        ("1234567", "1******"),
        ("1", "1"),
        ("", ""),
    ],
)
def test_masks(number, masked):
    assert mask(number) == masked
