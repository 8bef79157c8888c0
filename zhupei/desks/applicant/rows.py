"""The pages of a section with several rows: a new one, one of them, and the question before one goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from zhupei.desks.applicant import editing, form_ids, locks, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts
from zhupei.dossiers import queries, sections
from zhupei.dossiers.fields import DossierSection
from zhupei.dossiers.models import Education, Employment
from zhupei.kernel import clock
from zhupei.kernel.refusals import require

Row = Education | Employment


@dataclass(frozen=True)
class SectionRows:
    """`add`, `save` and `remove` are the section's actions with the row's id first; `title` names a row."""

    section: DossierSection
    model: type[Row]
    template: str
    title: Callable[[Any], str]
    add: Callable[..., object]
    save: Callable[..., object]
    remove: Callable[..., None]

    def new(self, request: HttpRequest) -> HttpResponse:
        """A row is made by its first saving, also by an automatic one; sending the form again saves the same row."""
        data = self._data(request)
        purpose = self.section.key
        code = request.POST.get("fresh", "") if request.method == "POST" else form_ids.draw(request.user, purpose)
        row_id = form_ids.read(request.user, purpose, code)
        row = next((each for each in data.rows(purpose) if each.pk == row_id), None) or self.model(pk=row_id)

        def save(values: dict[str, Any], revision: int, tab: str, at: Any) -> object:
            return self.add(row_id, actor=request.user, at=at, values=values, form=tab)

        return editing.edit(request, data, self._page(row, save, action="添加", fresh=code))

    def one(self, request: HttpRequest, row_id: UUID) -> HttpResponse:
        data = self._data(request)
        row = self._find(data, row_id)

        def save(values: dict[str, Any], revision: int, tab: str, at: Any) -> object:
            return self.save(row.pk, actor=request.user, at=at, values=values, revision=revision, form=tab)

        return editing.edit(request, data, self._page(row, save, action="编辑"))

    def removal(self, request: HttpRequest, row_id: UUID) -> HttpResponse:
        """Asks before the row goes."""
        data = self._data(request)
        row = self._find(data, row_id)
        locked = locks.editable(request, self.section.key)
        context = {
            "section": self.section,
            "sections": sections.SECTIONS,
            "action": "删除",
            "title": self.title(row) or f"未填写的{self.section.row_name}",
            "locked": locked,
        }
        if request.method != "POST":
            return DESK.page(request, "applicant/dossier/removal.html", context)

        def remove() -> None:
            require(locked)
            self.remove(row.pk, actor=request.user, at=clock.now())

        return acts.answer(
            request,
            remove,
            again=lambda fault: DESK.page(request, "applicant/dossier/removal.html", context, fault=fault),
            done=lambda _: acts.done(request, f"已删除一条{self.section.row_name}", self.section.path),
        )

    def _data(self, request: HttpRequest) -> queries.DossierData:
        parts = (self.section.key,)
        own_journey.read_ahead(request, *queries.asked(request.user, parts))
        return queries.load(request.user, parts=parts)

    def _page(self, row: Row, save: editing.Save, **context: Any) -> editing.EditingPage:
        return editing.EditingPage(
            section=self.section,
            fields=self.section.row,
            row=row,
            item=f"{self.section.key}:{row.pk}",
            template=self.template,
            save=save,
            after=self.section.path,
            context=context,
        )

    def _find(self, data: queries.DossierData, row_id: UUID) -> Row:
        for row in data.rows(self.section.key):
            if row.pk == row_id:
                return row
        raise Http404
