"""The items of a return, each with the place where it is corrected."""

from dataclasses import dataclass

from django.urls import reverse

from zhupei.applications.models import Review

PAGES = {
    "basics": "applicant:basics",
    "education": "applicant:educations",
    "work": "applicant:employments",
    "licence": "applicant:licence",
}


@dataclass(frozen=True)
class Correction:
    title: str
    reason: str
    url: str


def listed(review: Review) -> list[Correction]:
    """One per item; documents lead to their slot on the documents page."""
    return [Correction(item.title, item.reason, _url(item.item)) for item in review.items.all()]


def _url(item: str) -> str:
    if item in PAGES:
        return reverse(PAGES[item])
    slot = item.removeprefix("document:").replace(":", "-")
    return f"{reverse('applicant:documents')}#slot-{slot}"
