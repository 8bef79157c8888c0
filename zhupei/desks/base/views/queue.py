"""资格审核: which base, and its queue with counts per state and filters in the address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.applications import review_queries, states
from zhupei.bases import queries as bases
from zhupei.desks.base.filters import Chosen, tabs
from zhupei.desks.base.frame import base_of, page
from zhupei.desks.shared.counted import Counted
from zhupei.desks.shared.guards import base_member
from zhupei.kernel import clock


@require_safe
@base_member()
def home(request: HttpRequest) -> HttpResponse:
    """The desk of one's base; a choice for people who work for several."""
    found = {membership.base_id: membership for membership in bases.memberships(request.user)}
    if len(found) == 1:
        return HttpResponseRedirect(reverse("base:queue", args=[next(iter(found))]))
    return render(request, "base_desk/home.html", {"memberships": found.values()})


@require_safe
@base_member()
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
    context = {
        "chosen": chosen,
        "tabs": tabs(chosen, counts),
        "rows": rows,
        "listed": listed,
        "options": review_queries.options(base),
    }
    waiting = None if chosen.wanted.narrow else counts.get(states.SUBMITTED, 0)
    return page(request, "base_desk/queue.html", at, context, waiting=waiting)
