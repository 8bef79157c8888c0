"""Every fault of a photographed portrait fails the check of its name, and nothing else does."""

from dataclasses import replace

import numpy as np
import pytest
import skimage.data

from tests.pure.portrait import studio
from zhupei.pure.portrait import PortraitLimits, PortraitReport
from zhupei.pure.portrait.faces import find_upright
from zhupei.pure.portrait.verify import verify

pytestmark = pytest.mark.slow
GROUND = {"background_white", "border"}

FAULTS = {
    "white": ({}, None, set()),
    "another size": ({"width": 620, "height": 790}, None, set()),
    "250": ({"on": "250"}, None, {"background_white"}),
    "245": ({"on": "245"}, None, GROUND),
    "warm": ({"on": "warm"}, None, GROUND),
    "blue": ({"on": "blue"}, None, GROUND),
    "shaded": ({"on": "shaded"}, None, GROUND),
    "cluttered": ({"on": "cluttered"}, None, GROUND),
    "tilted a little": ({"tilt": 2}, None, set()),
    "tilted": ({"tilt": 6}, None, {"upright"}),
    "tilted much": ({"tilt": -12}, None, {"upright"}),
    "lying left": ({}, lambda picture: np.rot90(picture, 1), {"upright"}),
    "lying right": ({}, lambda picture: np.rot90(picture, 3), {"upright"}),
    "upside down": ({}, lambda picture: np.rot90(picture, 2), {"upright"}),
    "shifted": ({"shift": 0.07}, None, {"position"}),
    "shifted left": ({"shift": -0.07}, None, {"position"}),
    "crown at the edge": ({"margin": 0.015}, None, {"position"}),
    "head low": ({"head": 0.62, "margin": 0.2}, None, {"position"}),
    "head small": ({"head": 0.5, "margin": 0.12}, None, {"head_height"}),
    "head large": ({"head": 0.84, "margin": 0.05}, None, {"head_height"}),
    "blurred": ({}, lambda picture: studio.blurred(picture, 5), {"sharp"}),
    "dark": ({}, lambda picture: studio.darkened(picture, 0.45), {"exposure"}),
    "grey": ({}, studio.grey, {"exposure"}),
    "framed": ({}, lambda picture: studio.framed(picture, 4), {"border"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails_the_check_of_its_name_only(fault):
    options, change, expected = FAULTS[fault]
    picture = studio.pixels(**options)
    picture = picture if change is None else np.ascontiguousarray(change(picture))
    report = verify(studio.jpeg(picture), PortraitLimits())
    assert len(report.checks) == 12
    assert {check.name for check in report.checks if check.verdict == "fail"} == expected
    assert all(check.advice for check in report.checks if check.verdict != "pass")
    assert not any(check.advice for check in report.checks if check.verdict == "pass")


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_picture_on_its_side_is_measured_as_it_will_stand(quarters):
    lying = np.ascontiguousarray(np.rot90(studio.pixels(width=480, height=640), quarters))
    limits = PortraitLimits(min_bytes=1, head_pixels_least=1)
    report = verify(studio.jpeg(lying, None), limits)
    assert {check.name for check in report.checks if check.verdict == "fail"} == {"upright"}
    few = verify(studio.jpeg(lying, None), replace(limits, min_width=481))
    assert next(check for check in few.checks if check.name == "file").value == 480


def test_few_pixels_fail_file_and_resolution():
    data = studio.jpeg(studio.pixels(width=260, height=331), None)
    report = verify(data, PortraitLimits(min_bytes=1))
    assert {check.name for check in report.checks if check.verdict == "fail"} == {"file", "face_resolution"}


def test_a_weight_outside_the_range_fails_the_file_and_can_be_mended():
    data = studio.jpeg(studio.pixels(), None, quality=60)
    failed = [check for check in verify(data, PortraitLimits()).checks if check.verdict == "fail"]
    assert [(check.name, check.repairable) for check in failed] == [("file", True)]


def test_two_people_are_counted_and_not_measured():
    report = verify(studio.jpeg(studio.two_faces()), PortraitLimits())
    assert [check.name for check in report.checks] == ["file", "face", "background_white", "border"]
    face = report.checks[1]
    assert (face.value, face.verdict, face.repairable) == (2, "fail", False) and "单人照" in face.advice


@pytest.mark.parametrize("name", ["cat", "rocket", "coffee", "text", "page", "coins", "moon", "brick"])
def test_what_is_no_face_is_not_taken_for_one(name):
    picture = getattr(skimage.data, name)()
    picture = picture if picture.ndim == 3 else np.dstack([picture] * 3)
    report = verify(studio.jpeg(picture[..., :3], None), PortraitLimits(min_bytes=1, min_width=1, min_height=1))
    assert [check.verdict for check in report.checks if check.name == "face"] == ["fail"]


def test_closed_eyes_fail(monkeypatch):
    """No closed-eyed picture can be made honestly from this one: the measure is replaced, at both thresholds."""
    data = studio.jpeg(studio.pixels())
    for openness, verdict in ((0.2, "pass"), (0.19, "warn"), (0.17, "warn"), (0.16, "fail")):
        monkeypatch.setattr("zhupei.pure.portrait.eyes.openness", lambda *_, value=openness: value)
        found = next(check for check in verify(data, PortraitLimits()).checks if check.name == "eyes")
        assert (found.value, found.verdict, found.repairable) == (openness, verdict, False)


def test_faces_are_found_in_every_turn_and_where_they_are():
    astronaut = skimage.data.astronaut()
    for quarter in range(4):
        turns, faces = find_upright(np.ascontiguousarray(np.rot90(astronaut, quarter)))
        assert (turns + quarter) % 4 == 0 and len(faces) == 1
        left, top, right, bottom = faces[0].box
        assert abs((left + right) / 2 - 225) < 6 and abs((top + bottom) / 2 - 121) < 6


def test_a_large_photograph_measures_like_its_copy():
    """Above four megapixels grounds are sampled; the verdicts stay."""
    large = studio.pixels("245", width=2478, height=3156)
    small = studio.pixels("245")
    reports = [verify(studio.jpeg(each, None), PortraitLimits(max_bytes=10**8)) for each in (large, small)]
    verdicts = [{check.name: check.verdict for check in report.checks} for report in reports]
    assert verdicts[0] == verdicts[1]


def test_limits_are_made_from_settings():
    limits = PortraitLimits.of({"head_height": [0.55, 0.8], "roll": 5})
    assert (limits.head_height, limits.roll, limits.white) == ((0.55, 0.8), 5, 255)
    with pytest.raises(ValueError):
        PortraitLimits.of({"nose": 1})


def test_repair_is_advised_only_where_it_is_possible():
    """A blurred face or a crowd is not mended by a white wall."""
    mendable = verify(studio.jpeg(studio.pixels("warm", shift=0.06)), PortraitLimits())
    found = {check.name: check.advice for check in mendable.checks if check.verdict == "fail"}
    assert {"background_white", "position"} <= set(found) and all(
        "可自动修复，或" in advice for advice in found.values()
    )
    assert "可自动修复" not in "".join(mendable.by_hand.advice)
    assert all(advice.count("请") == 1 for advice in mendable.by_hand.advice)
    for beyond in (
        studio.blurred(studio.pixels("warm"), 6),
        studio.two_faces(),
        studio.ground("warm").astype(np.uint8),
    ):
        advice = verify(studio.jpeg(beyond), PortraitLimits()).advice
        assert advice and "可自动修复" not in "".join(advice)


def test_a_report_without_checks_finds_nothing_wrong():
    assert PortraitReport(()).verdict == "pass"
