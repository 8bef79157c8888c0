"""A coat that looks like the wall behind it is kept, or the repair is refused in words; it is never cut away."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.pure.portrait import studio
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.portrait.loss import loss
from zhupei.pure.portrait.repair import ALIKE, repair
from zhupei.pure.portrait.scene import Scene
from zhupei.world.drawn.bust import Appearance, draw_bust

WALLS = {"near white": (235, 235, 233), "white": (245, 245, 245), "beige": (243, 232, 214),
         "pale blue": (214, 226, 238), "blue": (67, 142, 219), "grey": (190, 190, 190)}  # fmt: skip
COATS = {"white": (247, 249, 250), "washed": (236, 238, 240)}
pytestmark = pytest.mark.slow


@cache
def doctor(coat, wall, seed=3):
    """Drawn, in a white coat."""
    canvas = Image.new("RGB", (2 * studio.WIDTH, 2 * studio.HEIGHT), WALLS[wall])
    draw_bust(canvas, replace(Appearance.of(seed), cloth=COATS[coat], shirt=(150, 190, 220)))
    grain = np.random.default_rng(seed).normal(0, 1.5, (studio.HEIGHT, studio.WIDTH, 3))
    return np.clip(np.asarray(canvas.reduce(2)) + grain, 0, 255).astype(np.uint8)


def width_of_the_shoulders(picture, ground):
    """At the foot of the picture, of its width."""
    foot = picture[-30:-10].astype(int).mean(axis=0)
    return float((np.abs(foot - ground).max(axis=1) > 3).mean())


@pytest.mark.parametrize("seed", [1, 3])
@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("coat", COATS)
def test_a_white_coat_is_kept_or_refused_with_the_reason(coat, wall, seed):
    before = doctor(coat, wall, seed)

    answer = repair(studio.jpeg(before, None), PortraitLimits())

    if answer.content is None:
        assert answer.reasons == (ALIKE,)
    else:
        after = studio.opened(answer.content)
        assert width_of_the_shoulders(after, 255) > 0.8 * width_of_the_shoulders(before, WALLS[wall])


@pytest.mark.parametrize("wall", ["blue", "beige"])
def test_a_white_coat_before_another_colour_is_no_reason_to_refuse(wall):
    assert repair(studio.jpeg(doctor("white", wall), None), PortraitLimits()).content is not None


@pytest.mark.parametrize("on", ["white", "245", "warm", "blue", "red", "grey", "shaded", "cluttered"])
def test_of_a_person_who_is_kept_nothing_is_missed(on):
    scene = Scene(studio.pixels(on))
    alpha = scene.person.astype(np.float32) / 255

    found = loss(scene, alpha)

    assert found.bearable and found.share < 0.005, found


CUTS = {
    "a shoulder": lambda alpha: _without(alpha, np.s_[800:, 560:]),
    "both shoulders": lambda alpha: _without(alpha, np.s_[760:, :300], np.s_[760:, 520:]),
    "the crown": lambda alpha: _without(alpha, np.s_[:150]),
    "all but the face": lambda alpha: _without(alpha, np.s_[780:]),
}


def _without(alpha, *places):
    cut = alpha.copy()
    for place in places:
        cut[place] = 0
    return cut


@pytest.mark.parametrize("name", CUTS)
def test_what_is_cut_away_is_measured(name):
    scene = Scene(studio.pixels("grey"))
    alpha = scene.person.astype(np.float32) / 255

    found = loss(scene, CUTS[name](alpha))

    assert not found.bearable, found


def test_shoulders_are_missed_before_a_wall_that_is_not_plain_too():
    scene = Scene(studio.pixels("cluttered"))
    alpha = CUTS["both shoulders"](cv2.GaussianBlur(scene.person.astype(np.float32) / 255, (0, 0), 2))

    assert not loss(scene, alpha).bearable
