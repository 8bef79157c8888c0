"""An import on its page: forms, and the report in the words and figures that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from zhupei.desks.shared.forms import Concrete
from zhupei.imports import kinds, states
from zhupei.imports.examining import ImportReport
from zhupei.imports.kinds import Subject, TableKind
from zhupei.imports.models import Choices, Import
from zhupei.pure.scans.results import bytes_in_words
from zhupei.pure.sheets.faults import SheetFault

SHOWN = 200  # faults on the page; the marked workbook has all
NOT_USED = "不导入"
SUFFIX = ".xlsx,.csv"


class UploadForm(Concrete):
    subject = forms.ChoiceField(label="轮次")
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        help_text=".xlsx 或 .csv，最大 20 MB。旧的 .xls、.et 请先另存为 .xlsx。",
        widget=forms.FileInput(attrs={"accept": SUFFIX}),
    )

    def __init__(self, subjects: Sequence[Subject], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [(each.id, each.label) for each in subjects if each.open]  # type: ignore[attr-defined]


class ShownForm(forms.Form):
    """What the person who confirms has seen."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ChoicesForm(forms.Form):
    """Which sheet, which column is which, which faulty rows are left out."""

    def __init__(self, kind: TableKind, report: ImportReport, now: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind, self._report, self._now = kind, report, now
        if len(report.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label="导入哪一张工作表",
                choices=[(name, name) for name in report.sheets],
                widget=forms.RadioSelect,
                initial=now.sheet or report.sheet,
            )
        offered = [("", NOT_USED), *((head.letter, f"{head.letter} {head.header}"[:60]) for head in report.heads)]
        if report.heads:
            for number, column in enumerate(kind.columns):
                self.fields[f"column_{number}"] = forms.ChoiceField(
                    label=column.name,
                    choices=offered,
                    required=False,
                    initial=now.columns.get(column.name, report.columns.get(column.name, "")),
                )
        rows = sorted({fault.row for fault in report.faults if fault.row > report.header_row} | set(now.left_out))
        self.fields["leave_out"] = forms.TypedMultipleChoiceField(
            label="不导入的行",
            required=False,
            coerce=int,
            choices=[(row, f"第 {row} 行") for row in rows],
            error_messages={"invalid_choice": "第 %(value)s 行现在没有错误，不能选“不导入”。请重新选择。"},
        )

    def columns(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.fields if name.startswith("column_"))

    def choices(self) -> Choices:
        """What is chosen, once the form is valid. Columns that were found by their names are not said by hand, and what
        was not sent stays as it is.
        """
        by_hand = dict(self._now.columns)
        for number, column in enumerate(self._kind.columns):
            if (name := f"column_{number}") in self.fields and name in self.data:
                letter = self.cleaned_data[name]
                if letter != self._report.columns.get(column.name, ""):
                    by_hand[column.name] = letter
        sheet = self.cleaned_data.get("sheet") or self._now.sheet
        if sheet != self._now.sheet and self._now.sheet:
            return Choices(sheet)
        return Choices(sheet, by_hand, sorted(self.cleaned_data["leave_out"]))


@dataclass(frozen=True)
class FaultRow:
    """A row of the table of faults."""

    fault: SheetFault
    column: str
    left_out: bool
    can_be_left_out: bool


@dataclass(frozen=True)
class ShownImport:
    """An import as its page shows it."""

    found: Import
    kind: TableKind
    subject: str
    report: ImportReport | None

    @property
    def running(self) -> bool:
        return self.found.state in states.RUNNING

    @property
    def ready(self) -> bool:
        return self.found.state == states.CHECKED and self.found.faultless

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        """What the commit has done, in the order of what was to be done."""
        done, wanted = self.found.counts, self.report.counts if self.report else {}
        return [(name, done[name]) for name in dict.fromkeys([*wanted, *done]) if name in done]

    @property
    def size(self) -> str:
        return bytes_in_words(self.found.size)

    @property
    def rows(self) -> Sequence[FaultRow]:
        assert self.report is not None
        report, names = self.report, {letter: name for name, letter in self.report.columns.items()}
        left_out, seen, found = set(report.left_out), set[int](), []
        for fault in report.faults[:SHOWN]:
            first = fault.row > report.header_row and fault.row not in seen and report.verdict != "refused"
            seen.add(fault.row)
            found.append(FaultRow(fault, names.get(fault.column, ""), fault.row in left_out, first))
        return found

    @property
    def more(self) -> int:
        return max(0, len(self.report.faults) - SHOWN) if self.report else 0

    @property
    def sum(self) -> str:
        """The line of the dock: its parts add up to the rows of the file."""
        assert self.report is not None
        rows, left_out = self.report.rows, len(self.report.left_out)
        waiting = len({fault.row for fault in self.report.waiting if fault.row})
        return f"将写入 {rows - left_out - waiting} 行，不导入 {left_out} 行，未处理 {waiting} 行，共 {rows} 行"

    @property
    def figures(self) -> Sequence[tuple[str, int, str]]:
        """Label, number and the line below it; the numbers of rows add up."""
        assert self.report is not None
        report = self.report
        left_out, waiting = len(report.left_out), {fault.row for fault in report.waiting if fault.row}
        return (
            ("文件里有", report.rows, f"第 {report.header_row + 1} 行到第 {report.last_row} 行"),
            ("可以导入", report.rows - left_out - len(waiting), "、".join(_counted(report))),
            ("有错的行", len({f.row for f in report.faults if f.row}), f"已选不导入 {left_out}"),
            ("还没处理", len(waiting), _first_rows(sorted(waiting))),
            ("自动清理", report.normalised, "空格、全角等写法"),
        )


def _counted(report: ImportReport) -> Iterator[str]:
    return (f"{name} {number}" for name, number in report.counts.items() if number)


def _first_rows(rows: Sequence[int]) -> str:
    more = " 等" if len(rows) > 5 else ""
    return f"第 {'、'.join(map(str, rows[:5]))} 行{more}" if rows else "没有"


def sight(found: Import, report: ImportReport | None, subjects: Sequence[Subject]) -> ShownImport:
    kind = kinds.get(found.kind)
    label = next((each.label for each in subjects if each.id == found.subject), "")
    return ShownImport(found, kind, label, report)
