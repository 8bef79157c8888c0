"""Drawn cards and certificates of one invented person, and what may be wrong with a picture of them."""

import io
from datetime import date
from functools import cache

import cv2
import numpy as np
from PIL import Image

from zhupei.world import drawn
from zhupei.world.fiction.generate import resident_id

NAME, NUMBER = "和志远", resident_id("530702", date(1999, 4, 12), 123)
TODAY = date(2026, 7, 1)


@cache
def front(name=NAME, number=NUMBER, sex="男", birth=(1999, 4, 12)):
    return opened(
        drawn.id_card_front(
            1, name=name, sex=sex, ethnicity="纳西", birth=birth, address="云南省丽江市古城区祥和路一号", number=number
        )
    )


@cache
def back(valid_until="2038.03.01"):
    office = "丽江市公安局古城分局"
    return opened(drawn.id_card_back(1, issuer=office, valid_from="2018.03.01", valid_until=valid_until))


@cache
def certificate():
    lines = ["在本校临床医学专业五年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"]
    return opened(
        drawn.certificate(
            3, title="毕业证书", name=NAME, lines=lines, number="106781202305000123", issuer="示例医科大学",
            date="二〇二三年六月三十日",
        )
    )  # fmt: skip


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def jpeg(pixels, quality=90):
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def blurred(pixels, radius):
    return cv2.GaussianBlur(pixels, (0, 0), radius)


def darkened(pixels):
    return (pixels * 0.25).astype(np.uint8)


def grey(pixels):
    return np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def with_glare(pixels):
    lit = pixels.copy()
    cv2.ellipse(lit, (400, 340), (200, 110), 0, 0, 360, (255, 255, 255), -1)
    return lit


def small(pixels):
    return cv2.resize(pixels, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
