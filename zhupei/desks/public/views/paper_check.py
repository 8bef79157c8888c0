"""The check page behind the code of every paper: whether it is genuine and still in force, no more."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.accounts import labels, throttles
from zhupei.applications.models import Version
from zhupei.applications.printed import FORM
from zhupei.bases import queries as bases
from zhupei.desks.public.frame import DESK
from zhupei.desks.shared import acts, client, errors
from zhupei.desks.shared.guards import verified_staff
from zhupei.kernel import clock, printed

# Wrong codes from one network; right ones are given back, so a hospital's counter is never stopped.
WRONG_CODES = throttles.CountingWindow("form-code", 60, 600)
PAGE = "public/paper_check.html"


@require_safe
@DESK.enter()
def paper_check(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody who holds the paper may ask. Who works with papers of its kind finds the way to his desk."""
    at = clock.now()
    subject = labels.throttle_subject(client.address(request))
    if refusal := acts.refusal_of(lambda: throttles.count(WRONG_CODES, subject)):
        return errors.too_many(request, refusal, seconds=throttles.seconds_left(WRONG_CODES, subject))
    found = printed.find(code)
    if found is None:
        return DESK.page(request, PAGE, {"kind": None, "desk": ""}, at=at, status=404)
    throttles.refund(WRONG_CODES, subject)
    context = {"kind": found.kind, "validity": found.kind.validity(found.paper), "desk": _desk(request, found)}
    return DESK.page(request, PAGE, context, at=at)


def _desk(request: HttpRequest, found: printed.Found) -> str:
    if found.kind.mark not in DESKS or not request.user.is_authenticated or not verified_staff(request):
        return ""
    return DESKS[found.kind.mark](request, found.paper)


def _onsite(request: HttpRequest, version: Version) -> str:
    """The on-site page of the base, for those who work there."""
    if not bases.roles_at(request.user, version.base):
        return ""
    return reverse("base:onsite_check", args=[version.base_id, version.pk])


# Kind of paper → the page on which members of staff work with it; empty for whom it is not theirs.
DESKS: dict[str, Callable[[HttpRequest, Any], str]] = {FORM.mark: _onsite}
