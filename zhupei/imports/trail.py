"""What becomes of an import, as the trail tells it: how many rows, which file, never what a row says."""

from zhupei.audit import verbs
from zhupei.audit.verbs import Detail
from zhupei.imports import kinds, states

VERDICTS = {"clean": "没有问题", "faults": "有问题", "refused": "不能读取"}
REPORTED = {"verdict": Detail("核对结果", VERDICTS), "rows": Detail("行数"), "faults": Detail("问题数")}
BESIDE = {
    "upload": {"digest": Detail("文件摘要")},
    "check": REPORTED,
    "overtake": REPORTED,
    "choose": {"left_out": Detail("不导入的行数")},
    "confirm": {"shown": Detail("确认的内容摘要")},
    "commit": {"counts": Detail("结果"), "digest": Detail("文件摘要"), "rows": Detail("行数")},
}


def register() -> None:
    verbs.things(**{"import": "导入", "round": "轮次"})
    about = {"kind": Detail("表格", _kind), "subject": Detail("所属", about="round")}
    for verb, label in (("upload", "上传"), *((each, states.MOVES.label(each)) for each in states.MOVES.verbs)):
        verbs.register(f"import.{verb}", f"表格导入：{label}", **about, **BESIDE.get(verb, {}))


def _kind(name: str) -> str:
    return next((kind.label for kind in kinds.known() if kind.name == name), name)
