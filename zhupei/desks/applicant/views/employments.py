"""工作经历信息: optional rows; "none" is an answer, and so is silence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhupei.desks.applicant import editing, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.applicant.rows import SectionRows
from zhupei.dossiers import actions, queries, rules, snapshot
from zhupei.dossiers.models import Employment
from zhupei.dossiers.sections import WORK

ROWS = SectionRows(
    section=WORK,
    model=Employment,
    template="applicant/dossier/employment.html",
    title=lambda row: row.employer,
    add=lambda row_id, **given: actions.add_employment(employment_id=row_id, **given),
    save=lambda row_id, **given: actions.save_employment(employment_id=row_id, **given),
    remove=lambda row_id, **given: actions.remove_employment(employment_id=row_id, **given),
)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def employments(request: HttpRequest) -> HttpResponse:
    """The answer whether there is any, and the rows with what each of them lacks."""
    own_journey.read_ahead(request, *queries.asked(request.user, (WORK.key,)))
    data = queries.load(request.user, parts=(WORK.key,))
    cycle = editing.cycle_of(request)
    gaps = [gap for gap in rules.gaps(data, cycle=cycle) if gap.section == WORK.key]
    frozen = snapshot.section(snapshot.freeze(data, cycle), WORK.key)
    page = editing.EditingPage(
        section=WORK,
        fields=WORK.fields,
        row=data.dossier,
        item=WORK.key,
        template="applicant/dossier/employments.html",
        save=lambda values, revision, tab, at: actions.save_work(
            actor=request.user, at=at, values=values, revision=revision, form=tab
        ),
        after=WORK.path,
        context={
            "rows": editing.rows_with_gaps(frozen["rows"], gaps),
            "gaps": [gap for gap in gaps if gap.item == WORK.key],
            "full": rules.room(WORK, len(data.employments)),
        },
    )
    return editing.edit(request, data, page)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def new_employment(request: HttpRequest) -> HttpResponse:
    return ROWS.new(request)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def employment(request: HttpRequest, employment_id: UUID) -> HttpResponse:
    return ROWS.one(request, employment_id)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def removal(request: HttpRequest, employment_id: UUID) -> HttpResponse:
    return ROWS.removal(request, employment_id)
