"""The dossier as plain JSON: what a submission freezes and what pages print. Schema `dossier/1`.

    {"schema": "dossier/1", "revision": 12,
     "sections": [{"key": "basics", "title": "个人信息",
                   "fields": [{"name": "ethnicity", "label": "民族", "value": "25", "text": "水族"}, …],
                   "rows": []},
                  {"key": "education", …, "fields": [], "rows": [{"id": "…", "title": "…", "fields": […]}]}, …],
     "documents": [{"slot": "portrait", "kind": "portrait", "title": "免冠照片", "id": "…", "digest": "…",
                    "media_type": "image/jpeg", "pages": 1, "education": ""}],
     "hints": [{"section": "licence", "field": "qualification_number", "message": "…"}]}

Order is that of the sections, of the rows by their making, and of the document matrix; the same dossier gives the same
value. `value` is the code or plain value, `text` what people read; both are empty where the field is not asked of this
person, whatever is stored in it (`rules.asked`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhupei.cycles.models import Cycle
from zhupei.dossiers import options
from zhupei.dossiers.fields import ACCOUNT, CHOICE, DATE, REGION, SEARCHED, TICK, YES_NO, DossierField
from zhupei.dossiers.models import Document, Dossier, Education, Employment, Region
from zhupei.dossiers.queries import DossierData, Policies, policies
from zhupei.dossiers.rules import asked, demanded, warnings
from zhupei.dossiers.rules.matrix import education_name
from zhupei.dossiers.sections import DOCUMENTS, SECTIONS
from zhupei.kernel.crypto.sealed import Sealed
from zhupei.pure.identity import DocumentType
from zhupei.pure.reference.regions import spoken

SCHEMA = "dossier/1"
FREE_WORDS = "_other"

Frozen = dict[str, Any]


def freeze(data: DossierData, cycle: Cycle) -> Frozen:
    """Everything of the dossier that a reviewer judges, with the documents in force that are asked of this person."""
    rules = policies(cycle)
    return {
        "schema": SCHEMA,
        "revision": data.dossier.revision,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "fields": fields_of(section.fields, data.dossier, data, rules),
                "rows": [_row(section.row, row, data, rules) for row in data.rows(section.key)] if section.row else [],
            }
            for section in SECTIONS
            if section is not DOCUMENTS
        ],
        "documents": [
            _document(demand.title, data.documents[demand.slot])
            for demand in demanded(data, cycle)
            if demand.slot in data.documents
        ],
        "hints": [{"section": gap.section, "field": gap.field, "message": gap.message} for gap in warnings(data)],
    }


def section(frozen: Frozen, key: str) -> Frozen:
    """One section of a frozen dossier. Raises KeyError."""
    for each in frozen["sections"]:
        if each["key"] == key:
            return each
    raise KeyError(key)


def text(fields: Sequence[Mapping[str, Any]], name: str) -> str:
    """What people read in the field of that name; '' when it is not there."""
    return next((field["text"] for field in fields if field["name"] == name), "")


def _row(fields: Sequence[DossierField], row: Education | Employment, data: DossierData, rules: Policies) -> Frozen:
    title = education_name(row) if isinstance(row, Education) else row.employer
    return {"id": str(row.pk), "title": title, "fields": fields_of(fields, row, data, rules)}


def fields_of(
    fields: Sequence[DossierField], row: Dossier | Education | Employment, data: DossierData, rules: Policies
) -> list[Frozen]:
    """The fields of one row with their words, in order."""
    found = []
    for field in fields:
        if field.name.endswith(FREE_WORDS):
            continue
        value, words = _value(field, row, data, rules)
        found.append({"name": field.name, "label": field.label, "value": value, "text": words})
    return found


def _value(
    field: DossierField, row: Dossier | Education | Employment, data: DossierData, rules: Policies
) -> tuple[Any, str]:
    """The plain value and its words."""
    if field.kind == ACCOUNT:
        return _of_account(field.name, data)
    known: dict[str, Any] = {"sex": data.sex, "birth_date": data.birth_date}
    value = known[field.name] if field.name in known else _counting(field, row, data, rules)
    if field.kind == REGION:
        return (value.pk, region_name(value)) if value else ("", "")
    if field.kind in SEARCHED:
        return (value.pk, value.name) if value else ("", getattr(row, field.name + FREE_WORDS))
    if field.kind == CHOICE:
        return value, _label(field.options, value, rules)
    if value is None or isinstance(value, bool):
        return value, {True: "是", False: "否", None: ""}[value]
    plain = value.plain() if isinstance(value, Sealed) else value
    words = plain.isoformat() if isinstance(plain, date) else str(plain)
    return words, words


def _counting(field: DossierField, row: Dossier | Education | Employment, data: DossierData, rules: Policies) -> Any:
    """What is stored, or as good as nothing where the field is not asked."""
    if asked(field, data, rules, row if isinstance(row, Education) else None):
        return getattr(row, field.name)
    return None if field.kind in (YES_NO, TICK, DATE) else ""


def _label(name: str, code: str, rules: Policies) -> str:
    if name == "categories":
        category = rules.categories.get(code)
        return category.name if category else code
    return options.label(name, code)


def _of_account(name: str, data: DossierData) -> tuple[str, str]:
    person = data.person
    if name == "document_type":
        return person.document_type, DocumentType(person.document_type).label
    plain = person.name if name == "name" else getattr(person, name).plain()
    return plain, plain


def region_name(region: Region) -> str:
    """`云南省昆明市五华区`, from the region with its parents loaded."""
    names = [region.name]
    while region.parent is not None:
        region = region.parent
        names.append(region.name)
    return spoken(reversed(names))


def _document(title: str, document: Document) -> Frozen:
    return {
        "slot": document.slot,
        "kind": document.kind,
        "title": title,
        "id": str(document.pk),
        "digest": document.digest,
        "media_type": document.media_type,
        "pages": len(document.page_keys) or 1,
        "education": str(document.education_id or ""),
    }
