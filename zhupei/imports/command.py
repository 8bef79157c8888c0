"""What `zhupei check-sheet` and `zhupei sheet-template` ask: which kind, which subject (sheets.md, a contract)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zhupei.imports import examining, kinds
from zhupei.imports.examining import ImportReport
from zhupei.imports.kinds import Subject, TableKind
from zhupei.imports.models import Choices
from zhupei.imports.sheet_reader import reader
from zhupei.pure.sheets.faults import FaultKind, UnreadableSheet, unreadable
from zhupei.pure.sheets.writing import template

EXIT = {"clean": 0, "faults": 1, "refused": 2}
SHOWN = 40


class NotAsked(Exception):
    """There is no such kind, or it has to be said which subject is meant; `str` tells what there is."""


def kind(name: str) -> TableKind:
    """Raises `NotAsked`."""
    found = {each.name: each for each in kinds.known()}
    if name not in found:
        known = "、".join(f"{each.name}（{each.label}）" for each in sorted(found.values(), key=lambda each: each.name))
        raise NotAsked(f"没有“{name}”这种表格。现在有：{known}。")
    return found[name]


def subject(kind: TableKind, of: str | None, at: datetime) -> Subject:
    """The one that is named, else the only open one, or of several the current one. Raises `NotAsked`: the choices."""
    every = kind.subjects(at)
    taken = [each for each in every if each.open]
    found = [each for each in every if each.called(of)] if of else [e for e in taken if e.current] or taken
    if len(found) == 1:
        return found[0]
    choices = "、".join(f"{each.names[0] if each.names else each.id}（{each.label}）" for each in every[:SHOWN])
    listed = f"可用：{choices}" if every else f"现在没有{kind.subject_word}"
    why = f"没有名为“{of}”的{kind.subject_word}" if of and not found else f"请用 --of 指明{kind.subject_word}"
    raise NotAsked(f"{why}。{listed}。")


def check(kind: TableKind, of: str | None, data: bytes, at: datetime) -> ImportReport:
    """The first phase as a dry run: nothing is stored. A file that cannot be read is told before anything is asked.

    Raises `NotAsked`.
    """
    try:
        table = examining.read(kind, data, Choices(), reader())
    except UnreadableSheet as refused:
        return examining.refused(refused)
    return examining.compare(kind, subject(kind, of, at), table, Choices(), lambda done: None)


def unopened(error: OSError) -> ImportReport:
    what = f"打不开文件：{error.strerror or type(error).__name__}"
    return examining.refused(unreadable(FaultKind.NOT_A_WORKBOOK, what, "检查文件名和路径"))


def filled(kind: TableKind, subject: Subject) -> bytes:
    return template(kind.label, kind.columns, kind.rows(subject))


def lines(report: ImportReport) -> Sequence[str]:
    """For people: the sentence, then every fault with its place."""
    found = [report.summary]
    for fault in report.faults:
        where = f"{fault.sheet} {fault.place}".strip()
        found.append(f"{where}  {fault.kind}  {fault.what}；现在是 {fault.found or '（空）'}；应为 {fault.expected}")
    if report.normalised:
        found.append(f"已自动清理 {report.normalised} 处空格、全角等写法")
    return found
