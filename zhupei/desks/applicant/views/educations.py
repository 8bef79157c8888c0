"""学历信息: a list of rows, each with its own page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.desks.applicant import editing, locks, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.applicant.rows import SectionRows
from zhupei.dossiers import actions, queries, rules, sections, snapshot
from zhupei.dossiers.models import Education
from zhupei.dossiers.sections import EDUCATION

ROWS = SectionRows(
    section=EDUCATION,
    model=Education,
    template="applicant/dossier/education.html",
    title=rules.education_name,
    add=lambda row_id, **given: actions.add_education(education_id=row_id, **given),
    save=lambda row_id, **given: actions.save_education(education_id=row_id, **given),
    remove=lambda row_id, **given: actions.remove_education(education_id=row_id, **given),
)


@require_safe
@DESK.enter()
def educations(request: HttpRequest) -> HttpResponse:
    """The rows with what each of them lacks."""
    own_journey.read_ahead(request, *queries.asked(request.user, (EDUCATION.key,)))
    data = queries.load(request.user, parts=(EDUCATION.key,))
    cycle = editing.cycle_of(request)
    kind = editing.kind_of(request, data)
    gaps = [gap for gap in rules.gaps(data, cycle=cycle, kind=kind) if gap.section == EDUCATION.key]
    frozen = snapshot.section(snapshot.freeze(data, cycle), EDUCATION.key)
    context = {
        "section": EDUCATION,
        "sections": sections.SECTIONS,
        "rows": editing.rows_with_gaps(frozen["rows"], gaps),
        "gaps": [gap for gap in gaps if gap.item == EDUCATION.key],
        "returned": locks.reason(request, EDUCATION.key),
        "locked": locks.editable(request, EDUCATION.key),
        "full": rules.room(EDUCATION, len(data.educations)),
    }
    return DESK.page(request, "applicant/dossier/educations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def new_education(request: HttpRequest) -> HttpResponse:
    return ROWS.new(request)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def education(request: HttpRequest, education_id: UUID) -> HttpResponse:
    return ROWS.one(request, education_id)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def removal(request: HttpRequest, education_id: UUID) -> HttpResponse:
    return ROWS.removal(request, education_id)
