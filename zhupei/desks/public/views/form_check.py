"""The check page behind the QR code of a printed form: whether the paper is genuine and still in force, no more."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.accounts import labels, throttles
from zhupei.applications import onsite_queries, queries
from zhupei.applications.models import Version
from zhupei.bases import queries as bases
from zhupei.desks.public.frame import DESK
from zhupei.desks.shared import acts, client, errors
from zhupei.desks.shared.guards import verified_staff
from zhupei.kernel import clock

# Wrong codes from one network; right ones are given back, so a hospital's counter is never stopped.
WRONG_CODES = throttles.Window("form-code", 60, 600)


@require_safe
@DESK.enter()
def form_check(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody who holds the paper may ask. Members of the base find the way to their desk."""
    at = clock.now()
    subject = labels.throttle_subject(client.address(request))
    if refusal := acts.refusal_of(lambda: throttles.count(WRONG_CODES, subject)):
        return errors.too_many(request, refusal, seconds=throttles.seconds_left(WRONG_CODES, subject))
    version = queries.version_of_code(code)
    if version is not None:
        throttles.refund(WRONG_CODES, subject)
    context = {
        "version": version,
        "in_force": version is not None and onsite_queries.is_in_force(version),
        "desk": _desk(request, version),
    }
    status = 404 if version is None else 200
    return DESK.page(request, "public/form_check.html", context, at=at, status=status)


def _desk(request: HttpRequest, version: Version | None) -> str:
    """The on-site page of the base, for those who work there."""
    if version is None or not request.user.is_authenticated or not verified_staff(request):
        return ""
    if not bases.roles_at(request.user, version.base):
        return ""
    return reverse("base:onsite_check", args=[version.base_id, version.pk])
