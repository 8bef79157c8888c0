"""资格审核: which base, and its queue with counts per state and filters in the address."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.applications import review_queries, states
from zhupei.bases import queries as bases
from zhupei.desks.base.filters import Chosen, tabs
from zhupei.desks.base.frame import CHOOSING, DESK, base_of
from zhupei.desks.shared.counted import Counted
from zhupei.kernel import clock


@require_safe
@CHOOSING.enter()
def home(request: HttpRequest) -> HttpResponse:
    """The desk of one's base; a choice for people who work for several."""
    found = {membership.base_id: membership for membership in bases.memberships(request.user)}
    if len(found) == 1:
        return HttpResponseRedirect(reverse("base:queue", args=[next(iter(found))]))
    return CHOOSING.page(request, "base_desk/home.html", {"memberships": found.values()})


@require_safe
@DESK.enter()
def queue(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """Oldest first, `PAGE` a page."""
    at, base, chosen = clock.reading(), base_of(request), Chosen.read(request.GET)
    review_queries.read_ahead(base, chosen.wanted, viewer=request.user, at=at)
    counts = review_queries.counts(base, chosen.wanted)
    total = counts.get(chosen.wanted.state, 0) if chosen.wanted.state else sum(counts.values())
    listed = Counted(total, review_queries.PAGE).get_page(request.GET.get("page"))
    rows = review_queries.queue(
        base, chosen.wanted, viewer=request.user, at=at, offset=(listed.number - 1) * review_queries.PAGE
    )
    context: dict[str, Any] = {
        "chosen": chosen,
        "tabs": tabs(chosen, counts),
        "rows": rows,
        "listed": listed,
        "options": review_queries.options(base),
    }
    if not chosen.wanted.narrow:
        context["to_review"] = counts.get(states.SUBMITTED, 0)
    return DESK.page(request, "base_desk/queue.html", context, at=at)
