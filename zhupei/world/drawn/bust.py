"""A friendly drawn bust: head two thirds of the height, shoulders below, nothing else on the ground.

All places are shares of the canvas (0 to 1), so that any format near 2-inch works.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

SKINS: tuple[Colour, ...] = (
    (228, 198, 173),
    (226, 190, 161),
    (232, 192, 160),
    (222, 178, 143),
    (205, 158, 122),
)
HAIRS: tuple[Colour, ...] = ((32, 28, 30), (45, 36, 32), (58, 44, 38), (70, 66, 68))
CLOTHES: tuple[Colour, ...] = (
    (44, 62, 92),
    (70, 82, 96),
    (58, 92, 88),
    (104, 62, 70),
    (52, 54, 66),
    (88, 98, 128),
)
SHIRTS: tuple[Colour, ...] = ((222, 232, 242), (236, 226, 214), (208, 222, 214))
TIES: tuple[Colour, ...] = ((150, 50, 56), (38, 78, 120), (60, 104, 84))
HAIR_CUTS = ("short", "parted", "bob", "bun")


@dataclass(frozen=True)
class Appearance:
    """What a seed decides about a drawn person."""

    skin: Colour
    hair: Colour
    cut: str
    cloth: Colour
    shirt: Colour
    tie: Colour | None
    glasses: bool
    smile: float
    brow: float

    @classmethod
    def of(cls, seed: int) -> Appearance:
        rng = Random(seed)  # noqa: S311
        cut = rng.choice(HAIR_CUTS)
        return cls(
            skin=rng.choice(SKINS),
            hair=rng.choice(HAIRS),
            cut=cut,
            cloth=rng.choice(CLOTHES),
            shirt=rng.choice(SHIRTS),
            tie=rng.choice(TIES) if cut in ("short", "parted") else None,
            glasses=rng.random() < 0.3,
            smile=rng.uniform(0.012, 0.03),
            brow=rng.uniform(-0.006, 0.006),
        )


class Pencil:
    """Draws in shares of the canvas."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)
        self._width, self._height = image.size

    def _at(self, *points: Point) -> list[Point]:
        return [(x * self._width, y * self._height) for x, y in points]

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour | None, line: Colour | None = None) -> None:
        width = max(1, round(self._width * 0.011)) if line else 0
        self._draw.ellipse(self._at((x - rx, y - ry), (x + rx, y + ry)), fill=fill, outline=line, width=width)

    def shape(self, fill: Colour, *points: Point) -> None:
        self._draw.polygon(self._at(*points), fill=fill)

    def block(self, fill: Colour, x0: float, y0: float, x1: float, y1: float, radius: float = 0.0) -> None:
        self._draw.rounded_rectangle(self._at((x0, y0), (x1, y1)), radius * self._width, fill=fill)

    def line(self, colour: Colour, thick: float, *points: Point) -> None:
        self._draw.line(self._at(*points), fill=colour, width=max(1, round(thick * self._width)), joint="curve")

    def bow(self, colour: Colour, thick: float, box: tuple[Point, Point], start: float, end: float) -> None:
        width = max(1, round(thick * self._width))
        self._draw.arc(self._at(*box), start, end, fill=colour, width=width)


