"""Drawn portraits that satisfy the portrait rule: pure white ground, size in bytes as asked, no metadata."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image

from zhupei.world.drawn.bust import Appearance, draw_bust

KILOBYTE = 1024
OVERSAMPLING = 2
GRAIN = 5.0
TILE = 512
QUALITIES = (96, 98, 93, 100, 88, 80, 70, 55, 40)
POOL = 24


def portrait_jpeg(
    seed: int,
    *,
    width: int = 480,
    height: int = 640,
    background: int = 255,
    size_kb: tuple[int, int] = (160, 400),
) -> bytes:
    """A portrait whose size lies in `size_kb` (KB of 1024 bytes). Raises ValueError when no quality reaches
    it.

    The ground is exactly `background` everywhere but in the JPEG blocks that touch the figure: the grain that
    gives the file its weight lies inside the figure only.
    """
    pixels = _grained(_figure(seed, width, height, background), seed, background)
    low, high = (limit * KILOBYTE for limit in size_kb)
    for quality in QUALITIES:
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=quality, subsampling=0, dpi=(300, 300))
        if low <= out.tell() <= high:
            return out.getvalue()
    raise ValueError(f"a drawn portrait of {width}×{height} does not reach {size_kb} KB")


def portrait_variant(seed: int) -> bytes:
    """One of 24 portraits, made different for every seed by a comment in the file: for thousands."""
    base = _pooled(seed % POOL)
    comment = f"zhupei sample {seed}".encode("ascii")
    return base[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + base[2:]


@lru_cache(maxsize=POOL)
def _pooled(seed: int) -> bytes:
    return portrait_jpeg(seed)


def _figure(seed: int, width: int, height: int, background: int) -> Image.Image:
    size = (width * OVERSAMPLING, height * OVERSAMPLING)
    canvas = Image.new("RGB", size, (background,) * 3)
    draw_bust(canvas, Appearance.of(seed))
    return canvas.reduce(OVERSAMPLING)


def _grained(image: Image.Image, seed: int, background: int) -> Image.Image:
    """Grain on every pixel of the figure; none on the ground."""
    pixels = np.asarray(image)
    inside = (pixels != background).any(axis=2, keepdims=True)
    rows, columns = pixels.shape[:2]
    tile = np.roll(_tile(), (seed * 37 % TILE, seed * 101 % TILE), axis=(0, 1))
    grain = np.tile(tile, (-(-rows // TILE), -(-columns // TILE), 1))[:rows, :columns]
    grained = np.clip(pixels.astype(np.int16) + grain * inside, 0, 250)
    return Image.fromarray(np.where(inside, grained, pixels).astype(np.uint8), "RGB")


@lru_cache(maxsize=1)
def _tile() -> np.ndarray:
    """One tile of grain for all portraits, as 16-bit levels; each seed shifts it."""
    return np.random.default_rng(20250625).normal(0, GRAIN, (TILE, TILE, 3)).round().astype(np.int16)
