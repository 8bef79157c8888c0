"""消息: the inbox."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.desks.shared.guards import applicant_required
from zhupei.kernel import clock
from zhupei.notifications import actions, queries


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def notices(request: HttpRequest) -> HttpResponse:
    """Twenty a page, newest first; the button marks them read."""
    if request.method == "POST":
        actions.mark_read(recipient=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("applicant:notices"))
    page = Paginator(queries.visible_to(request.user), 20).get_page(request.GET.get("page"))
    return render(request, "applicant/notices.html", {"page": page})
