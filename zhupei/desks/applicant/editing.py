"""One way to edit any section: show, save as it is being filled, save by the button, refuse, resolve two open tabs."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhupei.applications import states
from zhupei.cycles.models import Cycle
from zhupei.desks.applicant import locks, own_journey
from zhupei.desks.applicant.forms.dossier import Row, SectionForm, words
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.dossiers import queries, rules, sections, snapshot
from zhupei.dossiers.actions.saving import assign
from zhupei.dossiers.fields import LONG_TEXT, REGION, TICK, DossierField, DossierSection
from zhupei.dossiers.models import Dossier
from zhupei.dossiers.queries import DossierData
from zhupei.kernel import clock
from zhupei.kernel.prepared import ahead
from zhupei.pure import dates

CONFLICT = "dossier:conflict"
UNFINISHED = 4
WIDE = (REGION, LONG_TEXT, TICK)

# (values, revision, tab, at): the action behind the page.
Save = Callable[[dict[str, Any], int, str, Any], object]


@dataclass(frozen=True)
class EditingPage:
    """What distinguishes one page of editing from another. `item` is what gaps name; `after` is where saving leads."""

    section: DossierSection
    fields: Sequence[DossierField]
    row: Row
    item: str
    template: str
    save: Save
    after: str
    context: dict[str, Any] = field(default_factory=dict)


def cycle_of(request: HttpRequest) -> Cycle:
    """The cycle of the current round; a blank one while the province has entered none."""
    now = own_journey.of(request)
    return now.round.cycle if now.round else Cycle(year=now.at.year)


def edit(request: HttpRequest, data: DossierData, page: EditingPage) -> HttpResponse:
    """GET shows the form, POST saves it."""
    policies = queries.policies(cycle_of(request))
    locked = locks.editable(request, page.section.key)
    if request.method != "POST":
        return _show(request, data, page, SectionForm(page.fields, page.row, data, policies), locked=locked)
    if locked is not None:
        blank = SectionForm(page.fields, page.row, data, policies)
        return acts.fault(request, ActFault(refusal=locked), lambda fault: _again(request, data, page, blank, fault))
    form = SectionForm(page.fields, page.row, data, policies, request.POST)
    automatic = "X-Autosave" in request.headers
    if "find" in request.POST and not automatic:
        form.find(request.POST["find"])
        return _show(request, data, page, form, unchecked=True)
    form.is_valid()
    at = clock.now()
    return acts.answer(
        request,
        lambda: page.save(form.values, form.revision, form.token, at),
        form=None if automatic else form,
        again=lambda fault: _again(request, data, page, form, fault),
        done=lambda _: _saved(request, page, form, at, automatic=automatic),
    )


def _saved(
    request: HttpRequest, page: EditingPage, form: SectionForm, at: datetime, *, automatic: bool
) -> HttpResponse:
    """To the script what it is to mark; to the person what is still missing, and the way on."""
    ahead(*queries.asked(request.user))
    fresh = queries.load(request.user)
    every = rules.gaps(fresh, cycle=cycle_of(request), kind=kind_of(request, fresh))
    gaps = [gap for gap in every if gap.item == page.item]
    if automatic:
        return JsonResponse(
            {
                "saved_at": dates.clock(at),
                "version": fresh.dossier.revision,
                "errors": words(form.errors),
                "faults": {gap.field: gap.message for gap in gaps if gap.fault},
                "gaps": [{"field": gap.field, "message": gap.message} for gap in gaps],
            }
        )
    if (step := request.POST.get("step")) in form.fields:
        return HttpResponseRedirect(f"{request.path}#id_{step}_0")
    said = format_html("{}{}", saved(at, gaps), onward(request, fresh, every, page.section))
    return acts.done(request, said, page.after)


def saved(at: Any, gaps: Sequence[rules.Gap]) -> str:
    """`已保存 14:02:31`, and what this part still lacks."""
    labels = list(dict.fromkeys(gap.label for gap in gaps if not gap.fault))
    faults = "".join(f"；{gap.message}" for gap in gaps if gap.fault)
    more = f" 等 {len(labels)} 项" if len(labels) > UNFINISHED else ""
    return f"已保存 {dates.clock(at)}" + (f"，还缺：{'、'.join(labels[:UNFINISHED])}{more}" if labels else "") + faults


def onward(request: HttpRequest, data: DossierData, gaps: Sequence[rules.Gap], section: DossierSection) -> SafeString:
    """The way to the next unfinished part, once this one is complete and nothing has been submitted."""
    if own_journey.of(request).state != states.DRAFT or any(gap.section == section.key for gap in gaps):
        return SafeString("")
    open_ = [task for task in rules.tasks(data, gaps, cycle_of(request)) if not task.done]
    after = [task for task in open_ if _order(sections.BY_KEY[task.section]) > _order(section)]
    following = (after or open_)[:1]
    title, url = (following[0].title, following[0].url) if following else ("填报志愿", reverse("applicant:choices"))
    return format_html(' <a class="btn s" href="{}">下一项：{}</a>', url, title)


def _order(section: DossierSection) -> int:
    return sections.SECTIONS.index(section)


def rows_with_gaps(rows: Sequence[dict[str, Any]], gaps: Sequence[rules.Gap]) -> list[dict[str, Any]]:
    """Frozen rows, each with its own gaps."""
    return [{**row, "gaps": [gap for gap in gaps if gap.item.endswith(row["id"])]} for row in rows]


def kind_of(request: HttpRequest, data: DossierData) -> str:
    """What the person applies for; before anything has been chosen, what the education allows."""
    application = own_journey.of(request).application
    return application.kind if application is not None else rules.likely_kind(data, cycle_of(request))


def _again(
    request: HttpRequest, data: DossierData, page: EditingPage, form: SectionForm, fault: ActFault
) -> HttpResponse:
    """Nothing has been saved, nothing overwritten; the page keeps what was typed."""
    if fault.refusal is None:
        return _show(request, data, page, form)
    if not form.is_bound:
        return _show(request, data, page, form, locked=fault.refusal)
    context: dict[str, Any] = {}
    if fault.refusal.code == CONFLICT:
        context["differences"] = differences(data, page, form)
        form.renew(data.dossier.revision)
    return _show(request, data, page, form, fault, **context)


def _show(
    request: HttpRequest,
    data: DossierData,
    page: EditingPage,
    form: SectionForm,
    fault: ActFault | None = None,
    **context: Any,
) -> HttpResponse:
    form.draw()
    everything = {
        "form": form,
        "section": page.section,
        "sections": sections.SECTIONS,
        "wide": WIDE,
        "data": data,
        "row": page.row,
        "saved_at": data.dossier.saved_at,
        "returned": locks.reason(request, page.section.key),
        "impossible": () if form.is_bound else rules.impossible_dates(page.section, page.row, data, cycle_of(request)),
        **page.context,
        **context,
    }
    if context.get("locked"):
        everything["facts"] = snapshot.fields_of(page.fields, page.row, data, queries.policies(cycle_of(request)))
    return DESK.page(request, page.template, everything, fault=fault)


@dataclass(frozen=True)
class TypedDifference:
    label: str
    stored: str
    typed: str


def differences(data: DossierData, page: EditingPage, form: SectionForm) -> list[TypedDifference]:
    """What the other tab has saved beside what was typed here, where they are not the same."""
    typed_row = copy.copy(page.row)
    assign(typed_row, page.fields, form.values)
    stored = snapshot.fields_of(page.fields, page.row, data, form.policies)
    typed_data = replace(data, dossier=typed_row) if isinstance(typed_row, Dossier) else data
    typed = snapshot.fields_of(page.fields, typed_row, typed_data, form.policies)
    return [
        TypedDifference(here["label"], there["text"], here["text"])
        for there, here in zip(stored, typed, strict=True)
        if there["text"] != here["text"]
    ]