def draw_bust(image: Image.Image, appearance: Appearance) -> None:
    """Draw onto `image`, an RGB canvas already filled with the background."""
    pencil = Pencil(image)
    _hair_behind(pencil, appearance)
    _body(pencil, appearance)
    _head(pencil, appearance)
    _fringe(pencil, appearance)
    _face(pencil, appearance)
    if appearance.glasses:
        _glasses(pencil)


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1, lighter above."""
    red, green, blue = (max(0, min(255, round(level * factor))) for level in colour)
    return red, green, blue


def _hair_behind(pencil: Pencil, appearance: Appearance) -> None:
    if appearance.cut == "bob":
        pencil.block(appearance.hair, 0.165, 0.30, 0.835, 0.80, 0.16)
    if appearance.cut == "bun":
        pencil.oval(0.5, 0.125, 0.105, 0.055, shade(appearance.hair, 0.85))
    pencil.oval(0.5, 0.365, 0.335, 0.28, appearance.hair)


def _body(pencil: Pencil, appearance: Appearance) -> None:
    pencil.block(appearance.cloth, 0.06, 0.825, 0.94, 1.25, 0.28)
    pencil.shape(shade(appearance.skin, 0.86), (0.385, 0.66), (0.615, 0.66), (0.64, 0.885), (0.5, 0.95), (0.36, 0.885))
    pencil.shape(appearance.shirt, (0.36, 0.855), (0.5, 0.95), (0.64, 0.855), (0.66, 1.0), (0.34, 1.0))
    if appearance.tie:
        pencil.shape(
            appearance.tie,
            (0.472, 0.945),
            (0.528, 0.945),
            (0.518, 0.972),
            (0.545, 1.0),
            (0.455, 1.0),
            (0.482, 0.972),
        )
    dark = shade(appearance.cloth, 0.78)
    pencil.shape(dark, (0.355, 0.85), (0.30, 0.90), (0.40, 1.0), (0.455, 1.0))
    pencil.shape(dark, (0.645, 0.85), (0.70, 0.90), (0.60, 1.0), (0.545, 1.0))


def _head(pencil: Pencil, appearance: Appearance) -> None:
    ear = shade(appearance.skin, 0.92)
    for x in (0.198, 0.802) if appearance.cut != "bob" else ():
        pencil.oval(x, 0.475, 0.045, 0.052, ear)
    pencil.oval(0.5, 0.42, 0.295, 0.27, appearance.skin)
    pencil.oval(0.5, 0.545, 0.255, 0.205, appearance.skin)
    blush = tuple(round(a * 0.72 + b * 0.28) for a, b in zip(appearance.skin, (232, 120, 110), strict=True))
    for x in (0.315, 0.685):
        pencil.oval(x, 0.565, 0.058, 0.03, blush)  # type: ignore[arg-type]


def _fringe(pencil: Pencil, appearance: Appearance) -> None:
    hair = appearance.hair
    if appearance.cut == "short":
        pencil.shape(
            hair,
            (0.19, 0.37),
            (0.24, 0.20),
            (0.5, 0.12),
            (0.76, 0.20),
            (0.81, 0.37),
            (0.735, 0.285),
            (0.265, 0.285),
        )
    elif appearance.cut == "parted":
        pencil.shape(hair, (0.185, 0.40), (0.25, 0.19), (0.60, 0.11), (0.42, 0.24), (0.27, 0.31))
        pencil.shape(hair, (0.815, 0.40), (0.755, 0.20), (0.55, 0.11), (0.42, 0.24), (0.62, 0.27), (0.75, 0.31))
    elif appearance.cut == "bob":
        pencil.shape(
            hair,
            (0.185, 0.58),
            (0.19, 0.30),
            (0.26, 0.185),
            (0.5, 0.115),
            (0.74, 0.185),
            (0.81, 0.30),
            (0.815, 0.58),
            (0.765, 0.345),
            (0.235, 0.345),
        )
    else:
        pencil.shape(
            hair,
            (0.19, 0.38),
            (0.25, 0.18),
            (0.5, 0.11),
            (0.75, 0.18),
            (0.81, 0.38),
            (0.68, 0.235),
            (0.5, 0.205),
            (0.32, 0.235),
        )


def _face(pencil: Pencil, appearance: Appearance) -> None:
    dark = (48, 38, 36)
    for x, side in ((0.375, -1), (0.625, 1)):
        tilt = appearance.brow * side
        pencil.line(shade(appearance.hair, 0.9), 0.018, (x - 0.06, 0.405 - tilt), (x, 0.392), (x + 0.06, 0.405 + tilt))
        pencil.oval(x, 0.465, 0.05, 0.025, (236, 236, 236))
        pencil.oval(x, 0.465, 0.028, 0.023, dark)
        pencil.oval(x + 0.009, 0.458, 0.008, 0.006, (255, 255, 255))
        pencil.bow(dark, 0.008, ((x - 0.055, 0.437), (x + 0.055, 0.497)), 195, 345)
    nose = shade(appearance.skin, 0.8)
    pencil.bow(nose, 0.012, ((0.462, 0.535), (0.538, 0.575)), 20, 160)
    lips = (182, 84, 82)
    pencil.bow(lips, 0.018, ((0.40, 0.605), (0.60, 0.635 + 2 * appearance.smile)), 20, 160)


def _glasses(pencil: Pencil) -> None:
    frame = (58, 62, 74)
    for x in (0.375, 0.625):
        pencil.oval(x, 0.467, 0.088, 0.052, None, frame)
    pencil.line(frame, 0.012, (0.463, 0.462), (0.537, 0.462))
    pencil.line(frame, 0.012, (0.287, 0.46), (0.21, 0.448))
    pencil.line(frame, 0.012, (0.713, 0.46), (0.79, 0.448))
