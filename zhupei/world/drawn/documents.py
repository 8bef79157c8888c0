"""Drawn certificates and stamped letters, marked 样例."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

from zhupei.world.drawn.stationery import INK, Colour, font, jpeg, sample_mark, seal, wrapped

CERTIFICATE = (1240, 877)
LETTER = (1240, 1754)
FRAMES: tuple[Colour, ...] = ((150, 58, 52), (44, 84, 128), (56, 104, 76))
PAPERS: tuple[Colour, ...] = ((253, 251, 245), (250, 250, 246), (252, 248, 240))


def certificate(
    seed: int, *, title: str, name: str, lines: Sequence[str], number: str, issuer: str, date: str
) -> bytes:
    """A landscape certificate: `title` (毕业证书, 医师资格证书, …), body `lines`, number, seal and date."""
    rng = Random(seed)  # noqa: S311
    sheet = _framed(rng.choice(FRAMES), rng.choice(PAPERS)).copy()
    draw = ImageDraw.Draw(sheet)
    width, height = CERTIFICATE
    draw.text((width / 2, 152), "　".join(title), font=font(62), fill=INK, anchor="mm")
    draw.text((130, 250), name, font=font(40), fill=INK)
    top = 320
    for paragraph in lines:
        for line in wrapped("　　" + paragraph, 32, width - 280):
            draw.text((130, top), line, font=font(32), fill=INK)
            top += 54
    draw.text((130, height - 160), f"证书编号：{number}", font=font(28), fill=INK)
    _signed(sheet, draw, issuer, date, (width - 300, height - 205), 34)
    return jpeg(sheet)


def stamped_letter(
    seed: int, *, title: str, paragraphs: Sequence[str], issuer: str, date: str, addressee: str = ""
) -> bytes:
    """An upright A4 letter (employer's consent, graduation proof), the round seal over name and date."""
    rng = Random(seed)  # noqa: S311
    sheet = Image.new("RGB", LETTER, rng.choice(PAPERS))
    mark = sample_mark(*LETTER)
    sheet.paste(mark, (0, 0), mark)
    draw = ImageDraw.Draw(sheet)
    width, _ = LETTER
    draw.text((width / 2, 250), title, font=font(58), fill=INK, anchor="mm")
    top = 390
    if addressee:
        draw.text((150, top), addressee + "：", font=font(34), fill=INK)
        top += 72
    for paragraph in paragraphs:
        for line in wrapped("　　" + paragraph, 34, width - 300):
            draw.text((150, top), line, font=font(34), fill=INK)
            top += 66
    _signed(sheet, draw, issuer, date, (width - 400, top + 190), 36)
    return jpeg(sheet)


def _signed(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, issuer: str, date: str, centre: tuple[int, int], size: int
) -> None:
    x, y = centre
    draw.text((x, y), issuer, font=font(size), fill=INK, anchor="mm")
    draw.text((x, y + size * 2), date, font=font(size), fill=INK, anchor="mm")
    stamp = seal(issuer, 250)
    sheet.paste(stamp, (x - 125, y + size - 125), stamp)


@lru_cache(maxsize=len(FRAMES) * len(PAPERS))
def _framed(frame: Colour, paper: Colour) -> Image.Image:
    width, height = CERTIFICATE
    sheet = Image.new("RGB", CERTIFICATE, paper)
    mark = sample_mark(width, height)
    sheet.paste(mark, (0, 0), mark)
    draw = ImageDraw.Draw(sheet)
    for inset, thick in ((34, 8), (50, 2), (62, 2)):
        draw.rectangle((inset, inset, width - inset, height - inset), outline=frame, width=thick)
    for x in (62, width - 62):
        for y in (62, height - 62):
            draw.ellipse((x - 16, y - 16, x + 16, y + 16), fill=paper, outline=frame, width=5)
    return sheet
