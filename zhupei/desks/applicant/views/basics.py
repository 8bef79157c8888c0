"""个人信息: who one is, where one lives, how one can be reached."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhupei.desks.applicant import locks, own_journey, proposals
from zhupei.desks.applicant.editing import EditingPage, edit
from zhupei.desks.applicant.frame import DESK
from zhupei.dossiers import actions, document_queries, queries
from zhupei.dossiers.sections import BASICS


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def basics(request: HttpRequest) -> HttpResponse:
    own_journey.read_ahead(request, *queries.asked(request.user, ()), document_queries.card_of.first_of(request.user))
    data = queries.load(request.user, parts=())
    as_stored = request.method == "POST" or locks.editable(request, BASICS.key) is not None
    row, proposed = (data.dossier, []) if as_stored else proposals.of(data)
    page = EditingPage(
        section=BASICS,
        fields=BASICS.fields,
        row=row,
        item=BASICS.key,
        template="applicant/dossier/basics.html",
        save=lambda values, revision, tab, at: actions.save_basics(
            actor=request.user, at=at, values=values, revision=revision, form=tab
        ),
        after=BASICS.path,
        context={"proposed": proposed},
    )
    return edit(request, data, page)
