"""What keeps a well-formed draft from being saved: another tab, or too many rows."""

from datetime import datetime

from zhupei.dossiers.fields import DossierSection
from zhupei.dossiers.models import Dossier
from zhupei.dossiers.sections import BY_KEY
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates

MOST_ROWS = {"education": 10, "work": 20}


def conflict(dossier: Dossier, item: str, revision: int | None, form: str) -> Refusal | None:
    """Whether another form has saved this item since `revision`, the one the posted form was made with.

    A form is never in conflict with itself: its own earlier saves, a lost reply included, are what it continues.
    Programs that hold no form pass None.
    """
    last = dossier.saves.get(item)
    if revision is None or last is None or last["revision"] <= revision or (form and last["form"] == form):
        return None
    title = BY_KEY[item.partition(":")[0]].title
    when = dates.clock(datetime.fromisoformat(last["at"]))
    return Refusal(
        "dossier:conflict",
        f"{title}已于 {when} 在另一个窗口保存过，您在这里的修改没有保存，也没有覆盖那边的内容。",
        remedy="请核对两边的内容后再保存。",
    )


def room(section: DossierSection, count: int) -> Refusal | None:
    most = MOST_ROWS[section.key]
    if count < most:
        return None
    return Refusal("dossier:rows", f"{section.row_name}最多填写 {most} 条。")
