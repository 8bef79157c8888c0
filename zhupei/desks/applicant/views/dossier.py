"""The dossier as a whole, and the lists from which its fields are chosen."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from zhupei.applications import states
from zhupei.desks.applicant import editing, locks, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.dossiers import catalogue_queries, options, queries, rules, sections, snapshot
from zhupei.pure.identity import mask, mask_phone


@require_safe
@DESK.enter()
def dossier(request: HttpRequest) -> HttpResponse:
    """Everything at a glance: each section with its facts, what it lacks and the button 编辑.

    While correcting and after approval the button says 查看: the section's own page tells what may be changed.
    """
    own_journey.read_ahead(request, *queries.asked(request.user))
    data = queries.load(request.user)
    cycle = editing.cycle_of(request)
    frozen = masked(snapshot.freeze(data, cycle))
    gaps = rules.gaps(data, cycle=cycle, kind=editing.kind_of(request, data))
    context = {
        "sections": sections.SECTIONS,
        "frozen": frozen,
        "parts": [
            {
                "task": task,
                "returned": locks.section_reason(request, task.section),
                "facts": next((each for each in frozen["sections"] if each["key"] == task.section), None),
            }
            for task in rules.tasks(data, gaps, cycle)
        ],
        "missing": len(gaps),
        "guarded": own_journey.of(request).state in states.GUARDED,
        "saved_at": data.dossier.saved_at,
        "portrait": data.documents.get("portrait"),
    }
    return DESK.page(request, "applicant/dossier/dossier.html", context)


MASKS = {
    "document_number": mask,
    "qualification_number": mask,
    "phone": mask_phone,
    "emergency_phone": mask_phone,
}


def masked(frozen: snapshot.Frozen) -> snapshot.Frozen:
    """Numbers that somebody looking over one's shoulder could use are shown in part."""
    for section in frozen["sections"]:
        for field in section["fields"]:
            if hide := MASKS.get(field["name"]):
                field["text"] = hide(field["text"])
    return frozen


@require_safe
@DESK.enter()
def regions(request: HttpRequest, code: str) -> JsonResponse:
    """What lies below a region: `[{"code", "name"}]`; nothing for an unknown one."""
    found = queries.region_children(code) if code.isascii() and code.isdigit() else []
    return JsonResponse([{"code": region.pk, "name": region.name} for region in found], safe=False)


@require_safe
@DESK.enter()
def institutions(request: HttpRequest) -> JsonResponse:
    """The best answers to `?q=`: Chinese, pinyin or initials."""
    found = catalogue_queries.find_institutions(request.GET.get("q", ""))
    return JsonResponse({"results": [{"value": entry.pk, "text": entry.name} for entry in found]})


@require_safe
@DESK.enter()
def majors(request: HttpRequest) -> JsonResponse:
    """Those that are taught at `?level=` first, the others with a hint."""
    level = request.GET.get("level", "")
    return JsonResponse(
        {
            "results": [
                {
                    "value": entry.pk,
                    "text": options.entry_label(entry),
                    "hint": "" if options.taught_at(entry.levels, level) else "与所选学历不符",
                }
                for entry in catalogue_queries.find_majors(request.GET.get("q", ""), level)
            ]
        }
    )
