"""审计管理员: searching the trail in words, one act with its before and after, finding whose acts to read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import Post
from zhupei.audit import queries
from zhupei.desks.oversight.forms import TracedPersonForm
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.shared import acts, lists
from zhupei.desks.shared.addresses import url
from zhupei.kernel import clock
from zhupei.reports import trail as trails
from zhupei.reports.lists.staff import Office
from zhupei.reports.lists.trail import Trail
from zhupei.support import actions

LAST_SEQUENCE = 2**62
HINT = (
    "可查做了什么、角色、对象、报名号、编号（至少前 6 位）或工作人员的登录名，"
    "如“登录失败”“退回补正 2026-W1-000123”；多个词用空格隔开。"
)
BESIDE = "person_%s"  # two forms on one page


@require_safe
@DESK.enter(Post.Role.AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    return _show(request, person=TracedPersonForm(auto_id=BESIDE))


@require_POST
@DESK.enter(Post.Role.AUDIT)
def people(request: HttpRequest) -> HttpResponse:
    """The answer is this page and no address: what was typed goes into no history and no log."""
    person = TracedPersonForm(request.POST, auto_id=BESIDE)
    return acts.answer(
        request,
        form=person,
        act=lambda: actions.trace(words=person.cleaned_data["words"], actor=request.user, at=clock.now()),
        again=lambda fault: _show(request, fault, person=person),
        done=lambda found: _show(
            request, person=person, found=[(each.pk, each.document_number.masked()) for each in found]
        ),
    )


@require_safe
@DESK.enter(Post.Role.AUDIT)
def act(request: HttpRequest, sequence: int) -> HttpResponse:
    """One act: who, what, before and after, and where it stands in the chain."""
    found = trails.act(sequence) if sequence < LAST_SEQUENCE else None
    if found is None:
        raise Http404
    context = {"act": found, "later": queries.head().sequence - sequence}
    return DESK.page(request, "oversight/trail_act.html", context)


def _show(request: HttpRequest, fault: acts.ActFault | None = None, **context: Any) -> HttpResponse:
    at = clock.request_time()
    listed = lists.show(request, Trail(), Office(request.user, at), at, row_address=_address, hint=HINT)
    shown = {"listed": listed, "head": queries.head(), **context}
    return DESK.page(request, "oversight/trail.html", shown, fault=fault)


def _address(line: trails.TrailLine) -> str:
    return url("oversight:trail_act", line.position.sequence) if line.position else ""
