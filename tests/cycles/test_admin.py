"""Settings of picture checks as the technical superuser enters them: a slip of the pen is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.dossiers import people
from zhupei.cycles.admin import SIZES, CycleForm
from zhupei.cycles.models import Cycle, Round
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.scans.reading import DocumentLimits

pytestmark = pytest.mark.django_db


def entered(**thresholds: str) -> CycleForm:
    cycle = people.cycle()
    plain = {"year": cycle.year, "name": cycle.name, "document_types": "resident-id", "assistant_level": "30"}
    return CycleForm({**plain, **thresholds}, instance=cycle)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('{"rol": 3}', "没有名为 rol 的阈值，可用的有：min_bytes、"),
        ('{"of": 1}', "没有名为 of 的阈值"),
        ('{"__class__": 1}', "没有名为 __class__ 的阈值"),
        ('{"sharp": NaN}', "sharp 应为一个数值，0 至 0.9"),
        ('{"sharp": 1e999}', "sharp 应为一个数值，0 至 0.9"),
        ('{"ring": 2.5}', "ring 应为一个整数，1 至 50"),
        ('{"head_height": [0.9, 0.1]}', "head_height 应为两个数值 [小, 大]，都在 0.1 至 1 之间"),
        ("[3]", "请写成"),
        ('{"roll": 10}', "roll 10 应不大于 roll_repairable 8.0"),
        ('{"nearly_white": 255, "white": 200}', "nearly_white 255 应不大于 white 200"),
        ('{"head_height": [0.3, 0.9]}', "head_height [0.3, 0.9] 应在 head_height_warn [0.55, 0.8] 之内"),
        ('{"min_bytes": 900000, "max_bytes": 1000000}', "min_bytes 在轮次的“照片最小 KB”里设置"),
    ],
)
def test_a_wrong_threshold_is_refused(written: str, words: str) -> None:
    form = entered(portrait_thresholds=written)
    assert words in form.errors["portrait_thresholds"][0]
    assert "portrait_thresholds" in form.as_p() and not form.is_valid(), "the page can be shown again"


def test_every_wrong_threshold_is_named_at_once() -> None:
    form = entered(scan_thresholds='{"dark": -1, "head_height": [0.6, 0.7]}')
    assert [words.split()[0] for words in form.errors["scan_thresholds"]] == ["dark", "没有名为"]


def test_an_emptied_field_means_the_defaults() -> None:
    form = entered(portrait_thresholds="", scan_thresholds="null")
    assert form.is_valid(), form.errors
    form.save()
    cycle = Cycle.objects.get()
    assert (cycle.portrait_thresholds, cycle.scan_thresholds) == ({}, {})


def test_right_ones_are_kept() -> None:
    form = entered(portrait_thresholds='{"roll": 2.5, "head_height": [0.6, 0.75]}', scan_thresholds='{"dark": 60}')
    assert form.is_valid(), form.errors
    form.save()
    cycle = Cycle.objects.get()
    assert cycle.portrait_thresholds["head_height"] == [0.6, 0.75] and cycle.scan_thresholds == {"dark": 60}


@pytest.mark.parametrize("value", ["NaN", "1e999", "-5"])
def test_the_page_itself_says_what_is_allowed(client: Client, value: str) -> None:
    cycle = people.cycle()
    factories.login(client, factories.staff("technical"))
    sent = {"year": cycle.year, "name": cycle.name, "document_types": "resident-id", "assistant_level": "30"}
    inlines = {f"categories-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")}
    thresholds = {"portrait_thresholds": f'{{"sharp": {value}}}', "scan_thresholds": "{}"}
    answer = client.post(reverse("admin:cycles_cycle_change", args=[cycle.pk]), {**sent, **inlines, **thresholds})
    assert answer.status_code == 200 and "sharp 应为一个数值，0 至 0.9" in answer.content.decode()


def test_the_form_tells_every_name_with_its_default_and_range() -> None:
    page = entered().as_p()
    assert "roll（默认 3.0，" in page
    assert "head_height（默认 [0.6, 0.74]，" in page
    for kind in (PortraitLimits, DocumentLimits):
        assert all((f"{name}（默认" in page) == (name not in SIZES) for name in kind.allowed())


@pytest.mark.parametrize(("least", "most", "fits"), [("500", "500", True), ("501", "500", False)])
def test_a_portrait_of_some_size_must_be_possible(client: Client, least: str, most: str, fits: bool) -> None:
    round_ = Round.objects.get(cycle=people.cycle(), number=1)
    factories.login(client, factories.staff("technical"))
    page = reverse("admin:cycles_round_change", args=[round_.pk])
    form = client.get(page).context["adminform"].form
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given |= {"stages-TOTAL_FORMS": "0", "stages-INITIAL_FORMS": "0", "cycle": str(round_.cycle_id)}
    given |= {"portrait_min_kb": least, "portrait_max_kb": most}
    answer = client.post(page, given)
    assert (answer.status_code == 302) == fits
    assert fits or "照片最小 KB 不能大于照片最大 KB" in answer.content.decode()
    round_.refresh_from_db()
    assert round_.portrait_min_kb == (500 if fits else 150)
