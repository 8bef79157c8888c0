"""What the checks of one picture share is what NumPy says of it."""

import numpy as np
import pytest

from zhupei.pure.scans.document_check.picture import DocumentPicture, median_level

GROUND, PAPER = (96, 82, 70), (231, 236, 240)


@pytest.mark.parametrize("seed", range(40))
def test_counting_finds_the_median(seed: int) -> None:
    rng = np.random.default_rng(seed)
    levels = rng.integers(0, rng.integers(1, 257), (int(rng.integers(1, 60)), int(rng.integers(1, 60)))).astype(
        np.uint8
    )
    mask = (rng.random(levels.shape) < rng.random()).astype(np.uint8)
    mask[0, 0] = 1

    assert median_level(levels) == np.median(levels)
    assert median_level(levels, mask) == np.median(levels[mask > 0])


def on_a_table(share: float) -> np.ndarray:
    """A paper of that share of the picture, in its middle."""
    pixels = np.full((600, 800, 3), GROUND, np.uint8)
    high, wide = (round(side * share**0.5) for side in (600, 800))
    top, left = (600 - high) // 2, (800 - wide) // 2
    pixels[top : top + high, left : left + wide] = PAPER
    return pixels


def test_the_paper_is_what_lies_on_the_table() -> None:
    pixels = on_a_table(0.5)
    assert np.array_equal(DocumentPicture(pixels).paper > 0, (pixels == PAPER).all(axis=2))


@pytest.mark.parametrize("pixels", [on_a_table(0.1), np.full((30, 40, 3), PAPER, np.uint8)])
def test_a_crumb_on_the_table_is_no_paper(pixels: np.ndarray) -> None:
    assert (DocumentPicture(pixels).paper > 0).all()


def test_the_darkest_channel_and_the_size_of_measuring() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (300, 1500, 3)).astype(np.uint8)
    sheet = DocumentPicture(pixels)
    assert np.array_equal(sheet.darkest, pixels.min(axis=2))
    assert sheet.measured.shape == (200, 1000, 3)
    assert DocumentPicture(pixels[:, :1000]).measured.shape == (300, 1000, 3)
