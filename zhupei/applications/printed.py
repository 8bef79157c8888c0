"""报名表 as a paper that can be checked: found by its receipt number, in force while its version is."""

from zhupei.applications import onsite_queries, queries
from zhupei.applications.models import Version
from zhupei.kernel import printed
from zhupei.kernel.printed import Validity
from zhupei.pure.identity.masks import mask_name

REPLACED = "报名人之后重新提交或取消了报名，请以新的报名表为准。"
FORM = printed.PaperKind(
    mark="F",
    name="报名表",
    find=queries.of_receipt.first,
    validity=lambda version: validity(version),
    former="form",
)


def validity(version: Version) -> Validity:
    """Whoever holds the paper reads all of it: the name is masked for those who have only seen its code."""
    facts = (("报名人", mask_name(version.name)), ("版本", str(version.ordinal)))
    if onsite_queries.is_in_force(version):
        return Validity(True, facts=facts)
    return Validity(False, REPLACED, facts)


def code_of(version: Version) -> str:
    """The signed code on the form of a version; carries its receipt number."""
    return printed.code(FORM.mark, version.receipt_number)


def version_of_code(code: str) -> Version | None:
    """The version whose printed form carries this code, or None for a code that is not a form's of ours."""
    number = printed.number_of(FORM, code)
    return FORM.find(number) if number is not None else None
