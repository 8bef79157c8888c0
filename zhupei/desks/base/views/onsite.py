"""现场审核: scan the printed form, compare paper, person and originals, record the result."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.accounts import rules as account_rules
from zhupei.applications import actions, onsite_queries, printed, review_queries, snapshot, states
from zhupei.applications.models import Version
from zhupei.desks.base.case import Case
from zhupei.desks.base.forms import CodeForm, OnSiteForm
from zhupei.desks.base.frame import base_of, page
from zhupei.desks.shared import moment
from zhupei.desks.shared.guards import base_member
from zhupei.kernel import prepared
from zhupei.kernel.refusals import Refusal, Refused

UNKNOWN = "没有找到这份报名表。请核对编码；如果是其他基地的报名表，请学员到所报基地核验。"


@require_http_methods(["GET", "HEAD", "POST"])
@base_member()
def onsite(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """The place where the scanner types. A form of another base and an unknown code get the same answer."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    at = moment.of(request)
    if form.is_valid():
        version = printed.version_of_code(form.cleaned_data["code"])
        if version is not None and onsite_queries.paper(base_of(request), version.pk):
            return HttpResponseRedirect(reverse("base:onsite_check", args=[base_id, version.pk]))
        form.add_error("code", UNKNOWN)
    return page(request, "base_desk/onsite.html", at, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@base_member()
def onsite_check(request: HttpRequest, base_id: UUID, version_id: UUID) -> HttpResponse:
    """The paper against the version in force: portrait and facts large, one key for the result."""
    form = OnSiteForm(request.POST if request.method == "POST" else None)
    at = moment.of(request)
    base = base_of(request)
    prepared.ahead(onsite_queries.paper_at.first_of(base, version_id), review_queries.waiting_at.count_of(base))
    version = onsite_queries.paper(base, version_id)
    if version is None:
        raise Http404
    refusal, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _record(request, version, form, at)
            except Refused as refused:
                refusal, status = refused.refusal, 409
            else:
                return HttpResponseRedirect(reverse("base:onsite", args=[base_id]))
        else:
            status = 422
    case = Case(base_of(request), version.application, at, {}, {})
    context = {
        "case": case,
        "version": version,
        "in_force": onsite_queries.is_in_force(version),
        "portrait": next((paper for paper in case.papers if paper.kind == "portrait"), None),
        "digest": snapshot.short(version.digest),
        "form": form,
        "blocked": _blocked(version),
        "refusal": refusal,
    }
    return page(request, "base_desk/onsite_check.html", at, context, status=status)


def _blocked(version: Version) -> Refusal | None:
    """Why no result can be recorded for this paper, whatever it is."""
    if version.application.state != states.APPROVED:
        label = version.application.get_state_display()
        return Refusal("onsite:state", f"当前状态为“{label}”，审核通过后才能登记现场审核结果。")
    if not onsite_queries.is_in_force(version):
        return Refusal("onsite:version", "这份报名表不是当前有效的版本，请学员重新打印。")
    return account_rules.undisturbed(version.application.person.standing)


def _record(request: HttpRequest, version: Version, form: OnSiteForm, at: datetime) -> None:
    passed = form.cleaned_data["result"] == "passed"
    actions.check_on_site(
        application_id=version.application_id,
        version_id=version.pk,
        passed=passed,
        note=form.cleaned_data["note"],
        actor=request.user,
        at=at,
    )
    result = "通过" if passed else "不通过"
    messages.success(request, f"现场审核{result}：{version.name}（{version.application.number}）。请扫描下一份。")
