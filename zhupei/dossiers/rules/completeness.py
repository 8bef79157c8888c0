"""What is missing before a person may apply (domain section 5, manual part 三). Gaps never keep a draft from saving."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhupei.cycles.models import Cycle
from zhupei.dossiers import options
from zhupei.dossiers.fields import ACCOUNT, CHOICE, DATE, REGION, SEARCHED, YES_NO, DossierField, DossierSection
from zhupei.dossiers.models import Document, Dossier, Education, Employment
from zhupei.dossiers.queries import DossierData, Policies, policies
from zhupei.dossiers.rules.conditions import NEEDED, graduated, pending
from zhupei.dossiers.rules.dates import impossible
from zhupei.dossiers.rules.majors import contradicted
from zhupei.dossiers.rules.matrix import demanded, education_name
from zhupei.dossiers.sections import BASICS, DOCUMENTS, EDUCATION, LICENCE, WORK
from zhupei.pure.identity import check_qualification

RESIDENCY, ASSISTANT_GP = "residency", "assistant_gp"
SELECTED = (CHOICE, YES_NO, DATE, REGION, *SEARCHED)
COUNTY = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing thing. `message` stands alone; `label` is the few words for a list; `item` is what a review item
    would name ("basics", "document:portrait"), with the row's id where it concerns one row; `field` names the input.
    `fault`: something is there, but it cannot be.
    """

    section: str
    item: str
    message: str
    field: str = ""
    label: str = ""
    fault: bool = False


def gaps(data: DossierData, *, cycle: Cycle, kind: str = RESIDENCY) -> list[Gap]:
    """Everything missing for an application of `kind`, in the order of the pages. One query at most (policies)."""
    rules = policies(cycle)
    return [
        *_fields(BASICS, BASICS.fields, data.dossier, data, rules),
        *_unknown_category(data, rules),
        *_education(data, rules, kind),
        *_work(data, rules),
        *_fields(LICENCE, LICENCE.fields, data.dossier, data, rules),
        *_dates(LICENCE, data.dossier, data, rules),
        *_documents(data, cycle),
    ]


def likely_kind(data: DossierData, cycle: Cycle) -> str:
    """What a person can apply for by education, while nothing has been chosen: residency unless only the lower level
    is there.
    """
    rules = policies(cycle)
    return (
        ASSISTANT_GP if not _qualifies(data, rules, RESIDENCY) and _qualifies(data, rules, ASSISTANT_GP) else RESIDENCY
    )


def warnings(data: DossierData) -> list[Gap]:
    """What looks odd but is for the reviewer to decide (domain section 5.4): never keeps anybody from applying."""
    number = data.dossier.qualification_number.plain()
    if not data.dossier.licence_held or not number:
        return []
    checked = check_qualification(number, data.person.document_number.plain())
    return [
        Gap(LICENCE.key, LICENCE.key, fault.reason, "qualification_number", "医师资格证书编码")
        for fault in checked.warnings
    ]


def _fields(
    section: DossierSection,
    fields: tuple[DossierField, ...],
    row: Dossier | Education | Employment,
    data: DossierData,
    rules: Policies,
    prefix: str = "",
) -> Iterator[Gap]:
    education = row if isinstance(row, Education) else None
    item = section.key if isinstance(row, Dossier) else f"{section.key}:{row.pk}"
    for field in fields:
        if field.kind == ACCOUNT or not NEEDED[field.required](data, rules, education):
            continue
        if message := _missing(field, row):
            yield Gap(section.key, item, prefix + message, field.name, prefix + field.label)


def impossible_dates(
    section: DossierSection, row: Dossier | Education | Employment, data: DossierData, cycle: Cycle
) -> list[Gap]:
    """The dates of one page that were saved but cannot be."""
    return list(_dates(section, row, data, policies(cycle)))


def _dates(
    section: DossierSection, row: Dossier | Education | Employment, data: DossierData, rules: Policies, prefix: str = ""
) -> Iterator[Gap]:
    item = section.key if isinstance(row, Dossier) else f"{section.key}:{row.pk}"
    for field, words in impossible(section, row, data, rules):
        yield Gap(section.key, item, prefix + words, field.name, prefix + field.label, fault=True)


