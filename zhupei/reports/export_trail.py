"""What exports record in the trail: which list, how many rows, never what was looked for."""

from zhupei.audit import verbs
from zhupei.audit.verbs import Detail

YES = {"True": "是", "False": "否"}
ROWS, DIGEST, WHOLE = Detail("行数"), Detail("摘要"), Detail("完整号码", YES)


def _list(name: str) -> str:
    from zhupei.reports.lists.definition import known

    return known[name].title if name in known else name


def register() -> None:
    verbs.things(export="导出")
    asked = {"form": Detail("格式"), "whole": WHOLE, "list": Detail("名单", _list), "rows": ROWS}
    verbs.register("export.ask", "申请导出名单", **asked)
    verbs.register("export.make", "生成导出文件", rows=ROWS, digest=DIGEST, whole=WHOLE)
    verbs.register("export.refuse", "没有生成导出文件", reason=Detail("原因"))
    verbs.register("export.download", "下载导出文件", digest=DIGEST, whole=WHOLE)
    verbs.register("export.let-go", "删除导出文件")
