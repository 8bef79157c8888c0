"""Why a file may not be uploaded, chosen about, confirmed or discarded. Asked after the lock, of whoever acts."""

from datetime import datetime, timedelta

from zhupei.accounts.models import User
from zhupei.approvals.rules import alike
from zhupei.imports import states
from zhupei.imports.kinds import TableKind
from zhupei.imports.models import Choices, Import
from zhupei.kernel.refusals import Refusal
from zhupei.pure.sheets import gate

UNCONFIRMED = timedelta(hours=24)
KEPT = timedelta(days=180)  # a committed file, to answer who has said what
MOST_LEFT_OUT = 1_000

FORBIDDEN = Refusal("import:forbidden", "您没有导入这种表格的权限。")
NO_SUBJECT = Refusal("import:subject", "没有这个轮次，或它已不再接受导入。请重新打开本页选择。")
EXPIRED = Refusal("import:expired", "这次核对已超过保留时间，没有导入。", remedy="请重新上传文件。")
STALE = Refusal(
    "import:stale", "您打开本页之后，核对结果有变化，没有导入。", remedy="下面是现在的结果，请看过后再确认。"
)
FAULTS = Refusal("import:faults", "还有没处理的错误，不能导入。", remedy="改好文件重新上传，或逐行选“不导入这一行”。")
SAME_PERSON = Refusal("import:same-person", "上传的人不能确认自己的导入，请另一位同事确认。")
ALL_LEFT_OUT = Refusal("import:nothing-left", "所有的行都选了不导入，没有可以导入的内容。")
TOO_MANY_LEFT_OUT = Refusal(
    "import:left-out", f"选了不导入的行超过 {MOST_LEFT_OUT} 行，请在文件里删去这些行后重新上传。"
)
GONE = Refusal("import:file-gone", "文件没有完整保存。", remedy="请重新上传。")


def uploading(kind: TableKind, actor: User, size: int) -> Refusal | None:
    if not kind.may(actor) or kind.commit is None:
        return FORBIDDEN
    refused = gate.size_refusal(size)
    if refused is None:
        return None
    return Refusal(f"import:{refused.fault.kind}", f"{refused.fault.what}。", "file", f"{refused.fault.expected}。")


def choosing(found: Import, kind: TableKind, choices: Choices, actor: User, at: datetime) -> Refusal | None:
    return (
        (None if kind.may(actor) else FORBIDDEN)
        or states.MOVES.refusal(found.state, "choose", states.CLERK)
        or (EXPIRED if found.expired(at) else None)
        or (TOO_MANY_LEFT_OUT if len(choices.left_out) > MOST_LEFT_OUT else None)
        or (ALL_LEFT_OUT if found.rows and len(choices.left_out) >= found.rows else None)
    )


def confirming(found: Import, kind: TableKind, shown: str, actor: User, at: datetime) -> Refusal | None:
    """Right, state, time, faults, what was seen, and where the kind asks for it another person than the uploader."""
    return (
        (None if kind.may(actor) and kind.commit else FORBIDDEN)
        or states.MOVES.refusal(found.state, "confirm", states.CLERK)
        or (EXPIRED if found.expired(at) else None)
        or (STALE if shown != found.report_digest else None)
        or (None if found.faultless else FAULTS)
        or another_person(found, kind, actor)
    )


def another_person(found: Import, kind: TableKind, actor: User) -> Refusal | None:
    """Neither the one who has uploaded it, nor somebody who may be him under another account."""
    own = actor.pk == found.uploaded_by_id or alike(actor, found.uploaded_by)
    return SAME_PERSON if kind.second_person and own else None


def discarding(found: Import, kind: TableKind, actor: User) -> Refusal | None:
    return (None if kind.may(actor) else FORBIDDEN) or states.MOVES.refusal(found.state, "discard", states.CLERK)
