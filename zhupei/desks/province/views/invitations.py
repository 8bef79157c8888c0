"""基地工作人员: who works for which base; the province invites their administrators and reviewers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.accounts.actions import staff
from zhupei.accounts.models import Post
from zhupei.desks.province.forms import InvitationForm
from zhupei.desks.province.frame import page
from zhupei.desks.shared import lists
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.desks.shared.invited import resembling, waiting
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.reports.lists import staff as staff_lists


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.PROVINCE)
def invitations(request: HttpRequest) -> HttpResponse:
    """POST invites; the link is shown once, in the answer, and kept nowhere in plain."""
    form, link, invited, status = InvitationForm(), "", "", 200
    warnings: tuple[str, ...] = ()
    if request.method == "POST":
        form, status = InvitationForm(request.POST), 422
    at = clock.now()
    if form.is_valid():
        try:
            token = staff.invite(actor=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            show(form, refused.refusal)
            status = status_of(refused.refusal)
        else:
            link = request.build_absolute_uri(reverse("public:invitation", args=[token]))
            invited = form.cleaned_data["name"]
            warnings = resembling(invited, form.cleaned_data["phone"])
            form, status = InvitationForm(), 200
    office = staff_lists.Office(request.user, at)
    context = {
        "form": form,
        "link": link,
        "invited": invited,
        "warnings": warnings,
        "listed": lists.show(request, staff_lists.BaseStaff(), office, at),
        "waiting": lists.table(staff_lists.Invited(), office, waiting(at), at),
    }
    return page(request, "province/invitations.html", at, context, status=status)
