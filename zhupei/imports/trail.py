"""What becomes of an import, as the trail tells it: digests, counts and ids, never a row."""

from zhupei.audit import verbs
from zhupei.audit.verbs import Detail
from zhupei.imports import kinds, states

ABOUT = {"kind": Detail("表格", lambda name: _label(name)), "subject": Detail("所属")}
DIGEST, ROWS = Detail("文件摘要"), Detail("行数")
FOUND = {
    "verdict": Detail("结论", {"clean": "没有错误", "faults": "有错误", "refused": "不能导入"}),
    "rows": ROWS,
    "faults": Detail("错误数"),
}
BESIDE = {
    "check": FOUND,
    "choose": {"left_out": Detail("不导入的行数")},
    "confirm": {"shown": Detail("所见结果的摘要")},
    "commit": {"counts": Detail("写入"), "digest": DIGEST, "rows": ROWS},
    "overtake": FOUND,
}


def register() -> None:
    verbs.things(**{"import": "导入"})
    verbs.register("import.upload", "上传表格", **ABOUT, digest=DIGEST)
    for verb in states.MOVES.verbs:
        verbs.register(f"import.{verb}", f"导入：{states.MOVES.label(verb)}", **ABOUT, **BESIDE.get(verb, {}))


def _label(name: str) -> str:
    return next((kind.label for kind in kinds.known() if kind.name == name), name)
