"""What a reviewer may see in full, and how often (quality.md, Data).

The number is compared with the picture of the ID card, once for each applicant: the limit leaves room for a day of
reviewing and stops a person, or a script in his name, that collects numbers. `ZHUPEI_REVEALS_A_DAY` sets it.
"""

from datetime import datetime

from django.conf import settings

from zhupei.accounts.rules import without_numbers
from zhupei.kernel.clock import SHANGHAI
from zhupei.kernel.refusals import Refusal

# As `accounts.Reveal.reason` keeps it.
LONGEST_REVEAL_REASON = 200

# Fields of a snapshot that are masked by default. The code of a qualification certificate contains the ID number.
MASKED = ("document_number", "qualification_number", "phone", "emergency_phone")


def day_began(at: datetime) -> datetime:
    """Midnight in the province: when the count of reveals begins anew."""
    return at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def revealing(what: str, reason: str, used: int) -> Refusal | None:
    """`used`: how many values this person has had shown today."""
    if what not in MASKED:
        return Refusal("reveal:unknown", "没有这一项可以显示的号码。")
    if not reason.strip():
        return Refusal("reveal:reason", "请写明查看完整号码的原因，会留下记录。", field="reason")
    if len(reason.strip()) > LONGEST_REVEAL_REASON:
        return Refusal("reveal:long", f"原因最多 {LONGEST_REVEAL_REASON} 个字。", field="reason")
    if fault := without_numbers(reason):
        return fault
    if used >= settings.REVEALS_A_DAY:
        return Refusal(
            "reveal:limit",
            f"今天已查看 {settings.REVEALS_A_DAY} 次完整号码，达到每日上限。",
            remedy="明天可以继续；如确有需要，请联系基地管理员。",
        )
    return None
