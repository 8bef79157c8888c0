"""The same picture is found again in another size, quality and light; another paper on the same form is not it."""

import cv2
import numpy as np
import pytest

from bench.imaging import card, holder
from tests.pure.scans.document_check import cards
from zhupei.pure.scans.duplicates import likeness
from zhupei.pure.scans.likeness import COARSE_BITS, FINE_BITS, Likeness, differing

PAPERS = {"front": cards.front, "back": cards.back, "certificate": cards.certificate}


def again(pixels, scale=0.7, light=0.85, quality=60):
    changed = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) * light
    return cards.jpeg(changed.astype(np.uint8), quality)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("options", [{}, {"scale": 0.5, "light": 0.7, "quality": 45}, {"scale": 1.4, "light": 1.0}])
def test_the_same_picture_is_found_again(paper, options):
    pixels = PAPERS[paper]()
    first, second = likeness(cards.jpeg(pixels)), likeness(again(pixels, **options))
    assert first.alike(second) and second.alike(first)


def test_other_papers_are_other_pictures():
    first, second = (likeness(cards.jpeg(PAPERS[paper]())) for paper in ("front", "certificate"))
    assert not first.alike(second)


def test_other_people_on_the_same_form_are_other_pictures():
    seen = [likeness(card(holder(index), index)) for index in range(6)]
    assert not any(one.alike(other) for one in seen for other in seen if one is not other)


def test_a_likeness_fits_its_columns():
    for paper in PAPERS.values():
        seen = likeness(cards.jpeg(paper()))
        assert -(2 ** (COARSE_BITS - 1)) <= seen.coarse < 2 ** (COARSE_BITS - 1)
        assert len(seen.fine) * 8 == FINE_BITS


@pytest.mark.parametrize(("one", "other", "bits"), [(0, 0, 0), (-1, 0, 64), (1, 2, 2), (-(2**63), 2**63 - 1, 64)])
def test_bits_that_differ(one, other, bits):
    assert differing(one, other, COARSE_BITS) == differing(other, one, COARSE_BITS) == bits


def test_both_parts_have_to_be_near():
    plain = Likeness(0, bytes(FINE_BITS // 8))
    assert plain.alike(Likeness(0b111111, bytes(FINE_BITS // 8)))
    assert not plain.alike(Likeness(0b1111111, bytes(FINE_BITS // 8)))
    assert not plain.alike(Likeness(0, b"\xff" * 4 + bytes(FINE_BITS // 8 - 4)))


def test_what_is_no_picture_raises():
    with pytest.raises(OSError, match="cannot identify"):
        likeness(b"nonsense")
