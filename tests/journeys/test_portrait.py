"""免冠照片: what is wrong is measured and said, what can be mended is mended, and the person decides."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.visitor import DESK, PHONE
from tests.pure.portrait import studio
from zhupei.world.drawn import portrait_jpeg

pytestmark = pytest.mark.browser

PORTRAIT = "免冠照片"
USE = "使用修复后的照片"


def photograph_from_a_phone() -> bytes:
    """Somebody in front of a beige wall, three frames broad, a little tilted, in twelve megapixels."""
    picture = studio.pixels("warm", tilt=4, head=0.4, margin=0.3, width=1400, height=2800, wide=1)
    return studio.jpeg(picture, size_kb=None, quality=92, dpi=(72, 72))


def test_somebody_whose_portrait_is_refused_learns_why_and_brings_a_better_one(
    company: Company, arrive: Arrive
) -> None:
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    doctor.comes_to_the_documents()
    card = doctor.card(PORTRAIT)
    doctor.uploads(PORTRAIT, portrait_jpeg(5, width=380, height=484))
    doctor.sees(re.compile("宽 380 像素，要求不少于 413"), within=card)
    doctor.inspect("too small")
    doctor.uploads(PORTRAIT, portrait_jpeg(5))
    doctor.sees("已上传", within=card)
    doctor.sees(re.compile("12 项检查全部通过"), within=card)
    expect(card.get_by_role("img", name=PORTRAIT)).to_be_visible()


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_photograph_in_front_of_a_beige_wall_becomes_a_portrait_in_two_taps(
    screen: object, company: Company, arrive: Arrive
) -> None:
    doctor = arrive(Applicant, company.registered(), screen=screen)
    doctor.comes_to_the_documents()
    card = doctor.card(PORTRAIT)
    doctor.uploads(PORTRAIT, photograph_from_a_phone())
    doctor.sees(re.compile(r"\d 处不合要求，已修好"), within=card)
    doctor.sees("等您确认", within=card)
    expect(card.get_by_role("img", name="您上传的照片")).to_be_visible()
    expect(card.get_by_role("img", name="修复后的照片")).to_be_visible()
    doctor.inspect("repaired")
    card.get_by_role("button", name=USE).click()
    doctor.sees("已上传", within=card)
    doctor.sees(re.compile("项检查全部通过"), within=card)


def test_the_same_without_a_script(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=DESK, script=False)
    doctor.comes_to_the_documents()
    doctor.uploads(PORTRAIT, photograph_from_a_phone())
    doctor.waits_for_checks()
    doctor.sees("等您确认", within=doctor.card(PORTRAIT))
    doctor.card(PORTRAIT).get_by_role("button", name=USE).click()
    doctor.sees("已使用修复后的免冠照片")
    doctor.sees("已上传", within=doctor.card(PORTRAIT))


def test_somebody_cuts_the_picture_by_hand(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=DESK)
    doctor.comes_to_the_documents()
    card = doctor.card(PORTRAIT)
    whole = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph_from_a_phone()}
    card.get_by_label("先裁剪再上传").set_input_files(whole)  # type: ignore[arg-type]
    doctor.sees(re.compile("拖动方框"), within=card)
    doctor.inspect("cropping")
    card.get_by_role("button", name="旋转").click()
    card.get_by_role("button", name="取消").click()
    expect(card.get_by_role("button", name="裁好，上传")).to_be_hidden()
    card.get_by_label("先裁剪再上传").set_input_files(whole)  # type: ignore[arg-type]
    card.get_by_role("button", name="裁好，上传").click()
    doctor.sees("等您确认", within=card)
