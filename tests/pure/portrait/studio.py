"""Portraits for the tests: scikit-image's astronaut cut out and set on generated grounds. Nothing is stored."""

import io
from functools import cache

import cv2
import numpy as np
import skimage.data
from PIL import Image

from zhupei.pure.portrait.scene import Scene

WIDTH, HEIGHT = 826, 1052
HEAD, MARGIN = 0.667, 0.085
ENLARGED = 4
PLAIN = {"white": (255, 255, 255), "250": (250, 250, 250), "245": (245, 245, 245), "warm": (243, 232, 214),
         "blue": (67, 142, 219), "red": (200, 40, 45), "grey": (190, 190, 190)}  # fmt: skip


@cache
def sitter():
    """The astronaut enlarged, the share of person in each pixel, and the scene that measures her."""
    pixels = cv2.resize(skimage.data.astronaut(), None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    scene = Scene(pixels)
    mask = cv2.resize(scene.person, (scene.width, scene.height)).astype(np.float32) / 255
    soft = cv2.GaussianBlur(cv2.erode(mask, np.ones((9, 9))), (0, 0), 4)
    return pixels, np.clip((soft - 0.2) / 0.75, 0, 1)[..., None], scene


def ground(name, width=WIDTH, height=HEIGHT, seed=3):
    """A wall: plain, with light falling off to one side, or a cluttered room."""
    if name in PLAIN:
        return np.full((height, width, 3), PLAIN[name], np.float32)
    if name == "shaded":
        fall = np.linspace(235, 175, width, dtype=np.float32)[None, :, None]
        return np.repeat(fall + np.linspace(8, -12, height, dtype=np.float32)[:, None, None], 3, axis=2)
    if name == "cluttered":
        rng = np.random.default_rng(seed)
        room = np.full((height, width, 3), 170, np.uint8)
        for _ in range(60):
            x, y = rng.integers(0, width), rng.integers(0, height)
            corner = int(x + rng.integers(30, 200)), int(y + rng.integers(30, 260))
            cv2.rectangle(room, (int(x), int(y)), corner, rng.integers(30, 240, 3).tolist(), -1)
        return room.astype(np.float32)
    raise KeyError(name)


def pixels(on="white", *, tilt=0.0, shift=0.0, head=HEAD, margin=MARGIN, width=WIDTH, height=HEIGHT, wide=1):
    """The sitter on a ground: `tilt` in degrees, `shift` of the axis in shares of the width, `wide` frames broad."""
    photo, share, scene = sitter()
    scale = head * height / scene.head
    centre = np.array([scene.axis, (scene.crown + scene.chin) / 2])
    turn = np.radians(tilt - scene.face.roll)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * scale
    target = np.array([width * (wide * 0.5 + shift), height * (margin + head / 2)])
    matrix = np.column_stack([matrix, target - matrix @ centre])
    size = width * wide, height
    flags = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    person = cv2.warpAffine(photo, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    alpha = cv2.warpAffine(share[..., 0], matrix, size, borderMode=cv2.BORDER_REPLICATE)[..., None]
    alpha[: max(0, round(height * margin) - 12)] = 0
    out = alpha * person + (1 - alpha) * ground(on, *size)
    return np.clip(out, 0, 255).round().astype(np.uint8)


def jpeg(picture, size_kb=(155, 480), **options):
    """The picture as a JPEG inside the range of the rule, as near to quality 95 as that allows."""
    for quality in (95, 97, 99, 100, 90, 80, 70):
        out = io.BytesIO()
        Image.fromarray(picture).save(
            out, "JPEG", **{"quality": quality, "subsampling": 0, "dpi": (300, 300), **options}
        )
        if size_kb is None or size_kb[0] * 1024 <= out.tell() <= size_kb[1] * 1024:
            break
    return out.getvalue()


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def blurred(picture, radius):
    return cv2.GaussianBlur(picture, (0, 0), radius)


def darkened(picture, factor):
    """The person darkened, the pure white ground kept."""
    white = (picture.min(axis=2, keepdims=True) >= 250).astype(np.float32)
    white = cv2.GaussianBlur(cv2.erode(white, np.ones((5, 5))), (0, 0), 1)[..., None]
    return (picture * (factor + (1 - factor) * white)).round().astype(np.uint8)


def grey(picture):
    return np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def framed(picture, thick):
    return cv2.rectangle(picture.copy(), (0, 0), (picture.shape[1] - 1, picture.shape[0] - 1), (0, 0, 0), 2 * thick - 1)


def two_faces():
    left, right = (pixels(head=0.5, margin=0.2, width=600) for _ in range(2))
    return np.concatenate([left, right], axis=1)
