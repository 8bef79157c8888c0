import pytest

from zhupei.pure.identity import masks


@pytest.mark.parametrize(
    ("name", "shown"), [("杨", "杨"), ("杨丽", "杨*"), ("和志远", "和*远"), ("阿依古丽·买买提", "阿******提")]
)
def test_names_in_public_lists(name: str, shown: str) -> None:
    assert masks.mask_name(name) == shown
