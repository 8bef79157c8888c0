"""The catalogue of domain section 12 and who may choose what."""

import pytest

from zhupei.pure.reference.schools import majors
from zhupei.pure.reference.specialties import (
    eligible_groups,
    eligible_major_codes,
    specialties,
)

CLINICAL, STOMATOLOGY, TCM, INTEGRATED = "100201K", "100301K", "100501K", "100601K"
ORAL = {"2800", "2900", "3000", "3100", "3200", "3300", "3400"}


def test_the_catalogue() -> None:
    codes = [each.code for each in specialties()]
    assert codes == [f"{number:02d}00" for number in range(1, 38)] + ["A100"]
    assert {each.code for each in specialties() if each.track == "tcm"} == {"3500", "3600"}
    assert {each.code for each in specialties() if each.kind == "assistant_gp"} == {"A100"}
    shortage = {each.name for each in specialties() if each.shortage}
    assert shortage == {"全科", "儿科", "精神科", "妇产科", "麻醉科", "急诊科", "临床病理科", "重症医学科"}


def test_every_specialty_is_open_to_somebody_and_every_group_is_known() -> None:
    assert set(eligible_groups()) == {each.code for each in specialties()}
    known = {major.group for major in majors()}
    assert all(groups and groups <= known for groups in eligible_groups().values())


@pytest.mark.parametrize(
    ("major", "specialties_open"),
    [
        (STOMATOLOGY, ORAL),
        (TCM, {"3500", "3600"}),
        (INTEGRATED, {"3500", "3600"}),
        ("100401K", {"2700"}),
        ("100203TK", {"2200", "2300", "2400", "2500"}),
        ("520101K", {"A100"}),
        ("520401K", set()),
        ("101101K", set()),
    ],
)
def test_what_a_major_opens(major: str, specialties_open: set[str]) -> None:
    assert {each.code for each in specialties() if major in eligible_major_codes(each.code)} == specialties_open


def test_clinical_medicine_opens_all_western_ones_but_oral_and_preventive() -> None:
    opened = {each.code for each in specialties() if CLINICAL in eligible_major_codes(each.code)}
    western = {each.code for each in specialties() if each.track == "western"}
    assert opened == western - ORAL - {"2700"}


def test_unknown_specialty() -> None:
    with pytest.raises(KeyError):
        eligible_major_codes("9999")
