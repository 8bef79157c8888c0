"""Draws the pictures of the README afresh into docs/pictures: `bin/pictures`.

Builds a system of its own, brings people where the pictures need them, takes the pictures, tears the system down again.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch
from tests.journeys.applicant import Applicant
from tests.journeys.page_inspector import PageInspector
from tests.journeys.people import Company
from tests.journeys.reviewer import Reviewer
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import PHONE

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDE = {"viewport": {"width": 1280, "height": 800}}
COLOURS = 192
LARGEST = 200_000
QUEUE = 5
CLINICAL_MEDICINE = "100201K"
Subject = Callable[[RunningSystem, Browser, Company], Page]


class Blind(PageInspector):
    """Pictures are not judged."""

    def inspect(self, page: Page, name: str = "", *, script: bool = True) -> list[str]:
        return []


def home(system: RunningSystem, browser: Browser, company: Company) -> Page:
    """The next unfinished thing: everything written, documents missing."""
    doctor = Applicant(system, browser, Blind(), company.filled(), screen=WIDE)
    doctor.comes_home()
    return doctor.page


def home_phone(system: RunningSystem, browser: Browser, company: Company) -> Page:
    doctor = Applicant(system, browser, Blind(), company.filled(), screen=PHONE)
    doctor.comes_home()
    return doctor.page


def choices(system: RunningSystem, browser: Browser, company: Company) -> Page:
    """Three specialties of one base, in order."""
    facts = company.ready(lambda facts: facts.accepts_adjustment and facts.educations[0].major == CLINICAL_MEDICINE)
    doctor = Applicant(system, browser, Blind(), facts, screen=WIDE)
    doctor.comes_home()
    doctor.open("/me/choices/")
    return doctor.page


def review(system: RunningSystem, browser: Browser, company: Company) -> Page:
    """The oldest of a handful that wait, beside the first document."""
    waiting = [company.submitted() for _ in range(QUEUE)]
    reviewer = Reviewer(system, browser, Blind(), screen=WIDE)
    reviewer.comes_to_work("yn001.review")
    reviewer.takes_up(waiting[0].name)
    expect(reviewer.page.locator(".viewer-canvas img")).to_be_visible()
    return reviewer.page


SUBJECTS: dict[str, Subject] = {"home": home, "home-phone": home_phone, "choices": choices, "review": review}


def small(png: bytes) -> bytes:
    """With few colours, which is enough for letters and planes."""
    out = BytesIO()
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def draw(folder: Path) -> None:
    """All subjects; AssertionError for one that would be too large for a README."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    system = RunningSystem(folder, "zhupei_pictures")
    system.build()
    system.open()
    try:
        with sync_playwright() as playwright, system.entered():
            browser, company = launch(playwright), Company()
            for name, subject in SUBJECTS.items():
                picture = small(subject(system, browser, company).screenshot())
                assert len(picture) < LARGEST, f"{name}: {len(picture)} bytes"
                (PICTURES / f"{name}.png").write_bytes(picture)
            browser.close()
    finally:
        system.close()
        system.raze()
