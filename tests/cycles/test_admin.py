"""Settings of picture checks as the technical superuser enters them: a slip of the pen is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.dossiers import people
from tests.world_small import load
from zhupei.cycles.admin import SIZES, CycleForm
from zhupei.cycles.models import Cycle, PersonCategory, Round
from zhupei.kernel.clock import SHANGHAI
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.scans.document_check import DocumentLimits

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


def moved(client: Client, round_: Round, **given: str) -> int:
    """Somebody sends what a page with open fields would send: every stage a day earlier, or deleted."""
    posted = {"cycle": str(round_.cycle_id), "number": "1", "name": round_.name}
    stages = list(round_.stages.order_by("opens", "closes"))
    posted |= {"stages-TOTAL_FORMS": str(len(stages)), "stages-INITIAL_FORMS": str(len(stages))}
    for n, stage in enumerate(stages):
        posted |= {f"stages-{n}-id": str(stage.pk), f"stages-{n}-round": str(round_.pk), f"stages-{n}-kind": stage.kind}
        for end in ("opens", "closes"):
            earlier = (getattr(stage, end) - timedelta(days=1)).astimezone(SHANGHAI)
            posted |= {f"stages-{n}-{end}_0": f"{earlier:%Y-%m-%d}", f"stages-{n}-{end}_1": f"{earlier:%H:%M:%S}"}
        posted |= {f"stages-{n}-{name}": value for name, value in given.items()}
    return client.post(reverse("admin:cycles_round_change", args=[round_.pk]), posted).status_code


@pytest.mark.parametrize("given", [{}, {"DELETE": "on"}])
def test_nobody_moves_or_removes_a_date_there(client: Client, given: dict[str, str]) -> None:
    round_ = load().first
    before = list(round_.stages.order_by("pk").values())
    factories.login(client, factories.staff("technical"))

    moved(client, round_, **given)

    assert list(round_.stages.order_by("pk").values()) == before
    page = client.get(reverse("admin:cycles_round_change", args=[round_.pk])).content.decode()
    assert "网上报名" in page and 'name="stages-0-closes_0"' not in page
    assert client.get("/technical/cycles/stage/").status_code == 404, "no page of its own, either"


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("round", {"max_choices": "9", "correction_grace": "00:00:01", "portrait_min_kb": "1", "show_competition": ""}),
        ("cycle", {"document_types": "foreigner-pr", "assistant_level": "40"}),
    ],
)
def test_nobody_changes_a_setting_there(client: Client, page: str, given: dict[str, str]) -> None:
    round_ = load().first
    row = round_ if page == "round" else round_.cycle
    before = {name: getattr(row, name) for name in given}
    factories.login(client, factories.staff("technical"))
    posted = {"cycle": str(round_.cycle_id), "number": "1", "name": row.name, "year": "2026"}
    posted |= {"portrait_thresholds": "{}", "scan_thresholds": "{}"}
    posted |= {f"{inline}-{count}_FORMS": "0" for inline in ("stages", "categories") for count in ("TOTAL", "INITIAL")}

    answer = client.post(reverse(f"admin:cycles_{page}_change", args=[row.pk]), {**posted, **given})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in given} == before


def test_nobody_changes_how_a_category_chooses_there(client: Client) -> None:
    cycle = load().cycle
    category = PersonCategory.objects.get(cycle=cycle, code="postgraduate")
    factories.login(client, factories.staff("technical"))
    posted = {"year": "2026", "name": cycle.name, "portrait_thresholds": "{}", "scan_thresholds": "{}"}
    posted |= {"categories-TOTAL_FORMS": "1", "categories-INITIAL_FORMS": "1", "categories-0-id": str(category.pk)}
    posted |= {"categories-0-code": "postgraduate", "categories-0-name": "x", "categories-0-choice_mode": "free"}

    client.post(reverse("admin:cycles_cycle_change", args=[cycle.pk]), {**posted, "categories-0-position": "2"})

    category.refresh_from_db()
    assert (category.choice_mode, category.name) == ("designated", "专硕研究生")


def test_a_new_round_is_entered_there_with_its_dates(client: Client) -> None:
    cycle = load().cycle
    factories.login(client, factories.staff("technical"))
    posted = {
        "cycle": str(cycle.pk),
        "number": "3",
        "name": "第 3 批次",
        "max_choices": "2",
        "correction_grace": "48:00:00",
    }
    posted |= {"portrait_min_width": "413", "portrait_min_height": "526", "portrait_min_kb": "150"}
    posted |= {
        "portrait_max_kb": "500",
        "document_max_mb": "10",
        "stages-TOTAL_FORMS": "1",
        "stages-INITIAL_FORMS": "0",
    }
    posted |= {"stages-0-kind": "registration", "stages-0-opens_0": "2026-10-01", "stages-0-opens_1": "10:00:00"}
    posted |= {"stages-0-closes_0": "2026-10-05", "stages-0-closes_1": "22:00:00"}

    answer = client.post(reverse("admin:cycles_round_add"), posted)

    assert answer.status_code == 302, answer.context["errors"]
    round_ = Round.objects.get(cycle=cycle, number=3)
    assert round_.max_choices == 2 and round_.stages.get().kind == "registration"


def test_the_sizes_of_a_new_round_must_allow_a_portrait(client: Client) -> None:
    factories.login(client, factories.staff("technical"))
    posted = {"cycle": str(people.cycle().pk), "number": "3", "name": "第 3 批次", "max_choices": "2"}
    posted |= {
        "portrait_min_kb": "501",
        "portrait_max_kb": "500",
        "stages-TOTAL_FORMS": "0",
        "stages-INITIAL_FORMS": "0",
    }

    answer = client.post(reverse("admin:cycles_round_add"), posted)

    assert "照片最小 KB 不能大于照片最大 KB" in answer.content.decode() and not Round.objects.filter(number=3).exists()
