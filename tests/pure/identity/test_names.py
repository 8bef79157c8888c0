"""Names of Yunnan's people and of foreigners: accepted as on the document, stored in one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.pure.identity import check_name, normalise_name, private_use

anything = st.text(st.characters(exclude_categories=[]), max_size=60)
pieces = st.text("张三·•‧．・.  　⼀⻢﨑\U00020bb7\U000e0100'’-abcÉe\u0301Ａ", max_size=60)


@pytest.mark.parametrize(
    "name",
    [
        "李",
        "张三",
        "欧阳娜娜",
        "阿不都热合曼·买买提",
        "斯朗卓玛",
        "岩温扁",
        "巴哈尔古丽·阿布都克里木·吐尔逊",
        "王〇",
        "\U00020bb7野",  # 𠮷, outside the BMP
        "王\U0002b81f",
        "李\U00030edd",  # extension G
        "王\U00031350",  # extension H, newer than this Python's tables
        "山﨑",  # a compatibility ideograph that has no other form
        "佐々木",
        "Anna Müller",
        "JEAN-PIERRE D'ARC",
        "CHAN, TAI MAN",
        "J. R. Smith",
        "Nguyễn Văn Anh",
        "李Anna",
        "买" * 50,
    ],
)
def test_names_that_are_kept_as_they_are(name):
    assert check_name(name) is None
    assert normalise_name(name) == name


@pytest.mark.parametrize(
    "raw, stored",
    [
        ("  张三\n", "张三"),
        ("张　三", "张三"),
        ("张  三", "张三"),
        ("John   Smith", "John Smith"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提‧吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提･吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("买买提··吐尔逊", "买买提·吐尔逊"),
        ("J. R. Smith", "J. R. Smith"),
        ("D’Arc", "D'Arc"),
        ("Mu\u0308ller", "Müller"),
        ("葛\U000e0100", "葛"),
        ("\ufeff张三\u200b", "张三"),
        ("王⽂", "王文"),  # U+2F42, the radical
        ("⻢超", "马超"),
    ],
)
def test_one_stored_form(raw, stored):
    assert normalise_name(raw) == stored
    assert check_name(raw) is None


def test_rare_characters_are_never_folded():
    for rare in ("﨑", "㐂", "\U00020bb7", "\U0002f9ff"):
        assert normalise_name("王" + rare) == unicodedata.normalize("NFC", "王" + rare)


@pytest.mark.parametrize(
    "raw, code",
    [
        ("", "empty"),
        (" 　\t", "empty"),
        ("买" * 51, "length"),
        ("张三1", "digit"),
        ("张三１", "digit"),
        ("张三٣", "digit"),
        ("张\x00三", "unreadable-character"),
        ("张\n三", "unreadable-character"),
        ("张\u202e三", "unreadable-character"),
        ("\u200f张三", "unreadable-character"),
        ("张\u2067三", "unreadable-character"),
        ("张\ud842三", "unreadable-character"),
        ("张\ufffd", "unreadable-character"),
        ("张\ue815", "private-use"),
        ("张三?", "symbol"),
        ("张-三", "symbol"),
        ("张三😀", "symbol"),
        ("<b>张三</b>", "symbol"),
        ("Иван", "symbol"),
        ("ひろし", "symbol"),
        ("张\u0301三", "symbol"),
        ("·张三", "separator"),
        ("张三·", "separator"),
        ("·", "no-letter"),
    ],
)
def test_refused_names(raw, code):
    assert check_name(raw).code == code


def test_the_reason_names_the_place():
    assert str(check_name("张三2")) == "姓名第 3 个字“2”是数字，请按证件填写"
    assert str(check_name("买" * 51)) == "姓名最多 50 个字，现在是 51 个"


def test_fifty_characters_outside_the_bmp_are_fifty():
    assert check_name("\U00020bb7" * 50) is None
    assert check_name("\U00020bb7" * 51).code == "length"


@pytest.mark.parametrize(("private", "plain"), [("\ue863", "䶮"), ("\ue854", "\u9fba"), ("\ue816", "\U00020087")])
def test_a_private_code_of_older_systems_becomes_the_standard_character(private, plain):
    assert normalise_name("王" + private) == "王" + plain and check_name("王" + private) is None


def test_the_table_of_private_codes_agrees_with_gb_18030():
    """Python's codec is that of 2000, with the places of 2005 for all but fourteen."""
    later = 0
    codes = private_use._TABLE.split()
    for code, private, plain in zip(codes[0::3], codes[1::3], codes[2::3], strict=True):
        decoded = bytes.fromhex(code).decode("gb18030")
        later += decoded == chr(int(private, 16))
        assert decoded in (chr(int(private, 16)), chr(int(plain, 16)))
        assert unicodedata.name(chr(int(plain, 16))).startswith("CJK UNIFIED IDEOGRAPH")
    assert later == 14 and len(private_use.STANDARD) == 66


def test_what_no_table_knows_is_named():
    reason = check_name("王\ue123").reason
    assert reason.startswith("姓名第 2 个字“\ue123”（U+E123）是自造字") and "重新输入" in reason


@tried(1500)
@given(st.one_of(anything, pieces))
def test_normalising_twice_changes_nothing_and_nothing_raises(raw):
    once = normalise_name(raw)
    assert normalise_name(once) == once
    assert (check_name(raw) is None) == (check_name(once) is None)
    if check_name(raw) is None:
        assert 1 <= len(once) <= 50
        assert not any(character.isdigit() for character in once)
        once.encode()
