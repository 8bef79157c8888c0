"""执业资格信息: "none yet" is an answer (manual, part 三)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhupei.desks.applicant import own_journey
from zhupei.desks.applicant.editing import EditingPage, edit
from zhupei.desks.applicant.frame import DESK
from zhupei.dossiers import actions, queries, rules
from zhupei.dossiers.sections import LICENCE


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def licence(request: HttpRequest) -> HttpResponse:
    own_journey.read_ahead(request, *queries.asked(request.user, ()))
    data = queries.load(request.user, parts=())
    page = EditingPage(
        section=LICENCE,
        fields=LICENCE.fields,
        row=data.dossier,
        item=LICENCE.key,
        template="applicant/dossier/licence.html",
        save=lambda values, revision, tab, at: actions.save_licence(
            actor=request.user, at=at, values=values, revision=revision, form=tab
        ),
        after=LICENCE.path,
        context={"warnings": rules.warnings(data)},
    )
    return edit(request, data, page)
