"""Settings of picture checks are held to names, types and ranges in one place, and the page lists exactly those."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.scans.document_check import DocumentLimits

KINDS = (PortraitLimits, DocumentLimits)
PAGE = Path(__file__).parents[2] / "docs" / "IMAGING.md"


@pytest.mark.parametrize("name", ["of", "__class__", "allowed", "faults", "nose", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_names_are_those_of_the_fields(kind, name):
    assert list(kind.allowed()) == [field.name for field in fields(kind)]
    with pytest.raises(ValueError, match=f"没有名为 {name} 的阈值.*sharp"):
        kind.of({name: 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"sharp": float("nan")},
        {"sharp": float("inf")},
        {"sharp": 10**400},
        {"sharp": -5},
        {"sharp": True},
        {"sharp": "0.3"},
        {"sharp": None},
        {"sharp": [0.3, 0.4]},
        {"ring": -1},
        {"ring": 2.5},
        {"ring": 3.0},
        {"white": 300},
        {"max_pixels": 1},
        {"head_height": 0.6},
        {"head_height": [0.6]},
        {"head_height": [0.9, 0.2]},
        {"head_height": [0.6, float("nan")]},
        {"head_height": [0.6, 7]},
        {"head_height": {"0.6": 0.7}},
    ],
)
def test_nonsense_names_the_field_and_its_range(wrong):
    (name,) = wrong
    between = PortraitLimits.allowed()[name].between
    with pytest.raises(ValueError, match=f"^{name} 应为.*{between.low} 至 {between.high}"):
        PortraitLimits.of(wrong)
    found, faults = PortraitLimits.sifted({**wrong, "roll": 5})
    assert found == PortraitLimits(roll=5) and [fault.name for fault in faults] == [name]


@pytest.mark.parametrize("nothing", [None, [], "roll", 3])
def test_what_is_no_set_of_settings_leaves_the_defaults(nothing):
    assert [fault.name for fault in PortraitLimits.faults(nothing)] == [""]
    assert PortraitLimits.sifted(nothing)[0] == PortraitLimits()


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_and_both_ends_are_allowed(kind):
    assert kind.of(asdict(kind())) == kind.from_json(json.loads(json.dumps(asdict(kind())))) == kind()
    for name, allowed in kind.allowed().items():
        for end in (allowed.between.low, allowed.between.high):
            value = end if allowed.kind in (int, float) else [end, end]
            faults = kind.faults({name: value})
            assert allowed.fits(value) and all(name in sum(kind.ORDER, ()) for _ in faults), faults


@pytest.mark.parametrize(("kind", "heading"), [(PortraitLimits, "Of portraits"), (DocumentLimits, "Of documents")])
def test_the_page_lists_every_threshold_with_its_default_and_range(kind, heading):
    part = PAGE.read_text("utf-8").split(f"**{heading}**")[1].split("\n\n")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()[2:]]
    told = [(name.strip("`"), default, between) for name, _, default, between in rows]
    assert told == [
        (name, json.dumps(default), f"{allowed.between.low} to {allowed.between.high}")
        for (name, default), allowed in zip(asdict(kind()).items(), kind.allowed().values(), strict=True)
    ]
    assert all(meaning for _, meaning, _, _ in rows)


def test_values_that_contradict_each_other_have_their_defaults() -> None:
    limits, faults = PortraitLimits.sifted({"eyes_open": 0.1, "eyes_closed": 0.3, "yaw": 16, "sharp": 0.3})
    assert (limits.eyes_open, limits.eyes_closed, limits.yaw) == (0.20, 0.17, 8.0) and limits.sharp == 0.3
    assert {fault.name for fault in faults} == {"eyes_open", "eyes_closed", "yaw"}
    assert PortraitLimits.faults({"roll": 10, "roll_repairable": 12}) == ()
