"""消息: the inbox."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.desks.applicant import own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.desks.shared.counted import CountedPaginator
from zhupei.kernel import clock
from zhupei.notifications import actions, queries


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def notices(request: HttpRequest) -> HttpResponse:
    """Twenty a page, newest first; the button marks them read."""
    if request.method == "POST":
        actions.mark_read(recipient=request.user, at=clock.now())
        return acts.done(request, "", reverse("applicant:notices"))
    person_id = request.user.pk
    first = queries.listed.of(person_id, 0)
    own_journey.read_ahead(request, queries.every.count_of(person_id), queries.unread.count_of(person_id), first)
    page = CountedPaginator(queries.every.count(person_id), queries.PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.listed(person_id, page.start_index() - 1 if page.number > 1 else 0)
    return DESK.page(request, "applicant/notices.html", {"page": page})
