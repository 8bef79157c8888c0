"""审计管理员: searching the trail in words. Reads only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.accounts.models import Post
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.oversight.lists import Trail
from zhupei.desks.shared import lists
from zhupei.kernel import clock
from zhupei.reports.lists.staff import Office

HINT = "可查做了什么、谁、对象或编号，如“登录失败”“结束角色 system”“退回补正”；多个词用空格隔开。"


@require_safe
@DESK.enter(Post.Role.AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    at = clock.reading()
    listed = lists.show(request, Trail(), Office(request.user, at), at, hint=HINT)
    return DESK.page(request, "oversight/trail.html", {"listed": listed})
