"""What the rows of a designated list say, what is wrong with them, and what they would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from uuid import UUID

from zhupei.accounts.queries import number_index
from zhupei.applications.designated_list.known import Known, KnownRow, known
from zhupei.cycles.models import PersonCategory, PlanLine, Round
from zhupei.imports.kinds import CheckedRows, Progress
from zhupei.pure.identity import DocumentType, check, check_name, name_key
from zhupei.pure.identity.masks import mask_name
from zhupei.pure.sheets.columns import Form, SheetColumn, plain_name
from zhupei.pure.sheets.faults import FaultKind, SheetFault
from zhupei.pure.sheets.roster import Met, duplicate, mismatch, shift_sentence
from zhupei.pure.sheets.table import SheetRow, Table

NUMBER, NAME, CATEGORY, BASE, SPECIALTY = "证件号码", "姓名", "人员类型", "培训基地", "培训专业"
COLUMNS = (
    SheetColumn(
        name=NUMBER,
        form=Form.KEY,
        aliases=("身份证号", "身份证号码", "身份证件号码", "证件号", "公民身份号码"),
        hint="文本格式，不要用数字格式：Excel 只保留前 15 位。",
        width=24,
        secret=True,
    ),
    SheetColumn(name=NAME, form=Form.NAME, aliases=("学员姓名", "考生姓名", "名字"), width=14),
    SheetColumn(name=CATEGORY, aliases=("类别", "学员类型", "人员类别", "学员类别"), hint="如：专硕研究生"),
    SheetColumn(name=BASE, aliases=("培训基地名称", "基地", "基地名称", "培训医院"), hint="全称、简称或代码", width=34),
    SheetColumn(name=SPECIALTY, aliases=("专业", "培训专业名称", "专业名称"), hint="名称或代码", width=22),
)
STEP = 500


@dataclass(frozen=True, slots=True)
class DesignatedRow:
    """A row without fault: who, and where he is to go."""

    line: SheetRow
    number: str
    index: str
    name: str
    category: PersonCategory
    plan: PlanLine

    def changes(self, before: KnownRow | None) -> bool:
        return before is None or (before.plan_id, before.category_id) != (self.plan.pk, self.category.pk)


@dataclass
class Checked:
    """`rows` without fault, in the order of the file; `known` is what the system knows about their people."""

    rows: list[DesignatedRow] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    met: Met = field(default_factory=Met)

    @property
    def added(self) -> list[DesignatedRow]:
        return [row for row in self.rows if row.index not in self.known.listed]

    @property
    def changed(self) -> list[DesignatedRow]:
        return [row for row in self.rows if row.index in self.known.listed and row.changes(self._before(row))]

    def _before(self, row: DesignatedRow) -> KnownRow | None:
        return self.known.listed.get(row.index)

    @property
    def counts(self) -> dict[str, int]:
        added, changed = len(self.added), len(self.changed)
        return {
            "新增": added,
            "更改": changed,
            "不变": len(self.rows) - added - changed,
            "名单里其余的人不变": self.known.total - (len(self.rows) - added),
        }

    def finding(self) -> CheckedRows:
        sentence = shift_sentence(self.met, key=NUMBER, name=NAME)
        return CheckedRows(self.faults, self.counts, [], sentence)


def examined(round_: Round, table: Table, today: date, said: Progress) -> Checked:
    """Every row against itself, the others, the plan, the accounts and the list as it stands. Writes nothing."""
    numbers = {line.row: _number(round_, line[NUMBER], today) for line in table.lines if NUMBER not in line.faulty}
    indexes = {row: number_index(found) for row, (found, fault) in numbers.items() if not fault}
    checked = Checked(known=known(round_, sorted(set(indexes.values()))))
    offered = PlanAndCategories(round_, checked.known)
    written = [name_key(line[NAME]) for line in table.lines]
    seen: dict[str, int] = {}
    for at, line in enumerate(table.lines):
        if at % STEP == 0:
            said(at)
        faults = [*_who(table, line, numbers.get(line.row), seen), *offered.faults(table, line)]
        index = indexes.get(line.row)
        if index is not None and NAME not in line.faulty and not any(f.kind == FaultKind.DUPLICATE_KEY for f in faults):
            faults += _same_person(checked, table, line, index, written, at)
        checked.faults += faults
        if index is not None and not faults and not line.faulty:
            number, _ = numbers[line.row]
            row = DesignatedRow(line, number, index, line[NAME], offered.category(line), offered.line(line))
            if overfull := offered.take(table, row):
                checked.faults.append(overfull)
            else:
                checked.rows.append(row)
    return checked


def _number(round_: Round, text: str, today: date) -> tuple[str, str]:
    """The canonical number, and why it is none. Any kind of document that the cycle admits."""
    kinds = [DocumentType(each) for each in round_.cycle.document_types]
    answers = [check(kind, text, today=today) for kind in kinds]
    valid = next((each for each in answers if each.valid), None)
    if valid is not None:
        return valid.number, ""
    return text, (answers[0].reason or "号码不对") if answers else "本年度没有可用的证件类型"


def _who(table: Table, line: SheetRow, number: tuple[str, str] | None, seen: dict[str, int]) -> Sequence[SheetFault]:
    found: list[SheetFault] = []
    if number is not None and line[NUMBER]:
        canonical, fault = number
        if fault:
            expected = "核对证件原件后改正，不要在原处修补"
            found.append(table.fault(FaultKind.DAMAGED_NUMBER, line, NUMBER, what=fault, expected=expected))
        elif canonical in seen:
            found.append(duplicate(table, line, NUMBER, seen[canonical]))
        else:
            seen[canonical] = line.row
    if NAME not in line.faulty and (fault_ := check_name(line[NAME])):
        found.append(table.fault(FaultKind.NAME_MISMATCH, line, NAME, what=fault_.reason, expected="按证件填写姓名"))
    return found


def _same_person(
    checked: Checked, table: Table, line: SheetRow, index: str, written: Sequence[str], at: int
) -> Sequence[SheetFault]:
    """The name of the account with that number, else of the list as it stands."""
    name = checked.known.names.get(index)
    if name is None or name_key(name) == written[at]:
        return ()
    checked.met.differ(written, at, name_key(name))
    fault = mismatch(table, line, NAME, f"这个号码登记的姓名是 {mask_name(name)}，请核对证件")
    checked.met.faults.append(fault)
    return (fault,)


class PlanAndCategories:
    """Categories, and the plan by what people call bases and specialties; counts the seats that are taken."""

    def __init__(self, round_: Round, found: Known) -> None:
        self._categories = {plain_name(word): each for each in found.categories for word in (each.name, each.code)}
        self._names = [each.name for each in found.categories]
        self._bases: dict[str, UUID] = {}
        self._lines: dict[UUID, dict[str, PlanLine | None]] = {}
        self._base_names: list[str] = []
        for line in found.plan.values():
            base, own = line.base, self._lines.setdefault(line.base_id, {})
            if base.name not in self._base_names:
                self._base_names.append(base.name)
            self._bases |= {plain_name(word): base.pk for word in (base.code, base.name, base.short_name)}
            for word in {line.specialty.code, line.specialty.name, str(line.specialty)}:
                name = plain_name(word)
                own[name] = None if name in own else line  # two of one name are told apart by the code
        self._taken = Counter(found.taken)
        self._listed = found.listed

    def faults(self, table: Table, line: SheetRow) -> Sequence[SheetFault]:
        found = []
        if CATEGORY not in line.faulty and plain_name(line[CATEGORY]) not in self._categories:
            found.append(_unknown(table, line, CATEGORY, "没有这个人员类型", self._names))
        base = self._bases.get(plain_name(line[BASE]))
        if base is None:
            if BASE not in line.faulty:
                found.append(_unknown(table, line, BASE, "本轮招录计划里没有这家基地", self._base_names))
        elif SPECIALTY not in line.faulty and self._lines[base].get(plain_name(line[SPECIALTY])) is None:
            offered = sorted({each.specialty.name for each in self._lines[base].values() if each})
            several = plain_name(line[SPECIALTY]) in self._lines[base]
            what = "这家基地有两个同名的专业，请写专业代码" if several else "这家基地本轮没有这个专业"
            found.append(_unknown(table, line, SPECIALTY, what, offered))
        return found

    def category(self, line: SheetRow) -> PersonCategory:
        return self._categories[plain_name(line[CATEGORY])]

    def line(self, line: SheetRow) -> PlanLine:
        found = self._lines[self._bases[plain_name(line[BASE])]][plain_name(line[SPECIALTY])]
        assert found is not None
        return found

    def take(self, table: Table, row: DesignatedRow) -> SheetFault | None:
        """One seat; whoever had one elsewhere gives it back. More than there are seats is at fault."""
        before = self._listed.get(row.index)
        if before is not None and before.plan_id == row.plan.pk:
            return None
        if self._taken[row.plan.pk] >= row.plan.seats:
            what = f"名额 {row.plan.seats}，到这一行已有 {self._taken[row.plan.pk] + 1} 人"
            expected = "请学校改派；系统不会自动挤掉谁"
            return table.fault(FaultKind.OUT_OF_RANGE, row.line, SPECIALTY, what=what, expected=expected)
        self._taken[row.plan.pk] += 1
        if before is not None:
            self._taken[before.plan_id] -= 1
        return None


def _unknown(table: Table, line: SheetRow, name: str, what: str, offered: Sequence[str]) -> SheetFault:
    near = get_close_matches(plain_name(line[name]), offered, n=1, cutoff=0.5)
    expected = f"是不是 {near[0]}" if near else f"如：{'、'.join(offered[:5])}"
    return table.fault(FaultKind.UNKNOWN_KEY, line, name, what=what, expected=expected)