def _major(row: Education, prefix: str) -> Iterator[Gap]:
    if words := contradicted(row):
        item = f"{EDUCATION.key}:{row.pk}"
        yield Gap(EDUCATION.key, item, prefix + words, "major", f"{prefix}所学专业", fault=True)


def _missing(field: DossierField, row: Dossier | Education | Employment) -> str:
    value = getattr(row, field.name)
    if field.kind == REGION and value is not None and value.level < COUNTY:
        return f"{field.label}请选到区县"
    if field.kind in SEARCHED and getattr(row, f"{field.name}_other"):
        return ""
    if value or value is False:
        return ""
    return f"请选择{field.label}" if field.kind in SELECTED else f"请填写{field.label}"


def _unknown_category(data: DossierData, rules: Policies) -> Iterator[Gap]:
    """A category of another cycle, carried over with the dossier."""
    if data.dossier.category and data.dossier.category not in rules.categories:
        yield Gap(BASICS.key, BASICS.key, "请重新选择人员类型", "category", "人员类型")


def _education(data: DossierData, rules: Policies, kind: str) -> Iterator[Gap]:
    if not _qualifies(data, rules, kind):
        yield Gap(EDUCATION.key, EDUCATION.key, _level_demand(rules, kind), "", "已毕业的学历")
    for row in data.educations:
        prefix = f"{education_name(row)}：" if len(data.educations) > 1 else ""
        yield from _fields(EDUCATION, EDUCATION.row, row, data, rules, prefix)
        item = f"{EDUCATION.key}:{row.pk}"
        yield from _dates(EDUCATION, row, data, rules, prefix)
        yield from _major(row, prefix)
        if pending(row) and row.graduated and row.graduated.year != rules.year:
            words = f"{prefix}“证书待取得”只适用于 {rules.year} 年毕业的应届毕业生，请填写证书编号"
            yield Gap(EDUCATION.key, item, words, "certificate_pending", f"{prefix}证书待取得")


def _qualifies(data: DossierData, rules: Policies, kind: str) -> bool:
    """Manual part 三: a graduated bachelor's row for residency; the cycle's level or higher for assistant GP."""
    for row in data.educations:
        level = options.levels().get(row.level)
        if level is None or not level.completed or not graduated(row):
            continue
        if level.level == "bachelor" or (kind == ASSISTANT_GP and level.code[:1] <= rules.assistant_level[:1]):
            return True
    return False


def _level_demand(rules: Policies, kind: str) -> str:
    if kind == ASSISTANT_GP:
        lowest = options.label("education_levels", f"{rules.assistant_level[:1]}1")
        return f"学历信息须包含已毕业的{lowest}或更高学历"
    return "学历信息须包含已毕业的本科学历"


def _work(data: DossierData, rules: Policies) -> Iterator[Gap]:
    """Optional: silence is as good as "none". Who says yes names one; what is named is complete."""
    if data.dossier.has_work and not data.employments:
        yield Gap(WORK.key, WORK.key, "请至少填写一条工作经历，或改选“没有”", "has_work", "工作经历")
    for row in data.employments:
        prefix = f"{row.employer}：" if row.employer else ""
        yield from _fields(WORK, WORK.row, row, data, rules, prefix)
        yield from _dates(WORK, row, data, rules, prefix)


def _documents(data: DossierData, cycle: Cycle) -> Iterator[Gap]:
    for demand in demanded(data, cycle):
        if not demand.required or demand.slot in data.documents:
            continue
        attempt = data.attempts.get(demand.slot)
        if attempt is None:
            message = f"请上传{demand.title}"
        elif attempt.state == Document.State.RECEIVED:
            message = f"{demand.title}正在检查，请稍候"
        elif attempt.state == Document.State.OFFERED:
            message = f"{demand.title}已自动修复，请对比后确认使用"
        else:
            message = f"{demand.title}未通过检查：{attempt.refusal_message}"
        yield Gap(DOCUMENTS.key, demand.item, message, "", demand.title)
