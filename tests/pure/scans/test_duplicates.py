"""The same picture is found again in another size, quality and light; another paper on the same form is not it."""

import cv2
import numpy as np
import pytest

from tests.pure.scans.reading import papers
from zhupei.pure.identity.generate import resident_id
from zhupei.pure.scans.duplicates import distance, near, perceptual_hash, same_picture
from zhupei.world.bench.imaging import card, holder

PAPERS = {"front": papers.front, "back": papers.back, "certificate": papers.certificate}


def again(pixels, scale=0.7, light=0.85, quality=60):
    changed = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) * light
    return papers.jpeg(changed.astype(np.uint8), quality)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("options", [{}, {"scale": 0.5, "light": 0.7, "quality": 45}, {"scale": 1.4, "light": 1.0}])
def test_the_same_picture_is_found_again(paper, options):
    pixels = PAPERS[paper]()
    first, second = papers.jpeg(pixels), again(pixels, **options)
    assert near(perceptual_hash(first), perceptual_hash(second))
    assert same_picture(first, second) and same_picture(second, first)


def test_other_papers_are_other_pictures():
    first, second = (papers.jpeg(PAPERS[paper]()) for paper in ("front", "certificate"))
    assert not near(perceptual_hash(first), perceptual_hash(second)) and not same_picture(first, second)


def test_other_people_on_the_same_form_are_other_pictures():
    cards = [card(holder(index), index) for index in range(6)]
    assert not any(same_picture(one, other) for one in cards for other in cards if one is not other)


def test_one_digit_makes_another_picture():
    """Of the same drawn card, with another number only."""
    other = resident_id("530702", papers.date(1999, 4, 12), 987)
    first, second = papers.jpeg(papers.front()), papers.jpeg(papers.front(number=other))
    assert near(perceptual_hash(first), perceptual_hash(second)) and not same_picture(first, second)


def test_a_hash_fits_a_column_of_eight_bytes():
    for paper in PAPERS.values():
        assert -(2**63) <= perceptual_hash(papers.jpeg(paper())) < 2**63


@pytest.mark.parametrize(("one", "other", "bits"), [(0, 0, 0), (-1, 0, 64), (1, 2, 2), (-(2**63), 2**63 - 1, 64)])
def test_distances(one, other, bits):
    assert distance(one, other) == distance(other, one) == bits


def test_what_is_no_picture_raises():
    with pytest.raises(OSError, match="cannot identify"):
        perceptual_hash(b"nonsense")
