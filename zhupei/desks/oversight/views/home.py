"""The first page of the three oversight desks (三权分立): straight to the one thing each of them does,
or to those who wait for him."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.accounts.models import Post
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.oversight.waiting import DECIDE, waiting
from zhupei.desks.shared.guards import posts_of

FIRST = {Post.Role.SYSTEM: "accounts", Post.Role.SECURITY: "roles", Post.Role.AUDIT: "trail"}


@require_safe
@DESK.enter()
def home(request: HttpRequest) -> HttpResponse:
    posts = posts_of(request)
    if posts & DECIDE and any(each.refusal is None for each in waiting(request.user, posts)):
        return HttpResponseRedirect(reverse("oversight:pending"))
    return HttpResponseRedirect(reverse(next(f"oversight:{page}" for role, page in FIRST.items() if role in posts)))
