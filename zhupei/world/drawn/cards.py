"""Drawn identity cards, front (portrait side) and back, 1012 × 638 pixels, marked 样例."""

from __future__ import annotations

import io
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

from zhupei.world.drawn.portraits import portrait_variant
from zhupei.world.drawn.stationery import INK, Colour, font, jpeg, sample_mark, seal, wrapped

WIDTH, HEIGHT = 1012, 638
LABEL: Colour = (70, 120, 165)
GROUNDS: tuple[Colour, ...] = ((232, 240, 244), (236, 242, 238), (238, 240, 246))
CORNER = 36


def id_card_front(
    seed: int, *, name: str, sex: str, ethnicity: str, birth: tuple[int, int, int], address: str, number: str
) -> bytes:
    """The side with the portrait. `birth` is year, month, day; all values are printed as they are given."""
    card = _card(seed)
    draw = ImageDraw.Draw(card)
    _name(draw, name)
    _field(draw, (60, 146), "性别", sex, 34)
    _field(draw, (270, 146), "民族", ethnicity, 34)
    year, month, day = birth
    _field(draw, (60, 222), "出生", f"{year} 年 {month} 月 {day} 日", 34)
    draw.text((60, 302), "住址", font=font(28), fill=LABEL)
    for row, line in enumerate(wrapped(address, 32, 430)[:3]):
        draw.text((150, 298 + row * 46), line, font=font(32), fill=INK)
    draw.text((60, 536), "公民身份号码", font=font(28), fill=LABEL)
    draw.text((330, 528), " ".join(number), font=font(40), fill=INK)
    card.paste(_face(seed), (652, 78))
    return jpeg(card)


def id_card_back(seed: int, *, issuer: str, valid_from: str, valid_until: str) -> bytes:
    """The side with the issuing office. Dates as printed, e.g. 2018.03.01 and 2038.03.01 or 长期."""
    card = _card(seed)
    draw = ImageDraw.Draw(card)
    emblem = seal("样例", 220)
    card.paste(emblem, (60, 50), emblem)
    draw.text((610, 120), "中华人民共和国", font=font(54), fill=INK, anchor="mm")
    draw.text((610, 220), "居民身份证", font=font(76), fill=INK, anchor="mm")
    for row, (label, value) in enumerate((("签发机关", issuer), ("有效期限", f"{valid_from}-{valid_until}"))):
        draw.text((170, 438 + row * 78), label, font=font(30), fill=LABEL)
        draw.text((330, 434 + row * 78), value, font=font(34), fill=INK)
    return jpeg(card)


def _name(draw: ImageDraw.ImageDraw, name: str) -> None:
    """A long one in two smaller lines, as on the cards of minorities."""
    lines = wrapped(name, 34, 440)
    if font(40).getlength(name) <= 480 or len(lines) == 1:
        _field(draw, (60, 66), "姓名", name, 40)
        return
    _field(draw, (60, 50), "姓名", lines[0], 34)
    draw.text((150, 50 + 42), "".join(lines[1:]), font=font(34), fill=INK)


def _field(draw: ImageDraw.ImageDraw, place: tuple[int, int], label: str, value: str, size: int) -> None:
    x, y = place
    draw.text((x, y + size - 28), label, font=font(28), fill=LABEL)
    draw.text((x + 90, y), value, font=font(size), fill=INK)


def _card(seed: int) -> Image.Image:
    return _blank(GROUNDS[Random(seed).randrange(len(GROUNDS))]).copy()  # noqa: S311


@lru_cache(maxsize=len(GROUNDS))
def _blank(ground: Colour) -> Image.Image:
    """Card stock with fine wave lines, lying on a light table."""
    card = Image.new("RGB", (WIDTH, HEIGHT), (206, 209, 212))
    stock = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(stock)
    red, green, blue = ground
    for top in range(-40, HEIGHT, 14):
        points = [(x, top + 18 * ((x // 46) % 2) + x // 30) for x in range(0, WIDTH + 46, 46)]
        draw.line(points, fill=(red - 10, green - 5, blue - 2), width=2)
    stock.paste(sample_mark(WIDTH, HEIGHT), (0, 0), sample_mark(WIDTH, HEIGHT))
    shape = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(shape).rounded_rectangle((8, 8, WIDTH - 9, HEIGHT - 9), CORNER, fill=255)
    card.paste(stock, mask=shape)
    return card


def _face(seed: int) -> Image.Image:
    with Image.open(io.BytesIO(portrait_variant(seed)), formats=("JPEG",)) as portrait:
        portrait.draft("RGB", (300, 400))
        return portrait.convert("RGB").resize((290, 387), Image.Resampling.BILINEAR)
