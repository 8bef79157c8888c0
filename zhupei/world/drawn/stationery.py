"""What drawn cards and certificates share: type, red seals, the 样例 mark, JPEG output."""

from __future__ import annotations

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from zhupei.pure.paper.fonts import FACE_INDEX, FONT_FILE

Colour = tuple[int, int, int]

INK: Colour = (38, 40, 46)
SEAL: Colour = (200, 42, 40)
PALE_MARK: Colour = (214, 220, 226)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The CJK face at `size` pixels, kept."""
    return ImageFont.truetype(str(FONT_FILE), size, index=FACE_INDEX, layout_engine=ImageFont.Layout.BASIC)


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=0, dpi=(300, 300))
    return out.getvalue()


def wrapped(text: str, size: int, width: int) -> list[str]:
    """Lines of `text` no wider than `width` pixels; breaks anywhere, as Chinese does."""
    face, lines, line = font(size), [], ""
    for char in text:
        if line and face.getlength(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


@lru_cache(maxsize=8)
def sample_mark(width: int, height: int, colour: Colour = PALE_MARK) -> Image.Image:
    """A transparent sheet with a slanted, repeated 样例: no drawn paper can pass for a real one."""
    sheet = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    size = max(26, width // 24)
    words = Image.new("RGBA", (size * 9, size * 2), (255, 255, 255, 0))
    ImageDraw.Draw(words).text((size // 2, size // 4), "样例 · 虚构", font=font(size), fill=(*colour, 150))
    words = words.rotate(20, expand=True, resample=Image.Resampling.BILINEAR)
    for row, top in enumerate(range(0, height, words.height)):
        for left in range(row % 2 * words.width // 2, width, words.width + size):
            sheet.alpha_composite(words, (left, top))
    return sheet


@lru_cache(maxsize=256)
def seal(name: str, diameter: int, caption: str = "") -> Image.Image:
    """A round red seal on transparent ground: ring, star, the name around it, a short caption below."""
    big = diameter * 2
    image = Image.new("RGBA", (big, big), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    red = (*SEAL, 225)
    draw.ellipse((4, 4, big - 5, big - 5), outline=red, width=max(4, big // 42))
    draw.polygon(_star(big / 2, big / 2, big * 0.14), fill=red)
    size = round(big * min(0.135, 1.55 / max(8, len(name))))
    step = min(28.0, 250.0 / max(1, len(name) - 1))
    for place, char in enumerate(name):
        angle = (place - (len(name) - 1) / 2) * step
        _around(image, char, angle, size, radius=big * 0.385)
    if caption:
        face = font(round(big * 0.075))
        draw.text((big / 2, big * 0.76), caption, font=face, fill=red, anchor="mm")
    return image.reduce(2)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(corner * 36 - 90)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def _around(image: Image.Image, char: str, angle: float, size: int, radius: float) -> None:
    glyph = Image.new("RGBA", (size * 2, size * 2), (*SEAL, 0))
    ImageDraw.Draw(glyph).text((size, size), char, font=font(size), fill=(*SEAL, 235), anchor="mm")
    turned = glyph.rotate(-angle, resample=Image.Resampling.BILINEAR)
    x = image.width / 2 + radius * math.sin(math.radians(angle))
    y = image.height / 2 - radius * math.cos(math.radians(angle))
    image.alpha_composite(turned, (round(x - size), round(y - size)))
