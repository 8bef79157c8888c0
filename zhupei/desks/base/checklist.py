"""The list a reviewer goes through: every section and every submitted file, with the usual reasons for a return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhupei.applications.rules import LONGEST_ITEM_REASON
from zhupei.desks.base.shown_documents import ShownDocument
from zhupei.desks.base.shown_version import Block, adjustment, blocks, choices
from zhupei.dossiers.models import Document

Frozen = Mapping[str, Any]
Kind = Document.Kind
OK, FIX = "ok", "fix"
LONGEST_WORDS = 200  # of one's own beside the usual reasons

_ORIGINAL = ("模糊，看不清内容", "是复印件，请拍摄或扫描原件", "方向不正，请转正后上传", "不完整，有遮挡或缺边角")
_CERTIFICATE = (*_ORIGINAL, "姓名与报名信息不一致", "证书编号与所填不一致", "缺页，请上传照片页和编码页")

REASONS: dict[str, tuple[str, ...]] = {
    "basics": (
        "姓名与证件不一致",
        "民族与证件不一致",
        "户籍地址与证件不一致",
        "人员类型与实际不符",
        "工作单位请填公章上的全称",
        "联系方式有误",
    ),
    "education": (
        "毕业院校与证书不一致",
        "专业与证书不一致",
        "学历或学位与证书不一致",
        "证书编号与证书不一致",
        "起止日期与证书不一致",
        "缺少已毕业的本科学历",
    ),
    "work": ("工作单位请填全称", "起止日期有误", "请补充说明工作经历"),
    "licence": (
        "资格证书编码与证书不一致",
        "执业证书编码与证书不一致",
        "类别或执业范围与证书不一致",
        "已取得资格，请补充填写",
    ),
    Kind.PORTRAIT: ("非白底", "有边框", "模糊", "头部过大或过小", "未正立或未露双耳", "着军装或戴帽", "不是本人近照"),
    Kind.ID_FRONT: (*_ORIGINAL, "姓名与报名信息不一致", "号码与账号不一致", "传成了国徽面"),
    Kind.ID_BACK: (*_ORIGINAL, "证件已过有效期", "传成了人像面"),
    Kind.EMPLOYER_CONSENT: (*_ORIGINAL, "缺单位公章", "单位名称与所填不一致", "不是规定的模版"),
    Kind.DIPLOMA: (*_ORIGINAL, "姓名与报名信息不一致", "证书编号与所填不一致", "毕业证明缺学校公章", "传成了学位证书"),
    Kind.DEGREE: (*_ORIGINAL, "姓名与报名信息不一致", "证书编号与所填不一致", "毕业证明缺学校公章", "传成了毕业证书"),
    Kind.QUALIFICATION: _CERTIFICATE,
    Kind.PRACTISING: _CERTIFICATE,
    Kind.CET: (*_ORIGINAL, "姓名与报名信息不一致"),
    Kind.DESIGNATION: (*_ORIGINAL, "缺公章", "基地或专业与志愿不一致"),
}


@dataclass(frozen=True)
class Mark:
    """What the reviewer has set for one item: `OK`, `FIX` or nothing yet; canned reasons and own words."""

    verdict: str = ""
    chosen: tuple[str, ...] = ()
    words: str = ""

    @property
    def reason(self) -> str:
        return "；".join(filter(None, (*self.chosen, self.words)))[:LONGEST_ITEM_REASON]


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to check. `key` is what a review item names; `returned` the reason of the last return."""

    key: str
    title: str
    note: str = ""
    blocks: list[Block] = field(default_factory=list)
    document: ShownDocument | None = None
    hints: list[str] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    correctable: bool = True
    returned: str = ""
    changed: bool = False
    mark: Mark = Mark()

    longest_words = LONGEST_WORDS


def items(
    content: Frozen,
    documents: Sequence[ShownDocument],
    *,
    revealed: Mapping[str, str],
    returned: Mapping[str, str],
    changed: set[str],
    marks: Mapping[str, Mark],
) -> list[ChecklistItem]:
    """The checklist of a version. `returned`: item → reason of the last return; `changed`: items that differ since."""
    found = [
        ChecklistItem(
            key=part["key"],
            title=part["title"],
            note="；".join(row["title"] for row in part["rows"]) or ("" if _answered(part) else "没有填写"),
            blocks=blocks(part, revealed),
            hints=[hint["message"] for hint in content["dossier"]["hints"] if hint["section"] == part["key"]],
            reasons=REASONS.get(part["key"], ()),
        )
        for part in content["dossier"]["sections"]
    ]
    # Choices are locked in a correction (domain section 6): nothing here can be returned.
    found.append(ChecklistItem("preferences", "志愿", f"{choices(content)}，{adjustment(content)}", correctable=False))
    found += [
        ChecklistItem(
            key=f"document:{document.slot}",
            title=document.title,
            note=document.measured or document.about,
            document=document,
            reasons=REASONS.get(document.kind, _ORIGINAL),
        )
        for document in documents
    ]
    return [_filled(item, returned, changed, marks) for item in found]


def _answered(part: Frozen) -> bool:
    return any(answer["text"] for answer in part["fields"])


def _filled(
    item: ChecklistItem, returned: Mapping[str, str], changed: set[str], marks: Mapping[str, Mark]
) -> ChecklistItem:
    return ChecklistItem(
        **{
            **item.__dict__,
            "returned": returned.get(item.key, ""),
            "changed": item.key in changed,
            "mark": marks.get(item.key, Mark()),
        }
    )


def read(posted: Any) -> dict[str, Mark]:
    """The marks of a posted form, by item. `posted` is a QueryDict."""
    keys = [name.removeprefix("mark:") for name in posted if name.startswith("mark:")]
    keys += [name.removeprefix("words:") for name in posted if name.startswith("words:")]
    return {
        key: Mark(
            verdict=posted.get(f"mark:{key}", "") if posted.get(f"mark:{key}") in (OK, FIX) else "",
            chosen=tuple(_plain(each) for each in posted.getlist(f"why:{key}"))[:10],
            words=_plain(posted.get(f"words:{key}", ""))[:LONGEST_WORDS],
        )
        for key in dict.fromkeys(keys)
    }


def flagged(listed: Sequence[ChecklistItem]) -> list[tuple[str, str, str]]:
    """(item, title, reason) of everything that is to be corrected."""
    return [
        (item.key, item.title, item.mark.reason) for item in listed if item.correctable and item.mark.verdict == FIX
    ]


def marked(listed: Sequence[ChecklistItem]) -> int:
    """How many are marked 需修改, even what a correction cannot change (`rules.approving`)."""
    return sum(item.mark.verdict == FIX for item in listed)


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
