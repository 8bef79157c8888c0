"""What is written about a person in free words, read by others and kept for years, repeats no number of his."""

from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import mentions_number

NUMBER_WRITTEN = Refusal("reason:number", "请不要写证件号码和手机号，系统里已经有。请删去后重新提交。", field="reason")


def without_numbers(reason: str) -> Refusal | None:
    return NUMBER_WRITTEN if mentions_number(reason) else None
