"""The way out of a list: a form that asks for a file, a page that shows how far it is, one download for each click.

A desk gives its own addresses and pages; what is asked, seen and taken is the same everywhere.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from zhupei.desks.shared.forms import Concrete
from zhupei.kernel.crypto import vault
from zhupei.reports import actions, rules
from zhupei.reports.lists.definition import ListDefinition, known
from zhupei.reports.models import Export

MEDIA = {
    Export.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Form.CSV: "text/csv; charset=utf-8",
    Export.Form.JSON: "application/json; charset=utf-8",
}
REFRESH = "3"


class ExportForm(Concrete):
    """What kind of file, for what, and whether whole numbers are needed. `token` makes a second click harmless."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    form = forms.ChoiceField(
        label="格式", choices=Export.Form.choices, help_text="一般用 Excel；CSV 和 JSON 供程序读取。"
    )
    reason = forms.CharField(
        label="用途",
        max_length=rules.LONGEST_REASON,
        help_text="会写进文件和记录。不要写证件号码和手机号。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    whole = forms.BooleanField(
        label="需要完整的证件号码和手机号",
        required=False,
        help_text="默认遮盖。完整号码逐个记录，并计入每日上限。",
    )


def fresh_form() -> ExportForm:
    return ExportForm(initial={"token": uuid4(), "form": Export.Form.XLSX})


def ask(
    request: HttpRequest, form: ExportForm, definition: ListDefinition[Any, Any, Any], scope: Any, at: datetime
) -> Export:
    """What the form asks for, of the list as the address of this request spells it. Raises `Refused`."""
    return actions.ask(
        of_list=definition.name,
        desk=definition.where(scope),
        address=definition.address(definition.read(request.GET, scope)),
        actor=request.user,
        at=at,
        **form.cleaned_data,
    )


def file_of(export: Export) -> HttpResponse:
    """The file, named by its list and the moment it was made. Http404 when it has just gone."""
    try:
        content = vault.get(export.key)
    except FileNotFoundError as error:
        raise Http404 from error
    assert export.made_at is not None
    name = f"{known[export.of_list].title}-{export.asked_at:%Y%m%d-%H%M}.{export.form}"
    response = HttpResponse(content, content_type=MEDIA[Export.Form(export.form)])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
