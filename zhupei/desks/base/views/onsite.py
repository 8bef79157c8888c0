"""现场审核: scan the printed form, compare paper, person and originals, record the result."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.applications import actions, onsite_queries, printed, review_queries, rules, snapshot
from zhupei.applications.models import Version
from zhupei.desks.base.application_page import ApplicationPage
from zhupei.desks.base.forms import OnSiteForm, PrintedCodeForm
from zhupei.desks.base.frame import DESK, base_of
from zhupei.desks.shared import acts, moment
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import prepared
from zhupei.kernel.refusals import Refusal, Refused

UNKNOWN = Refusal(
    "onsite:unknown", "没有找到这份报名表。请核对编码；如果是其他基地的报名表，请学员到所报基地核验。", field="code"
)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def onsite(request: HttpRequest, base_id: UUID) -> HttpResponse:
    """The place where the scanner types. A form of another base and an unknown code get the same answer."""
    if request.method != "POST":
        return DESK.page(request, "base_desk/onsite.html", {"form": PrintedCodeForm()})
    form = PrintedCodeForm(request.POST)
    return acts.answer(
        request,
        lambda: _printed_version(request, form.cleaned_data["code"]),
        form=form,
        again=lambda fault: DESK.page(request, "base_desk/onsite.html", {"form": form}, fault=fault),
        done=lambda version: HttpResponseRedirect(reverse("base:onsite_check", args=[base_id, version.pk])),
    )


def _printed_version(request: HttpRequest, code: str) -> Version:
    version = printed.version_of_code(code)
    if version is None or not onsite_queries.printed_version(base_of(request), version.pk):
        raise Refused(UNKNOWN)
    return version


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def onsite_check(request: HttpRequest, base_id: UUID, version_id: UUID) -> HttpResponse:
    """The paper against the version in force: portrait and facts large, one key for the result."""
    at, base = moment.of(request), base_of(request)
    prepared.ahead(onsite_queries.paper_at.first_of(base, version_id), review_queries.waiting_at.count_of(base))
    version = onsite_queries.printed_version(base, version_id)
    if version is None:
        raise Http404
    if request.method != "POST":
        return _show(request, version, OnSiteForm())
    form = OnSiteForm(request.POST)
    return acts.answer(
        request,
        lambda: actions.check_on_site(
            application_id=version.application_id,
            version_id=version.pk,
            passed=form.passed,
            note=form.cleaned_data["note"],
            actor=request.user,
            at=at,
        ),
        form=form,
        again=lambda fault: _show(request, version, form, fault),
        done=lambda _: acts.done(request, _said(version, form.passed), reverse("base:onsite", args=[base_id])),
    )


def _said(version: Version, passed: bool) -> str:
    result = "通过" if passed else "不通过"
    return f"现场审核{result}：{version.name}（{version.application.number}）。请扫描下一份。"


def _show(request: HttpRequest, version: Version, form: OnSiteForm, fault: ActFault | None = None) -> HttpResponse:
    at = moment.of(request)
    page = ApplicationPage(base_of(request), version.application, at, {}, {})
    context = {
        "page": page,
        "version": version,
        "in_force": onsite_queries.is_in_force(version),
        "portrait": next((document for document in page.documents if document.kind == "portrait"), None),
        "digest": snapshot.short(version.digest),
        "form": form,
        "blocked": rules.on_site(version.application, version.pk),
    }
    return DESK.page(request, "base_desk/onsite_check.html", context, at=at, fault=fault)
