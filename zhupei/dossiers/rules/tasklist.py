"""The sections as a task list: done or not, and in a sentence what is there or what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhupei.cycles.models import Cycle
from zhupei.dossiers import options
from zhupei.dossiers.models import Document, Education
from zhupei.dossiers.queries import DossierData, policies
from zhupei.dossiers.rules.completeness import Gap
from zhupei.dossiers.rules.conditions import pending
from zhupei.dossiers.rules.doubts import doubts
from zhupei.dossiers.rules.matrix import demanded, education_name
from zhupei.dossiers.sections import BASICS, DOCUMENTS, EDUCATION, LICENCE, SECTIONS, WORK
from zhupei.pure import dates

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One section. `sentence` says what is there or missing, `because` why the last upload was refused."""

    section: str
    title: str
    url: str
    done: bool
    sentence: str
    because: str = ""
    optional: bool = False
    gaps: tuple[Gap, ...] = ()


def tasks(data: DossierData, gaps: Sequence[Gap], cycle: Cycle) -> list[Task]:
    """The five sections in order, from the gaps already computed."""
    found = []
    for section in SECTIONS:
        own = tuple(gap for gap in gaps if gap.section == section.key)
        found.append(
            Task(
                section=section.key,
                title=section.title,
                url=section.path,
                done=not own,
                sentence=_missing(own) if own else _summary(section.key, data, cycle),
                because=_because(data, cycle) if section is DOCUMENTS else "",
                optional=section is WORK,
                gaps=own,
            )
        )
    return found


def _missing(gaps: tuple[Gap, ...]) -> str:
    return "；".join(
        filter(None, (_named("还缺", gaps, fault=False), _named("请核对", gaps, fault=True))),
    )


def _named(title: str, gaps: tuple[Gap, ...], *, fault: bool) -> str:
    labels = list(dict.fromkeys(gap.label for gap in gaps if gap.fault is fault))
    more = f" 等 {len(labels)} 项" if len(labels) > MOST_NAMED else ""
    return f"{title}：{'、'.join(labels[:MOST_NAMED])}{more}" if labels else ""


def _because(data: DossierData, cycle: Cycle) -> str:
    """The reason of the first refused upload that still waits for a better one."""
    for demand in demanded(data, cycle):
        attempt = data.attempts.get(demand.slot)
        if attempt is not None and attempt.state == Document.State.REFUSED:
            return f"{demand.title}上次未通过：{attempt.refusal_message}"
        if attempt is not None and attempt.state == Document.State.OFFERED:
            return f"{demand.title}已自动修复，等您确认"
    return ""


def _summary(section: str, data: DossierData, cycle: Cycle) -> str:
    if section == BASICS.key:
        category = policies(cycle).categories.get(data.dossier.category)
        return f"姓名、证件、住址，人员类型：{category.name if category else '未选择'}"
    if section == EDUCATION.key:
        return "；".join(_education(row) for row in data.educations)
    if section == WORK.key:
        return _listed([row.employer for row in data.employments]) or "没有工作经历（选填）"
    if section == LICENCE.key:
        return _licence(data)
    count = sum(demand.slot in data.documents for demand in demanded(data, cycle))
    hinted = len({doubt.title for doubt in doubts(data, cycle)})
    return f"已上传 {count} 份，" + (f"{hinted} 份有提示，请查看" if hinted else "均已通过检查")


def _education(row: Education) -> str:
    major = row.major.name if row.major else row.major_other
    words = f"{education_name(row)} · {major}" if major else education_name(row)
    if row.studying:
        return f"{words}（在读）"
    if pending(row) and row.certificate_promised:
        return f"{words}（证书待取得，{dates.day(row.certificate_promised, row.certificate_promised)}前补交）"
    return words


def _licence(data: DossierData) -> str:
    dossier = data.dossier
    if not dossier.licence_held:
        return "尚未取得医师资格"
    category = options.label("licence_categories", dossier.licence_category)
    return f"已取得医师资格（{category}）" + ("，已注册执业" if dossier.practising_number else "")


def _listed(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(filter(None, names)))
