"""What was proposed and decided at the support desk: for itself, the province and the security administrator."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.accounts.models import Post
from zhupei.approvals import queries
from zhupei.desks.support import kinds, listing
from zhupei.desks.support.frame import DESK

PER_PAGE = 30


@require_safe
@DESK.enter(Post.Role.SUPPORT, Post.Role.PROVINCE, Post.Role.SECURITY)
def history(request: HttpRequest) -> HttpResponse:
    """Who looks over the desk's shoulder sees the acts and the two persons; the applicant by a part of the id only."""
    motions = queries.of_verbs(list(kinds.BY_VERB))
    listed = Paginator(motions, PER_PAGE).get_page(request.GET.get("page"))
    return DESK.page(request, "support/history.html", {"page": listed, "lines": listing.lines(listed)})
