"""One click: what comes out passes the same rule, is white to the last pixel, and a refusal says why."""

import io

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from tests.pure.portrait import studio
from zhupei.pure.portrait import PORTRAIT_CHECKS, CheckResult, PortraitLimits, PortraitReport
from zhupei.pure.portrait.frame import without_border
from zhupei.pure.portrait.guided import guided_filter
from zhupei.pure.portrait.repair import repair
from zhupei.pure.portrait.report import advised
from zhupei.pure.portrait.verify import verify
from zhupei.pure.portrait.wall import fit_wall
from zhupei.world.drawn import portrait_jpeg

LIMITS = PortraitLimits()
GREY = CheckResult(
    "background_white", 0.0, 0.99, "fail", True, advised("背景不够白", "在纯色墙前重拍", repairable=True)
)
slow = pytest.mark.slow


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def beyond_the_person(picture, distance=8):
    """Pixels farther than `distance` from everything that is solid and hangs together."""
    solid = (picture.min(axis=2) < 235).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    body = labels == 1 + stats[1:, cv2.CC_STAT_AREA].argmax()
    return cv2.distanceTransform((~body).astype(np.uint8), cv2.DIST_L2, 5) > distance


REPAIRED = {
    "white": {},
    "245": {"on": "245"},
    "warm, tilted": {"on": "warm", "tilt": 6, "wide": 2},
    "blue": {"on": "blue"},
    "red": {"on": "red"},
    "shaded, aside": {"on": "shaded", "shift": 0.04},
    "cluttered": {"on": "cluttered"},
    "far away": {"on": "blue", "head": 0.42, "margin": 0.2, "wide": 2},
    "at the right": {"on": "grey", "head": 0.5, "margin": 0.15, "wide": 2, "shift": 0.3},
}


@slow
@pytest.mark.parametrize("case", REPAIRED)
def test_a_repaired_portrait_keeps_the_rule(case):
    answer = repair(studio.jpeg(studio.pixels(**REPAIRED[case]), None), LIMITS)
    assert answer.reasons == () and answer.content is not None
    assert verify(answer.content, LIMITS).verdict == answer.report.verdict == "pass"
    picture = opened(answer.content)
    assert picture.shape[0] >= 526 and picture.shape[1] >= 413
    assert 150 * 1024 <= len(answer.content) <= 500 * 1024
    assert (picture[beyond_the_person(picture)] == 255).all()
    assert Image.open(io.BytesIO(answer.content)).info["dpi"] == (300, 300)


@slow
def test_the_ground_leaves_no_colour_at_the_edge():
    """Beside the hair, a portrait from a blue wall looks as the one from a white wall does."""
    blue, white = (opened(repair(studio.jpeg(studio.pixels(on)), LIMITS).content) for on in ("blue", "white"))
    edge = ~beyond_the_person(white, 6) & (cv2.erode((white.min(axis=2) < 235).astype(np.uint8), np.ones((9, 9))) == 0)
    edge[round(0.75 * len(edge)) :] = False
    tint = [picture[edge].astype(int) for picture in (blue, white)]
    bluish = [(colours[:, 2] - colours[:, 0]).mean() for colours in tint]
    assert abs(bluish[0] - bluish[1]) < 6


@slow
def test_a_picture_on_its_side_is_turned():
    lying = np.ascontiguousarray(np.rot90(studio.pixels("blue")))
    assert repair(studio.jpeg(lying), LIMITS).report.verdict == "pass"


@slow
@pytest.mark.parametrize("form", ["HEIF", "PNG"])
def test_what_a_telephone_writes_is_taken(form):
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.fromarray(studio.pixels("warm", wide=2)).save(out, form)
    answer = repair(out.getvalue(), LIMITS)
    assert answer.content is not None and answer.content[:3] == b"\xff\xd8\xff"


@slow
@pytest.mark.parametrize("thick", [2, 8])
def test_a_line_around_the_picture_is_cut_off(thick):
    answer = repair(studio.jpeg(studio.framed(studio.pixels("blue"), thick)), LIMITS)
    assert answer.report.verdict == "pass"


def test_only_a_border_is_cut_off():
    wall = np.full((200, 160, 3), (90, 120, 200), np.uint8)
    wall[120:, 30:130] = 40
    assert without_border(wall).shape == wall.shape
    drawn = studio.framed(wall, 4)
    assert without_border(drawn).shape < drawn.shape and (without_border(drawn)[:, 0].max() > 60)


