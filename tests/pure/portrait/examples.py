"""Draws docs/pictures/portrait-*.jpg: before and after repair, side by side (`bin/portraits`)."""

import io
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from PIL import Image

from tests.pure.portrait import studio
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.portrait.repair import repair

HEIGHT, GAP = 420, 12


def enlarged_astronaut():
    """With her own ground: a flag and a model of the shuttle."""
    return cv2.resize(skimage.data.astronaut()[:300, 40:420], None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)


EXAMPLES = {
    "blue-tilted": lambda: studio.pixels("blue", tilt=6, head=0.5, margin=0.15, wide=2)[:, 300:1350],
    "shaded-wall": lambda: studio.pixels("shaded", shift=0.04),
    "cluttered": lambda: studio.pixels("cluttered"),
    "studio": enlarged_astronaut,
}


def draw(folder: Path) -> None:
    """Write one small picture for each example."""
    for name, make in EXAMPLES.items():
        before = np.ascontiguousarray(make())
        answer = repair(studio.jpeg(before, None), PortraitLimits())
        assert answer.content is not None, (name, answer.reasons)
        pair = [_of_height(each) for each in (Image.fromarray(before), Image.open(io.BytesIO(answer.content)))]
        sheet = Image.new("RGB", (sum(each.width for each in pair) + 3 * GAP, HEIGHT + 2 * GAP), (222, 226, 230))
        sheet.paste(pair[0], (GAP, GAP))
        sheet.paste(pair[1], (pair[0].width + 2 * GAP, GAP))
        sheet.save(folder / f"portrait-{name}.jpg", quality=82)


def _of_height(picture: Image.Image) -> Image.Image:
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw(Path("docs/pictures"))
