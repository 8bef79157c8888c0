"""招收查询: where am I, who acts next, what was returned and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.applications import queries, rules, states
from zhupei.desks.applicant import corrections, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.reports import journey


@require_safe
@DESK.enter()
def progress(request: HttpRequest) -> HttpResponse:
    own_journey.read_ahead(request, about=journey.asked)
    now = own_journey.of(request)
    application = now.application
    reviews = queries.last_reviews(request.user)
    earlier = [(each, reviews.get(each.pk)) for each in queries.earlier(request.user, application)]
    if application is None or application.number is None:
        empty = {"application": application, "empty": True, "earlier": earlier}
        return DESK.page(request, "applicant/application/progress.html", empty)
    version = application.version or queries.versions.first(application)
    assert version is not None
    review = reviews.get(application.pk)
    context: dict[str, Any] = {
        "application": application,
        "version": version,
        "in_force": application.state in states.IN_FORCE,
        "preferences": queries.preferences(version),
        "entries": journey.entries(application),
        "review": review,
        "corrections": corrections.listed(review) if application.state == states.RETURNED and review else [],
        "withdrawal_refusal": rules.withdrawal(application, now.window, now.at),
        "giving_up_refusal": rules.giving_up(application, now.window, now.at),
        "earlier": earlier,
    }
    return DESK.page(request, "applicant/application/progress.html", context)
