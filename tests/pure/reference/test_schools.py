"""Institutions and majors: what must be there, and that codes and groups hold together."""

import pytest

from zhupei.pure.reference.codes import education_levels
from zhupei.pure.reference.regions import PROVINCE, regions
from zhupei.pure.reference.schools import institutions, majors

YUNNAN = [
    "昆明医科大学",
    "大理大学",
    "云南中医药大学",
    "昆明理工大学",
    "云南大学",
    "曲靖健康医学院",
    "楚雄医药高等专科学校",
    "保山中医药高等专科学校",
    "德宏职业学院",
    "昆明卫生职业学院",
    "红河卫生职业学院",
    "昆明医科大学海源学院",
]


def test_every_province_has_its_medical_schools() -> None:
    assert len(institutions()) >= 250
    provinces = {region.code for region in regions() if region.level == PROVINCE}
    assert {each.province for each in institutions()} == provinces


def test_the_schools_of_yunnan_come_first() -> None:
    names = [each.name for each in institutions() if each.province == "530000"]
    assert set(YUNNAN) <= set(names)
    assert [each.name for each in institutions()[: len(names)]] == names


def test_institution_codes() -> None:
    codes = [each.code for each in institutions()]
    assert len(codes) == len(set(codes))
    assert all(len(code) <= 12 for code in codes)
    assert all((len(code) == 5 and code.isdigit()) or code.startswith("X") for code in codes)
    by_name = {each.name: each.code for each in institutions()}
    assert by_name["昆明医科大学"] == "10678"
    assert by_name["云南中医药大学"] == "10680"
    assert by_name["复旦大学"] == "10246"


def test_no_name_twice_and_no_way_out_among_them() -> None:
    names = [each.name for each in institutions()]
    assert len(names) == len(set(names))
    assert not any("其他" in name for name in names + [each.name for each in majors()])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("100201K", "临床医学"),
        ("100202TK", "麻醉学"),
        ("100207TK", "儿科学"),
        ("100301K", "口腔医学"),
        ("100501K", "中医学"),
        ("100601K", "中西医临床医学"),
        ("520101K", "临床医学"),
        ("G105101", "内科学（专硕）"),
    ],
)
def test_majors(code: str, name: str) -> None:
    assert {each.code: each.name for each in majors()}[code] == name


def test_major_codes_and_levels_exist() -> None:
    codes = [each.code for each in majors()]
    assert len(codes) == len(set(codes))
    assert all(len(code) <= 12 for code in codes)
    levels = {each.code for each in education_levels()}
    assert all(each.levels and set(each.levels) <= levels for each in majors())
