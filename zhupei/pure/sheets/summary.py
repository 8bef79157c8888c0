"""The sentence above the faults: what explains most of them, else how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zhupei.pure.sheets.faults import FaultKind, SheetFault
from zhupei.pure.sheets.table import Table

FEWEST = 3  # as many alike, and half of all: then they have one cause
_CAUSES = {
    FaultKind.FORMULA: "“{column}”列是公式：第 {row} 行起 {count} 处，整列选择性粘贴为数值后再传",
    FaultKind.DAMAGED_NUMBER: "“{column}”列有 {count} 个号码已损坏（第 {row} 行起），请从原始资料重新填写，不要修补",
    FaultKind.PERCENT: "“{column}”列是百分数格式：第 {row} 行起 {count} 处，格式改成常规后再传",
    FaultKind.HIDDEN: "有 {count} 行隐藏或被筛选（第 {row} 行起），取消隐藏后核对再传",
    FaultKind.MERGED: "数据里有 {count} 处合并单元格（第 {row} 行起），取消合并后再传",
    FaultKind.NAME_MISMATCH: "“{column}”列有 {count} 行与号码不是同一个人（第 {row} 行起），请核对是否错行",
    FaultKind.UNKNOWN_KEY: "“{column}”列有 {count} 行认不出（第 {row} 行起），请核对是否用错了表或写了简称",
    FaultKind.DUPLICATE_KEY: "“{column}”列有 {count} 行重复（第 {row} 行起），请核对是否粘贴了两遍",
    FaultKind.MISSING_PERSON: "名单里有 {count} 人不在文件里，请核对是否只导出了一部分",
    FaultKind.OUT_OF_RANGE: "“{column}”列有 {count} 行超出范围（第 {row} 行起），请核对是否用错了列",
    FaultKind.DECIMALS: "“{column}”列有 {count} 行小数位数太多（第 {row} 行起）",
    FaultKind.NOT_A_NUMBER: "“{column}”列有 {count} 行不是数字（第 {row} 行起），请核对是否用错了列",
    FaultKind.ERROR_CELL: "“{column}”列有 {count} 个错误值（第 {row} 行起）",
}


def summary(table: Table, faults: Sequence[SheetFault], known: str = "") -> str:
    """`known`: what the kind itself has understood (`roster.shift_sentence`)."""
    if not faults:
        return f"{len(table.lines)} 行，没有发现错误"
    rows = len({fault.row for fault in faults if fault.row})
    counted = f"{rows} 行有错，共 {len(faults)} 处" if rows else f"{len(faults)} 处有错"
    return f"{known or _cause(table, faults)}（{counted}）" if known or _cause(table, faults) else counted


def _cause(table: Table, faults: Sequence[SheetFault]) -> str:
    (kind, column), count = Counter((fault.kind, fault.column) for fault in faults).most_common(1)[0]
    if count < FEWEST or count * 2 < len(faults) or kind not in _CAUSES:
        return ""
    name = next((name for name, where in table.letters.items() if where == column), column)
    row = min(fault.row for fault in faults if (fault.kind, fault.column) == (kind, column))
    return _CAUSES[kind].format(column=name, count=count, row=row)
