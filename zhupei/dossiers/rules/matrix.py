"""Which documents are asked of a person: the cycle's matrix, kind × condition → required or optional (domain 5.5)."""

from dataclasses import dataclass
from uuid import UUID

from zhupei.cycles.models import Cycle, DocumentDemand
from zhupei.dossiers import options
from zhupei.dossiers.models import Document, Education
from zhupei.dossiers.queries import DossierData, Policies, policies
from zhupei.dossiers.rules.conditions import condition, pending
from zhupei.pure.identity import DocumentType

Kind = Document.Kind
PER_EDUCATION = (Kind.DIPLOMA, Kind.DEGREE)
REQUIRED = DocumentDemand.Demand.REQUIRED


@dataclass(frozen=True, slots=True)
class Demanded:
    """One document that is asked for. `slot` is the kind, with the education row's id where it belongs to one.

    `form`: a form of the portal's 模版下载 has to be filled in and sealed for it.
    """

    slot: str
    kind: str
    title: str
    demand: str
    education_id: UUID | None
    help: str
    form: bool = False

    @property
    def required(self) -> bool:
        return self.demand == REQUIRED

    @property
    def item(self) -> str:
        """How a review item names it."""
        return f"document:{self.slot}"

    @property
    def anchor(self) -> str:
        """The id of its card on the documents page."""
        return "slot-" + self.slot.replace(":", "-")


HELP = {
    Kind.PORTRAIT: "2 寸彩色免冠照片，纯白背景、无边框，人像正立清晰，头部约占照片高度的 2/3；军队人员请勿着军装",
    Kind.ID_FRONT: "拍摄或扫描原件，彩色、清晰，四角完整",
    Kind.ID_BACK: "拍摄或扫描原件，彩色、清晰，四角完整",
    Kind.EMPLOYER_CONSENT: "工作单位盖公章的“单位同意培训证明”，模版在首页下载",
    Kind.DIPLOMA: "毕业证书原件的照片或扫描件，复印件审核不通过",
    Kind.DEGREE: "学位证书原件的照片或扫描件，复印件审核不通过",
    Kind.QUALIFICATION: "医师资格证书的照片页和编码页",
    Kind.PRACTISING: "医师执业证书的照片页和编码页",
    Kind.CET: "大学英语四、六级成绩单或证书",
    Kind.DESIGNATION: "学校或省级出具的指定培训基地与专业的证明",
}
PENDING_HELP = "证书待取得：上传学校盖章的毕业证明，取得证书后在这里替换"

_PERMIT = ("通行证正面", "通行证背面")
_SIDES = {
    DocumentType.RESIDENT_ID.value: (Kind.ID_FRONT.label, Kind.ID_BACK.label),
    DocumentType.HK_MACAO_PERMIT.value: _PERMIT,
    DocumentType.TAIWAN_PERMIT.value: _PERMIT,
    DocumentType.HMT_RESIDENCE.value: ("居住证人像面", "居住证国徽面"),
    DocumentType.FOREIGNER_PR.value: ("永久居留证正面", "永久居留证背面"),
}


def slot_of(kind: str, row: Education | None = None) -> str:
    return f"{kind}:{row.pk}" if row is not None else str(kind)


def split_slot(slot: str) -> tuple[str, UUID | None] | None:
    """Kind and education row of a slot; None when it is not the name of one."""
    kind, colon, row = slot.partition(":")
    if kind not in Kind.values or bool(colon) != (kind in PER_EDUCATION):
        return None
    if not colon:
        return kind, None
    try:
        found = UUID(row)
    except ValueError:
        return None
    return (kind, found) if str(found) == row else None


def demanded(data: DossierData, cycle: Cycle) -> list[Demanded]:
    """Everything asked of this person, in the order of the kinds, per education row in the order of the rows."""
    rules = policies(cycle)
    found = []
    for kind in Kind:
        rows: tuple[Education | None, ...] = data.educations if kind in PER_EDUCATION else (None,)
        for row in rows:
            if demand := _demand(kind, row, data, rules):
                found.append(_demanded(kind, row, demand, data))
    return found


def _demand(kind: str, row: Education | None, data: DossierData, rules: Policies) -> str | None:
    """The strictest line that applies; None when the kind is not asked."""
    applying = set()
    for line in rules.by_kind.get(kind, ()):
        if (asked := condition(line.condition)) and asked.test(data, rules, row):
            applying.add(line.demand)
    if REQUIRED in applying:
        return REQUIRED
    return next(iter(applying), None)


def _demanded(kind: Document.Kind, row: Education | None, demand: str, data: DossierData) -> Demanded:
    waiting = row is not None and pending(row)
    return Demanded(
        slot=slot_of(kind, row),
        kind=kind.value,
        title=_title(kind, row, data),
        demand=demand,
        education_id=row.pk if row else None,
        help=PENDING_HELP if waiting else HELP[kind],
        form=waiting or kind == Kind.EMPLOYER_CONSENT,
    )


def _title(kind: Document.Kind, row: Education | None, data: DossierData) -> str:
    if row is not None:
        return f"{kind.label}（{education_name(row)}）"
    if kind in (Kind.ID_FRONT, Kind.ID_BACK):
        sides = _SIDES.get(data.person.document_type, (kind.label, kind.label))
        return sides[kind == Kind.ID_BACK]
    return kind.label


def education_name(row: Education) -> str:
    """How a row of education is called: `昆明医科大学 大学本科`."""
    school = row.institution.name if row.institution else row.institution_other
    level = options.label("education_levels", row.level)
    return " ".join(filter(None, (school, level))) or "未填写的学历"
