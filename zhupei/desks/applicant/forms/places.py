"""Fields that refer to a table: three stacked selects for a region, a searched select for schools and majors.

Both work without a script: a region by saving step by step, a search by its own button (names `step` and `find`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhupei.desks.applicant.forms.fields import Draft
from zhupei.desks.shared.addresses import url
from zhupei.dossiers.models import Institution, Major, Region
from zhupei.dossiers.options import entry_label

LEVELS = ("省", "市", "县（区）")
OTHER = "other"
NOT_LISTED = "请从列表中选择"


def path(region: Region | None) -> list[Region]:
    """From the province down to the region itself; the parents must be loaded."""
    found: list[Region] = []
    while region is not None:
        found.insert(0, region)
        region = region.parent
    return found


class RegionWidget(forms.Widget):
    """`below`: code of a region ('' for the country) → what may be offered in it; the chosen ones are among them."""

    template_name = "applicant/dossier/widgets/region.html"
    use_fieldset = True
    below: Mapping[str, Sequence[Region]] = {}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{level}") or "") for level in range(len(LEVELS))]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_0" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = list(value or ["", "", ""])
        above = ["", chosen[0], chosen[1]]
        context["widget"]["selects"] = [
            {
                "name": f"{name}_{level}",
                "label": LEVELS[level],
                "id": f"{context['widget']['attrs'].get('id', name)}_{level}",
                "options": self._options(level, above[level], chosen[level]),
            }
            for level in range(len(LEVELS))
        ]
        context["widget"]["url"] = url("applicant:regions", "CODE")
        return context

    def _options(self, level: int, parent: str, chosen: str) -> list[tuple[str, str, bool]]:
        if level and not parent:
            return []
        offered = (region for region in self.below.get(parent, ()) if region.level == level + 1)
        return [(region.code, region.name, region.code == chosen) for region in offered]


class RegionField(Draft):
    """Cleans to the code of the lowest region chosen, or None. `known` holds the posted regions by code.

    A city that does not lie in the chosen province is left out: without a script that is what changing the province
    looks like.
    """

    widget = RegionWidget
    known: Mapping[str, Region] = {}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Region):
            codes = [region.pk for region in path(value)]
            return codes + [""] * (len(LEVELS) - len(codes))
        return value

    def clean(self, value: list[str] | None) -> str | None:
        lowest: Region | None = None
        for code in value or []:
            if not code:
                break
            region = self.known.get(code)
            if region is None:
                raise ValidationError(NOT_LISTED)
            if region.parent_id != (lowest.pk if lowest else None):
                if lowest is None:
                    raise ValidationError(NOT_LISTED)
                break
            lowest = region
        return lowest.pk if lowest else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data


class SearchWidget(forms.Select):
    """A select with the chosen entry, the answers of a search, and 其他 as the way out."""

    template_name = "applicant/dossier/widgets/search.html"
    url_name = ""
    beside = ""  # name of the field of the same form that the answers follow
    query = ""
    searched = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "url": url(self.url_name),
            "other": OTHER,
            "beside": self.beside,
            "query": self.query,
            "searched": self.searched,
            "answers": len(self.choices) - 2,
        }
        return context


class SearchField(Draft):
    """Cleans to the code of an entry, or None for nothing and for 其他. `known` holds the posted entry by code."""

    widget = SearchWidget
    known: Mapping[str, Institution | Major] = {}

    def offer(self, entries: Sequence[Institution | Major]) -> None:
        """What the select offers besides 请选择 and 其他."""
        listed = {entry.pk: entry_label(entry) for entry in entries}
        self.widget.choices = [("", "请选择"), *listed.items(), (OTHER, "其他（自己填写）")]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Institution | Major) else value

    def clean(self, value: str | None) -> str | None:
        if not value or value == OTHER:
            return None
        if value not in self.known:
            raise ValidationError(NOT_LISTED)
        return value
