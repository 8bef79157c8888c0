"""What was proposed and decided at the support desk: for itself, the province and the security administrator."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.accounts.models import Post
from zhupei.desks.shared import lists
from zhupei.desks.shared.addresses import url
from zhupei.desks.shared.guards import posts_of
from zhupei.desks.support.frame import DESK
from zhupei.desks.support.lists import History, SupportScope
from zhupei.kernel import clock


@require_safe
@DESK.enter(Post.Role.SUPPORT, Post.Role.PROVINCE, Post.Role.SECURITY)
def history(request: HttpRequest) -> HttpResponse:
    """Who looks over the desk's shoulder sees the acts and the two persons; the applicant by a part of the id only."""
    at = clock.request_time()
    look = SupportScope(request.user, at, Post.Role.SUPPORT in posts_of(request))
    address = (lambda line: url("support:motion", line.motion.pk)) if look.inside else None
    listed = lists.show(request, History(), look, at, row_address=address, empty="有人提出后会出现在这里。")
    return DESK.page(request, "support/history.html", {"listed": listed})
