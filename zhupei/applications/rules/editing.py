"""What of the dossier may be edited while an application stands: only the returned items in a correction, nothing once
approved (domain sections 5.2 and 6).
"""

from collections.abc import Container

from zhupei.applications import states
from zhupei.kernel.refusals import Refusal

DOCUMENT = "document:"
# What was promised when the certificate was pending may still be supplied after approval.
SUPPLIED_LATER = (f"{DOCUMENT}diploma:", f"{DOCUMENT}degree:")

APPROVED = Refusal("dossier:approved", "审核已通过，信息已锁定。", remedy="如确需更正，请联系所报基地。")
NOT_RETURNED = Refusal(
    "dossier:not-returned",
    "退回补正期间只能修改被退回的内容。",
    remedy="报名截止前如需修改其他内容，可先“取消报名”。",
)


def editing(state: str, item: str, returned: Container[str], submitted: Container[str]) -> Refusal | None:
    """`item`: a section (basics, education, work, licence) or `document:<slot>`. `returned`: the items of the open
    return; `submitted`: the slots of the version in force. Correcting a section may ask for a document that was not
    submitted, so that one is open, too.
    """
    if state == states.APPROVED:
        return None if item.startswith(SUPPLIED_LATER) else APPROVED
    if state != states.RETURNED or item in returned:
        return None
    slot = item.removeprefix(DOCUMENT)
    return NOT_RETURNED if slot == item or slot in submitted else None
