"""Which county a written address names."""

import pytest

from zhupei.pure.reference.addresses import county_of


@pytest.mark.parametrize(
    ("address", "code", "rest"),
    [
        ("云南省丽江市古城区西安街道12号", "530702", "西安街道12号"),
        ("云南省大理市下关镇1号", "532901", "下关镇1号"),
        ("云南省大理白族自治州大理市下关镇", "532901", "下关镇"),
        ("北京市朝阳区建国路1号", "110105", "建国路1号"),
        ("吉林省长春市朝阳区", "220104", ""),
        ("江苏省南京市鼓楼区1号", "320106", "1号"),
    ],
)
def test_the_county_and_what_follows(address: str, code: str, rest: str) -> None:
    assert county_of(address) == (code, rest)


@pytest.mark.parametrize(
    "address", ["", "云南省", "云南省昆明市", "江苏省鼓楼区1号", "丽江市古城区", "云南省丽江地区古城区", "x" * 500]
)
def test_nothing_is_guessed(address: str) -> None:
    """江苏省 has a 鼓楼区 in 南京 and one in 徐州."""
    assert county_of(address) is None
