"""资格审核: which base, and its queue."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.bases import queries as bases
from zhupei.desks.base.filters import QUEUE, Chosen, desk_of
from zhupei.desks.base.frame import CHOOSING, DESK, base_of
from zhupei.desks.shared import lists
from zhupei.desks.shared.addresses import url
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
    """The queue of a round, the present one unless the address names another."""
    at = clock.request_time()
    desk = desk_of(request, at)
    chosen = Chosen.read(request.GET, desk)
    QUEUE.read_ahead(desk, chosen.asked)
    listed = lists.show(
        request,
        QUEUE,
        desk,
        at,
        asked=chosen.asked,
        row_address=lambda row: url("base:application", base_of(request).pk, row.id) + chosen.address,
        empty="有学员提交后会出现在这里。",
    )
    context: dict[str, Any] = {"listed": listed}
    if not listed.narrow:
        context["to_review"] = listed.counted.waiting
    return DESK.page(request, "base_desk/queue.html", context, at=at)
