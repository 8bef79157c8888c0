"""The form of a section, built from `dossiers.sections`: one for all of them."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict

from zhupei.desks.applicant.forms import fields as kinds
from zhupei.desks.applicant.forms.places import OTHER, RegionField, SearchField
from zhupei.desks.shared.forms import Concrete
from zhupei.dossiers import catalogue_queries, options, queries, rules
from zhupei.dossiers.fields import (
    ACCOUNT,
    CHOICE,
    DATE,
    INSTITUTION,
    MAJOR,
    PRACTISING,
    QUALIFICATION,
    REGION,
    SEARCHED,
    TICK,
    YES_NO,
    DossierField,
)
from zhupei.dossiers.models import Dossier, Education, Employment, Institution, Major
from zhupei.dossiers.queries import DossierData, Policies
from zhupei.kernel.crypto.sealed import Sealed
from zhupei.pure.identity import check_practising, check_qualification

Row = Dossier | Education | Employment
FINDERS: dict[str, Callable[[str, str], list[Any]]] = {
    INSTITUTION: lambda text, beside: catalogue_queries.find_institutions(text),
    MAJOR: catalogue_queries.find_majors,
}
MODELS: dict[str, type[Institution] | type[Major]] = {INSTITUTION: Institution, MAJOR: Major}
UNCHOSEN = ("", "请选择")
BESIDE = {MAJOR: "level"}  # what is taught depends on the level
URLS = {INSTITUTION: "applicant:institutions", MAJOR: "applicant:majors"}


class SectionForm(Concrete):
    """`version` is the dossier's revision when the form was made, `tab` names this form among open tabs.

    `values` are the cleaned ones by the names that the actions know.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    tab = forms.CharField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(
        self,
        asked: Sequence[DossierField],
        row: Row,
        data: DossierData,
        policies: Policies,
        posted: QueryDict | None = None,
    ) -> None:
        self.row, self.dossier, self.policies = row, data, policies
        self.asked = [field for field in asked if self._is_asked(field)]
        initial = {field.name: self._initial(field) for field in self.asked}
        initial |= {"version": data.dossier.revision, "tab": secrets.token_hex(8)}
        super().__init__(_readable(posted) if posted is not None else None, initial=initial)
        for field in self.asked:
            self.fields[field.name] = self._built(field)
        self._offer_regions()
        self._offer_entries()

    @property
    def values(self) -> dict[str, Any]:
        """What is well-formed; with 其他 or an entry of the list, the other of the two is empty."""
        found = {field.name: self.cleaned_data[field.name] for field in self.asked if field.name in self.cleaned_data}
        for field in self.asked:
            if field.kind in SEARCHED and found.get(field.name):
                found[f"{field.name}_other"] = ""
        return found

    @property
    def revision(self) -> int:
        """A form without a readable version is as old as can be."""
        version = self.cleaned_data["version"]
        return int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 0

    @property
    def token(self) -> str:
        tab = self.cleaned_data["tab"]
        return tab if re.fullmatch(r"[0-9a-f]{16}", tab) else ""

    @property
    def groups(self) -> list[tuple[str, list[tuple[Any, DossierField]]]]:
        """The fields under their titles, in order."""
        found: dict[str, list[tuple[Any, DossierField]]] = {}
        for field in self.asked:
            found.setdefault(field.group, []).append((self[field.name], field))
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        """Level and major of one row must agree; the major that was meant is offered."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        level, code = found.get("level"), found.get("major")
        if not level or not code:
            return found
        built = self._input("major")
        major = built.known[code]
        right = None if options.taught_at(major.levels, level) else catalogue_queries.namesake(major, level)
        if words := rules.contradiction(major, level, right):
            built.offer([major, *filter(None, [right])])
            self.add_error("major", words)
        return found

    def renew(self, revision: int) -> None:
        """After a conflict has been shown: saving again is meant."""
        posted: Any = self.data
        posted["version"] = str(revision)

    def find(self, name: str) -> None:
        """Search without a script: the answers become the choices of the select."""
        for field in self.asked:
            if field.name == name and field.kind in SEARCHED:
                built = self._input(name)
                query = self.data.get(f"{name}_q", "")
                built.offer(
                    [*self._chosen(field), *FINDERS[field.kind](query, self.data.get(BESIDE.get(field.kind), ""))]
                )
                built.widget.query, built.widget.searched = query, True

    def _is_asked(self, field: DossierField) -> bool:
        """Shown to everybody, but for what belongs to the account or follows from the number."""
        if field.kind == ACCOUNT:
            return False
        return field.name not in ("sex", "birth_date") or self._needed(field)

    def _needed(self, field: DossierField) -> bool:
        """By the answers stored so far; the mark of a required field follows them."""
        row = self.row if isinstance(self.row, Education) else None
        return rules.NEEDED[field.required](self.dossier, self.policies, row)

    def _initial(self, field: DossierField) -> Any:
        value = getattr(self.row, field.name)
        if field.kind in SEARCHED and value is None and getattr(self.row, f"{field.name}_other"):
            return OTHER
        return value.plain() if isinstance(value, Sealed) else value

    def _built(self, field: DossierField) -> forms.Field:
        shared: dict[str, Any] = {
            "label": field.label,
            "help_text": field.help,
            "required": self._needed(field),
        }
        if field.kind == CHOICE:
            return kinds.OptionField(choices=self._choices(field), **shared)
        if field.kind == YES_NO:
            return kinds.YesNoField(**shared)
        if field.kind == TICK:
            return forms.BooleanField(**{**shared, "required": False})
        if field.kind == DATE:
            return kinds.DayField(**shared)
        if field.kind == REGION:
            return RegionField(**shared)
        if field.kind in SEARCHED:
            built = SearchField(**shared)
            built.widget.url_name, built.widget.beside = URLS[field.kind], BESIDE.get(field.kind, "")
            return built
        return kinds.TextField(
            longest=field.longest, **{**kinds.TEXTS[field.kind], **self._checked(field.kind)}, **shared
        )

    def _checked(self, kind: str) -> dict[str, Any]:
        """Numbers whose check needs the person."""
        holder = self.dossier.person.document_number
        if kind == QUALIFICATION:
            return {"fault": lambda number: check_qualification(number, holder.plain()).fault}
        if kind == PRACTISING:
            return {"fault": lambda number: check_practising(number).fault}
        return {}

    def _choices(self, field: DossierField) -> kinds.FixedChoices:
        """The list, with the present value even when it is no longer offered."""
        if field.options == "categories":
            offered = ((category.code, category.name) for category in self.policies.categories.values())
            return kinds.listed((UNCHOSEN, *offered))
        found, value = _offered(field.options), getattr(self.row, field.name)
        if value and value not in found.codes:
            return kinds.listed((*found.pairs, (value, options.label(field.options, value))))
        return found

    def _offer_regions(self) -> None:
        """One query: on a new page what lies beside and below the stored regions, on a posted one the posted ones."""
        if not self._regions:
            return
        if not self.is_bound:
            self._draw_regions([getattr(self.row, name) for name in self._regions])
            return
        posted = {str(self.data.get(f"{name}_{level}") or "") for name in self._regions for level in range(3)}
        known = queries.region_by_code(posted - {""})
        for name in self._regions:
            self._input(name).known = known

    def draw(self) -> None:
        """Before a posted form is shown again: its selects need their options."""
        if self._regions and self.is_bound:
            self._draw_regions(list(self._input(self._regions[0]).known.values()))

    def _draw_regions(self, chosen: list[Any]) -> None:
        below = queries.region_choices(chosen)
        for region in filter(None, chosen):
            beside = below[region.parent_id or ""]
            if region not in beside:
                below[region.parent_id or ""] = [*beside, region]
        for name in self._regions:
            self._input(name).widget.below = below

    @property
    def _regions(self) -> list[str]:
        return [field.name for field in self.asked if field.kind == REGION]

    def _input(self, name: str) -> Any:
        return self.fields[name]

    def _offer_entries(self) -> None:
        for field in self.asked:
            if field.kind in SEARCHED:
                built, chosen = self._input(field.name), self._chosen(field)
                built.known = {entry.pk: entry for entry in chosen}
                built.offer(chosen)

    def _chosen(self, field: DossierField) -> list[Institution | Major]:
        """The posted entry if it exists, else the stored one."""
        stored = getattr(self.row, field.name)
        if not self.is_bound:
            return [stored] if stored else []
        code = self.data.get(field.name, "")
        if not code or code == OTHER:
            return []
        if stored and stored.pk == code:
            return [stored]
        return list(MODELS[field.kind]._default_manager.filter(pk=code))


@cache
def _offered(name: str) -> kinds.FixedChoices:
    return kinds.FixedChoices((UNCHOSEN, *options.offered(name)))


def _readable(posted: QueryDict) -> QueryDict:
    """A copy that can be stored and shown, whatever was sent."""
    copy = posted.copy()
    for name, values in copy.lists():
        copy.setlist(name, [kinds.readable(value) for value in values])
    return copy


def words(errors: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Field → what is wrong, for the autosave answer."""
    return {name: "；".join(str(message) for message in messages) for name, messages in errors.items()}