@slow
def test_a_drawn_portrait_is_mended_too():
    assert repair(portrait_jpeg(3, background=231), LIMITS).report.verdict == "pass"


REFUSED = {
    "two people": (studio.two_faces, "单人照"),
    "nobody": (lambda: studio.ground("cluttered").astype(np.uint8), "没有找到人脸"),
    "blurred": (lambda: studio.blurred(studio.pixels("blue"), 6), "模糊"),
    "dark": (lambda: studio.darkened(studio.pixels(), 0.4), "太暗"),
    "tilted much": (lambda: studio.pixels("blue", tilt=12), "请摆正头部重拍"),
    "too near": (lambda: studio.pixels("blue", head=0.9, margin=0.02), "请离镜头远一些，在纯色墙前重拍"),
    "half outside": (lambda: studio.pixels("blue", shift=0.2), "请离镜头远一些，在纯色墙前重拍"),
}


@slow
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_mended_is_refused_with_the_reason(case):
    make, words = REFUSED[case]
    answer = repair(studio.jpeg(make(), None), LIMITS)
    assert answer.content is None and any(words in reason for reason in answer.reasons)
    assert all(reason.count("请") == 1 and "可自动" not in reason for reason in answer.reasons)
    told = answer.as_json()
    assert (told["verdict"], told["repaired"], told["reasons"]) == ("fail", False, list(answer.reasons))


@slow
def test_what_may_pass_stops_no_repair():
    soft = studio.jpeg(studio.blurred(studio.pixels("warm"), 6), None)
    assert repair(soft, LIMITS).reasons == ("照片模糊，请对焦后重拍",)
    answer = repair(soft, LIMITS, blocking=set(PORTRAIT_CHECKS) - {"sharp", "eyes"})
    assert answer.reasons == () and answer.content is not None
    assert {check.name for check in answer.report.checks if check.verdict == "fail"} >= {"sharp"}
    assert {check.name: check.verdict for check in answer.report.checks}["background_white"] == "pass"


@slow
def test_what_is_wrong_with_the_repaired_one_is_told_once_and_to_be_done_by_hand(monkeypatch):
    def still_beige(data, limits):
        return PortraitReport((GREY, GREY))

    monkeypatch.setattr("zhupei.pure.portrait.repair.verify", still_beige)
    assert repair(portrait_jpeg(3, background=231), LIMITS).reasons == ("背景不够白，请在纯色墙前重拍",)
    assert repair(portrait_jpeg(3, background=231), LIMITS, blocking=["sharp"]).content is not None


@slow
def test_without_one_face_nothing_is_repaired_whatever_may_pass():
    assert "单人照" in repair(studio.jpeg(studio.two_faces(), None), LIMITS, blocking=()).reasons[0]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0" + bytes(40)])
def test_what_is_no_picture_is_refused(data):
    answer = repair(data, LIMITS)
    assert answer.content is None and [check.name for check in answer.report.checks] == ["file"] and answer.reasons


def test_a_wall_is_fitted_through_what_hangs_on_it():
    rows, columns = np.mgrid[0:200, 0:160]
    wall = np.stack([0.6 + rows / 900, 0.7 - columns / 800, np.full(rows.shape, 0.5)], axis=2).astype(np.float32)
    hung = wall.copy()
    hung[20:50, 20:50] = 0.1
    outer = np.ones(rows.shape, bool)
    outer[60:, 40:120] = False
    fitted, residual = fit_wall(hung, outer)
    assert np.abs(fitted - wall).max() < 0.02 and 0.02 < residual < 0.3
    assert fit_wall(wall, outer)[1] < 0.002


def test_a_guided_filter_draws_a_coarse_mask_to_the_edge():
    guide = np.zeros((80, 80, 3), np.float32)
    guide[:, 37:] = (0.9, 0.5, 0.2)
    coarse = cv2.blur((np.mgrid[0:80, 0:80][1] >= 40).astype(np.float32), (15, 15))
    sharp = guided_filter(guide, coarse, 10, 1e-4)
    assert sharp[40, 33:36].max() < 0.2 and sharp[40, 38:].min() > 0.6
