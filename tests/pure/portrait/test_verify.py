"""File, background and border at both sides of each threshold, and the contract of the report."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zhupei.pure.portrait import CheckResult, PortraitLimits, PortraitReport
from zhupei.pure.portrait.verify import verify
from zhupei.world.drawn import portrait_jpeg

LIMITS = PortraitLimits()
ANY_SIZE = PortraitLimits(min_bytes=1, max_bytes=10**9)


def jpeg(pixels, **options):
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, "JPEG", **{"quality": 100, "subsampling": 0, **options})
    return out.getvalue()


def white(width=480, height=640, level=255):
    return np.full((height, width, 3), level)


def check(data, name, limits=ANY_SIZE) -> CheckResult:
    return next(check for check in verify(data, limits).checks if check.name == name)


@pytest.fixture(scope="module")
def portrait():
    return portrait_jpeg(2)


def test_a_good_portrait_passes_every_check_made(portrait):
    report = verify(portrait, LIMITS)
    names = "file face head_height position upright frontal eyes sharp background_white border exposure face_resolution"
    assert [check.name for check in report.checks] == names.split()
    assert report.verdict == "pass" and report.advice == ()


def test_the_report_is_the_stable_contract(portrait):
    data = verify(portrait_jpeg(2, background=231), LIMITS).as_json()
    assert set(data) == {"verdict", "checks"} and data["verdict"] == "fail"
    for row in data["checks"]:
        assert list(row) == ["name", "value", "threshold", "verdict", "repairable", "advice"]
    assert PortraitReport.from_json(json.loads(json.dumps(data))).as_json() == data


@pytest.mark.parametrize("data", [{}, {"checks": []}, {"checks": [{"name": "x"}]}, {"checks": 3}])
def test_a_tampered_report_is_refused(data):
    with pytest.raises((KeyError, TypeError, ValueError)):
        PortraitReport.from_json(data)


@pytest.mark.parametrize(
    ("size", "value", "advice"),
    [
        ((412, 640), 412, "宽 412 像素，要求不少于 413"),
        ((413, 525), 525, "高 525 像素，要求不少于 526"),
        ((380, 500), 380, "宽 380 像素，要求不少于 413；高 500 像素，要求不少于 526"),
    ],
)
def test_too_few_pixels_fail_with_the_measure(size, value, advice):
    found = check(jpeg(white(*size)), "file")
    assert (found.verdict, found.value, found.advice) == ("fail", value, advice)


def test_just_enough_pixels_pass():
    assert check(jpeg(white(413, 526)), "file").verdict == "pass"


@pytest.mark.parametrize(("least", "most", "verdict"), [(0, 0, "pass"), (1, 0, "fail"), (0, -1, "fail")])
def test_the_size_limits_count_themselves(portrait, least, most, verdict):
    limits = PortraitLimits(min_bytes=len(portrait) + least, max_bytes=len(portrait) + most)
    assert check(portrait, "file", limits).verdict == verdict


def test_a_light_file_is_named_in_kilobytes():
    data = jpeg(white())
    found = check(data, "file", LIMITS)
    assert found.threshold == [150, 500] and found.value == round(len(data) / 1024)
    assert found.advice == f"文件 {found.value} KB，要求 150 至 500 KB"


@pytest.mark.parametrize("form", ["GIF", "BMP", "WEBP"])
def test_other_types_get_the_file_check_only(form):
    out = io.BytesIO()
    Image.new("RGB", (480, 640), "white").save(out, form)
    report = verify(out.getvalue(), ANY_SIZE)
    assert [(check.name, check.value, check.verdict) for check in report.checks] == [("file", "other", "fail")]
    assert "照片须为 jpg 格式" in report.advice[0] and not report.checks[0].repairable and report.unread


def test_what_repair_can_convert_is_measured_all_the_same(portrait):
    out = io.BytesIO()
    Image.open(io.BytesIO(portrait)).save(out, "PNG")
    report = verify(out.getvalue(), LIMITS)
    assert [(check.name, check.repairable) for check in report.checks if check.verdict == "fail"] == [("file", True)]
    assert report.advice == ("照片须为 jpg 格式",) and len(report.checks) == 12


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_a_damaged_file_gets_the_file_check_only(portrait, share):
    report = verify(portrait[: int(len(portrait) * share)], LIMITS)
    assert [check.name for check in report.checks] == ["file"] and report.verdict == "fail"
    assert "无法打开" in report.advice[0]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_check(data):
    assert verify(data, LIMITS).verdict == "fail"
    assert verify(b"\xff\xd8\xff" + data, LIMITS).verdict == "fail"


def test_an_oversized_picture_is_not_decoded(portrait):
    report = verify(portrait, PortraitLimits(max_pixels=480 * 640 - 1))
    assert [check.name for check in report.checks] == ["file"]


@pytest.mark.parametrize(
    ("level", "verdict", "repairable"),
    [(255, "pass", True), (254, "fail", True), (250, "fail", True), (249, "fail", False), (231, "fail", False)],
)
def test_only_255_is_white_and_250_is_nearly_so(level, verdict, repairable):
    found = check(jpeg(white(level=level)), "background_white")
    assert (found.verdict, found.repairable) == (verdict, repairable)
    if verdict == "fail":
        assert found.value == 0.0
        assert f"背景不够白（最暗处 {level}，要求 255）" in found.advice


@pytest.mark.parametrize("colour", [(255, 255, 240), (240, 255, 255), (255, 240, 255)])
def test_a_tint_is_not_white(colour):
    pixels = white()
    pixels[:] = colour
    assert check(jpeg(pixels), "background_white").verdict == "fail"


@pytest.mark.parametrize(("dark_blocks", "verdict"), [(0, "pass"), (50, "pass"), (51, "fail")])
def test_one_percent_of_stray_pixels_is_allowed_and_not_more(dark_blocks, verdict):
    """Upper half as the measured band: 5,000 blocks of JPEG, of which 50 are one percent."""
    limits = PortraitLimits(min_bytes=1, max_bytes=10**9, top_band=0.5, shoulder_line=0.5)
    pixels = white(800, 800)
    for block in range(dark_blocks):
        row, column = 16 + 16 * (block // 40), 16 + 16 * (block % 40)
        pixels[row : row + 8, column : column + 8] = 0
    found = check(jpeg(pixels), "background_white", limits)
    assert (found.verdict, found.value) == (verdict, (5000 - dark_blocks) / 5000)


def test_what_lies_below_the_shoulders_or_in_the_middle_does_not_count():
    pixels = white()
    pixels[400:, :] = (40, 60, 90)
    pixels[60:400, 60:420] = (200, 150, 120)
    data = jpeg(pixels)
    assert check(data, "background_white").verdict == "pass" and check(data, "border").verdict == "pass"


@pytest.mark.parametrize("side", ["top", "left", "right"])
@pytest.mark.parametrize("thick", [1, 2, 3, 8])
def test_a_frame_line_fails_the_border(side, thick):
    pixels = white()
    if side == "top":
        pixels[:thick] = 0
    elif side == "left":
        pixels[:, :thick] = 0
    else:
        pixels[:, -thick:] = 0
    found = check(jpeg(pixels), "border")
    assert found.verdict == "fail" and "去掉边框" in found.advice


def test_a_nearly_white_ground_is_no_border():
    data = jpeg(white(level=251))
    assert check(data, "border").verdict == "pass" and check(data, "background_white").verdict == "fail"


def test_a_grey_ground_fails_both(portrait):
    data = portrait_jpeg(2, background=231)
    assert check(data, "border").verdict == check(data, "background_white").verdict == "fail"


def test_limits_are_settings():
    grey = jpeg(white(level=240))
    lenient = PortraitLimits(min_bytes=1, max_bytes=10**9, white=240, nearly_white=235)
    assert check(grey, "background_white", lenient).verdict == check(grey, "border", lenient).verdict == "pass"


def test_a_photo_turned_by_exif_is_measured_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert check(jpeg(white(526, 413), exif=exif), "file").verdict == "pass"


def test_the_size_may_be_that_of_the_file_it_was_made_from(portrait):
    """What is kept of an upload has lost its metadata; the manual's 150 to 500 KB speak of the upload."""
    small = PortraitLimits(min_bytes=len(portrait) + 1, max_bytes=len(portrait) + 2048)
    assert verify(portrait, small).verdict == "fail"
    assert verify(portrait, small, size=len(portrait) + 1024).verdict == "pass"
    failed = verify(portrait, small, size=700_000).checks[0]
    assert (failed.value, failed.verdict) == (684, "fail")
