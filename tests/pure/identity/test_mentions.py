"""Numbers inside a sentence are found however they are written; other figures are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhupei.pure.identity import mentions_number

FOUND = [
    "13800001234",
    "本人电话13800001234，已停用",
    "138 0000 1234",
    "138-0000-1234",
    "138 - 0000 - 1234",
    "138—0000—1234",
    "138.0000.1234",
    "+86 138 0000 1234",
    "008613800001234",
    "8613800001234",
    "１３８００００１２３４",
    "１３８　００００　１２３４",
    "138\u200b0000\u200b1234",
    "138\n0000\n1234",
    "2026 13800001234",
    "先打13800001234再打13900001234",
    "19912345678本人的",
    "530102199001011234",
    "身份证530102199001011234。",
    "ID530102199001011234",
    "53010219900101123X",
    "53010219900101123x",
    "53010219900101123×",
    "530102 19900101 1234",
    "530102-1990-0101-123X",
    "５３０１０２１９９００１０１１２３Ｘ",
]
LEFT_ALONE = [
    "",
    "本人到场，人证一致",
    "报名号 2026-W1-000123，回执 2026-W1-000123-01",
    "2026-11-29 13:45 来电",
    "2026年11月29日，身份证有效期至 2036-11-29",
    "座机 0871-65123456",
    "尾号 1234 的手机，证件号后四位 123X",
    "12345678901",
    "1380000123",
    "138000012345",
    "53010219900101123",
    "6222021234567890123",
    "第 1 页至第 3 页，共 20 份",
    "\x00\ud800",
]


@pytest.mark.parametrize("text", FOUND)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert mentions_number(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_figures_are_left_alone(text: str) -> None:
    assert not mentions_number(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Nl", "No"])), st.integers(0, 10**8 - 1))
def test_words_around_it_hide_no_number(words: str, seed: int) -> None:
    assert mentions_number(f"{words}138{seed:08}{words}")


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    mentions_number(text)
