"""Settings of picture checks as the technical superuser enters them: a slip of the pen is refused."""

import pytest

from tests.dossiers import people
from zhupei.cycles.admin import CycleForm, PictureCheckForm
from zhupei.cycles.models import Cycle

pytestmark = pytest.mark.django_db


def entered(**thresholds: str) -> CycleForm:
    cycle = people.cycle()
    plain = {"year": cycle.year, "name": cycle.name, "document_types": "resident-id", "assistant_level": "30"}
    return CycleForm({**plain, **thresholds}, instance=cycle)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('{"rol": 3}', "没有名为 rol 的阈值"),
        ('{"roll": "3"}', "roll 应为一个数值"),
        ('{"roll": true}', "roll 应为一个数值"),
        ('{"roll": [1, 2]}', "roll 应为一个数值"),
        ('{"head_height": 0.6}', "head_height 应为两个数值"),
        ('{"head_height": [0.6]}', "head_height 应为两个数值"),
        ("[3]", "请写成"),
    ],
)
def test_a_wrong_threshold_is_refused(written: str, words: str) -> None:
    form = entered(portrait_thresholds=written)
    assert words in form.errors["portrait_thresholds"][0]


def test_right_ones_are_kept() -> None:
    form = entered(portrait_thresholds='{"roll": 2.5, "head_height": [0.6, 0.75]}', scan_thresholds='{"dark": 60}')
    assert form.is_valid(), form.errors
    form.save()
    cycle = Cycle.objects.get()
    assert cycle.portrait_thresholds["head_height"] == [0.6, 0.75] and cycle.scan_thresholds == {"dark": 60}


def test_only_checks_that_exist_can_be_set() -> None:
    assert "code" in PictureCheckForm({"code": "smile", "mode": "off"}).errors
    assert "code" not in PictureCheckForm({"code": "blur", "mode": "block"}).errors
