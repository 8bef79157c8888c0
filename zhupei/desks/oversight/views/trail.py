"""审计管理员: searching the trail in words. Reads only."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.accounts.models import Post
from zhupei.desks.oversight import trail as trails
from zhupei.desks.oversight.forms import TrailForm
from zhupei.desks.oversight.frame import DESK
from zhupei.kernel.clock import SHANGHAI


@require_safe
@DESK.enter(Post.Role.AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    form = TrailForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("since")
    since = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None
    lines = trails.search(asked.get("words", ""), since, asked.get("before"))
    older = lines[trails.PAGE - 1].event.pk if len(lines) > trails.PAGE else None
    context = {"form": form, "lines": lines[: trails.PAGE], "older": older}
    return DESK.page(request, "oversight/trail.html", context)
