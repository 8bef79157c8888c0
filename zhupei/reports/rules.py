"""What may be taken out of the system as a file, and how often (sheets.md, Out)."""

from django.conf import settings

from zhupei.accounts.rules import without_numbers
from zhupei.kernel.refusals import Refusal

LONGEST_REASON = 200
MOST_WAITING = 3
MOST_ROWS = 200_000  # a round of the whole province, twice

STRANGER = Refusal("export:role", "您已不能查看这份名单，没有生成文件。", remedy="如角色有变动，请联系管理员。")
GONE = Refusal("export:gone", "文件已过 24 小时，已经删除。", remedy="需要的话请重新导出。")
UNWRITABLE = Refusal("export:unwritable", "名单里有文件装不下的内容，没有生成文件。", remedy="请联系技术支持。")
NOT_YET = Refusal("export:waiting", "文件还没有生成。")


LIMIT = Refusal("export:limit", "完整号码超过了每日上限，没有生成文件。", remedy="明天可以继续。")
_WHY = {each.code: each for each in (STRANGER, UNWRITABLE, LIMIT)}


def why(code: str) -> Refusal:
    """Why an export has been given up, by the code that its row keeps."""
    return _WHY.get(code, UNWRITABLE)


def asking(reason: str, rows: int, waiting: int) -> Refusal | None:
    """`waiting`: how many exports of this person are still being made."""
    if not reason.strip():
        return Refusal("export:reason", "请写明导出的用途，会写进文件和记录。", field="reason")
    if fault := without_numbers(reason):
        return fault
    if not rows:
        return Refusal("export:empty", "这个名单现在没有内容，没有生成文件。", remedy="请减少筛选条件。")
    if rows > MOST_ROWS:
        return Refusal("export:large", f"一次最多导出 {MOST_ROWS} 行。", remedy="请增加筛选条件，分几次导出。")
    if waiting >= MOST_WAITING:
        return Refusal("wait:export", f"您有 {waiting} 个文件正在生成，请等它们完成后再导出。")
    return None


def revealing(values: int, used: int) -> Refusal | None:
    """Whole numbers: each one counts as one that was shown, together with those shown on pages today (`used`)."""
    left = max(0, settings.REVEALS_A_DAY - used)
    if values <= left:
        return None
    return Refusal(
        "export:limit",
        f"完整号码每日最多查看 {settings.REVEALS_A_DAY} 个，今天还剩 {left} 个，这份名单需要 {values} 个。",
        remedy="请增加筛选条件，或导出不含完整号码的文件。",
        field="whole",
    )
