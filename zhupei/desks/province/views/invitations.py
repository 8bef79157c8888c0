"""基地工作人员: who works for which base; the province invites their administrators and reviewers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhupei.accounts.actions import staff
from zhupei.desks.province.forms import BaseInvitationForm
from zhupei.desks.province.frame import DESK
from zhupei.desks.shared import acts, lists, moment
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.invited import link, resembling, waiting
from zhupei.reports.lists import staff as staff_lists


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def invitations(request: HttpRequest) -> HttpResponse:
    """POST invites; the link is shown once, in the answer, and kept nowhere in plain."""
    if request.method != "POST":
        return _show(request, BaseInvitationForm())
    form = BaseInvitationForm(request.POST)
    return acts.answer(
        request,
        lambda: staff.invite(actor=request.user, at=moment.of(request), **form.cleaned_data),
        form=form,
        again=lambda fault: _show(request, form, fault),
        done=lambda token: _invited(request, form, token),
    )


def _invited(request: HttpRequest, form: BaseInvitationForm, token: str) -> HttpResponse:
    name = form.cleaned_data["name"]
    warnings = resembling(name, form.cleaned_data["phone"])
    return _show(request, BaseInvitationForm(), link=link(request, token), invited=name, warnings=warnings)


def _show(
    request: HttpRequest, form: BaseInvitationForm, fault: ActFault | None = None, **special: Any
) -> HttpResponse:
    at = moment.of(request)
    office = staff_lists.Office(request.user, at)
    context = {
        "form": form,
        "listed": lists.show(request, staff_lists.BaseStaff(), office, at),
        "waiting": lists.table(staff_lists.Invited(), office, waiting(at), at),
        **special,
    }
    return DESK.page(request, "province/invitations.html", context, at=at, fault=fault)
