"""Regions: three levels everywhere, real codes, old codes with their end."""

from collections import Counter

import pytest

from zhupei.pure.reference.files import table
from zhupei.pure.reference.regions import CITY, COUNTY, PROVINCE, UNDIVIDED, RegionRecord, regions, spoken


@pytest.fixture(scope="module")
def by_code() -> dict[str, RegionRecord]:
    return {region.code: region for region in regions()}


def path(by_code: dict[str, RegionRecord], code: str) -> list[str]:
    names = []
    step: str | None = code
    while step:
        names.append(by_code[step].name)
        step = by_code[step].parent
    return names[::-1]


def test_codes_are_unique_and_six_digits() -> None:
    codes = [region.code for region in regions()]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_there_are_thirty_four_provinces(by_code: dict[str, RegionRecord]) -> None:
    provinces = [region for region in by_code.values() if region.level == PROVINCE]
    assert len(provinces) == 34
    assert by_code["710000"].name == "台湾省"
    assert len([region for region in by_code.values() if region.level == COUNTY]) > 2800


def test_parents_come_first_and_are_one_level_up() -> None:
    seen: dict[str, RegionRecord] = {}
    for region in regions():
        assert (region.parent is None) == (region.level == PROVINCE)
        if region.parent:
            assert seen[region.parent].level == region.level - 1, region
        seen[region.code] = region


def test_three_selects_always_lead_to_an_answer(by_code: dict[str, RegionRecord]) -> None:
    children = Counter(region.parent for region in by_code.values() if region.valid_to is None)
    for region in by_code.values():
        assert bool(children[region.code]) == (region.level != COUNTY), region


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("110111", ["北京市", "市辖区", "房山区"]),
        ("500235", ["重庆市", "县", "云阳县"]),
        ("530114", ["云南省", "昆明市", "呈贡区"]),
        ("429004", ["湖北省", "省直辖县级行政区划", "仙桃市"]),
        ("659001", ["新疆维吾尔自治区", "自治区直辖县级行政区划", "石河子市"]),
        ("441999", ["广东省", "东莞市", UNDIVIDED]),
        ("810001", ["香港特别行政区", UNDIVIDED, "中西区"]),
        ("820008", ["澳门特别行政区", UNDIVIDED, "圣方济各堂区"]),
        ("719999", ["台湾省", UNDIVIDED, UNDIVIDED]),
    ],
)
def test_paths(by_code: dict[str, RegionRecord], code: str, names: list[str]) -> None:
    assert path(by_code, code) == names


def test_placeholders_are_only_where_no_division_is(by_code: dict[str, RegionRecord]) -> None:
    placeholders = {code for code, region in by_code.items() if region.placeholder}
    assert placeholders == {
        "441999", "442099", "460499", "620299", "719900", "719999", "819900", "829900",
    }  # fmt: skip


def test_an_address_in_words_leaves_placeholders_out() -> None:
    assert spoken(["广东省", "东莞市", UNDIVIDED]) == "广东省东莞市"
    assert spoken(["台湾省", UNDIVIDED, UNDIVIDED]) == "台湾省"
    assert spoken(["北京市", "市辖区", "房山区"]) == "北京市市辖区房山区"


def test_old_codes_have_ended_and_have_a_successor(by_code: dict[str, RegionRecord]) -> None:
    former = [region for region in by_code.values() if region.valid_to is not None]
    successors = {row["code"]: row["successor"] for row in table("dossiers", "former_regions.tsv")}
    assert {region.code for region in former} == set(successors)
    assert by_code["532701"].name == "思茅市"
    assert by_code["532701"].valid_to == 2002
    for region in former:
        heir = by_code[successors[region.code]]
        assert heir.level == COUNTY
        assert heir.valid_to is None
        assert by_code[region.parent or ""].level == CITY
    assert by_code[successors["530121"]].name == "呈贡区"
