"""The drawn captcha: characters that nobody mixes up, tilted, with lines through them."""

import math
import secrets
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

ALPHABET = "2345678ACDEFHJKMNPRTUVWXY"
LENGTH = 5
STEP, MARGIN, HEIGHT = 28, 20, 48
INK, PAPER = 60, 255


def random_text(length: int = LENGTH) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=32)


def draw(text: str) -> bytes:
    """A PNG, 48 pixels high; of five characters it is 160 wide."""
    pick = secrets.SystemRandom()
    width = MARGIN + STEP * len(text)
    image = Image.new("L", (width, HEIGHT), PAPER)
    for index, character in enumerate(text):
        tile = Image.new("L", (44, 48), 0)
        ImageDraw.Draw(tile).text((22, 24), character, fill=255, font=_font(), anchor="mm")
        tile = tile.rotate(pick.uniform(-24, 24), resample=Image.Resampling.BICUBIC)
        image.paste(INK, (MARGIN // 2 + index * STEP + STEP // 2 - 22, pick.randint(-5, 5)), tile)
    lines = ImageDraw.Draw(image)
    for _ in range(2):
        start, height, phase = pick.uniform(8, HEIGHT - 8), pick.uniform(4, 10), pick.uniform(0, 6)
        points = [(x, start + height * math.sin(x / 22 + phase)) for x in range(0, width + 4, 4)]
        lines.line(points, fill=INK, width=1)
    for _ in range(40):
        lines.point((pick.randrange(width), pick.randrange(HEIGHT)), fill=INK)
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
