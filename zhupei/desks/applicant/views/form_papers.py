"""打印报名表: asked for by a button, made by a job, then kept."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.applications import actions, states
from zhupei.applications.models import FormPaper, Version
from zhupei.desks.applicant import own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def form(request: HttpRequest) -> HttpResponse:
    """POST asks for the paper; GET says whether it is ready."""
    version = _version(request)
    if request.method == "POST":
        actions.request_form(version=version, actor=request.user, at=clock.now())
        return acts.done(request, "", reverse("applicant:form"))
    paper = FormPaper.objects.filter(version=version).first()
    ready = paper is not None and paper.made_at is not None
    response = DESK.page(
        request,
        "applicant/application/form.html",
        {"version": version, "paper": paper, "ready": ready, "application": own_journey.of(request).application},
    )
    if paper is not None and not ready:
        response["Refresh"] = "2"
    return response


@require_safe
@DESK.enter()
def form_file(request: HttpRequest) -> HttpResponse:
    """The PDF of the version in force."""
    version = _version(request)
    paper = FormPaper.objects.filter(version=version).exclude(made_at=None).first()
    if paper is None:
        return HttpResponseRedirect(reverse("applicant:form"))
    response = HttpResponse(vault.get(paper.key), content_type="application/pdf")
    disposition = "inline" if "inline" in request.GET else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{version.receipt_number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _version(request: HttpRequest) -> Version:
    application = own_journey.of(request).application
    if application is None or application.state not in states.IN_FORCE or application.version is None:
        raise Http404
    return application.version
