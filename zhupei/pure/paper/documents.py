"""The papers of a recruitment: application form, receipt, and the blank templates offered on the portal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from zhupei.pure.paper.data import Block, Pairs
from zhupei.pure.paper.head import PaperHead, printed
from zhupei.pure.paper.layout import block, grid
from zhupei.pure.paper.press import picture_svg, print_pdf

TemplateKind = Literal["graduation_proof", "employer_consent", "onsite_checklist"]
TEMPLATE_TITLES: dict[TemplateKind, str] = {
    "graduation_proof": "毕业证明（模版）",
    "employer_consent": "单位同意培训证明",
    "onsite_checklist": "现场审核材料清单",
}
CELL_BESIDE_PORTRAIT = 26


@dataclass(frozen=True)
class FormData:
    """The application form (报名表). Everything is text as it shall appear; empty values print as a dash."""

    head: PaperHead
    basics: Pairs
    blocks: tuple[Block, ...]
    declaration: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceiptData:
    """The receipt (回执) of a submission. `document_number` comes masked; `digest` is the whole one."""

    head: PaperHead
    name: str
    document_number: str
    digest: str
    preferences: tuple[str, ...]
    adjustment: str
    next_steps: tuple[str, ...] = ()
    contacts: Pairs = ()


def application_form(form: FormData, *, portrait: bytes | None) -> bytes:
    """The application form as PDF. `portrait` is a clean JPEG; without one the place for it stays marked.

    Raises ValueError for a portrait that is no JPEG, a code that no barcode can carry, and rows of uneven length.
    """
    data: dict[str, Any] = asdict(form)
    data["basics"] = grid(form.basics, CELL_BESIDE_PORTRAIT)
    data["blocks"] = [block(part) for part in form.blocks]
    data["head"], images = printed(form.head)
    data["has_portrait"] = portrait is not None
    if portrait is not None:
        images["portrait.svg"] = picture_svg(portrait)
    return print_pdf("form", data, images=images)


def receipt(data: ReceiptData) -> bytes:
    """The receipt of a submission as PDF, one page. Raises ValueError for a code that no barcode can carry."""
    fields: dict[str, Any] = asdict(data)
    fields["head"], images = printed(data.head)
    return print_pdf("receipt", fields, images=images)


def template_document(kind: TemplateKind) -> bytes:
    """A blank template to print, fill in and have stamped. Raises ValueError for an unknown kind."""
    if kind not in TEMPLATE_TITLES:
        raise ValueError(f"no such template: {kind}")
    return print_pdf(kind, {"title": TEMPLATE_TITLES[kind]})
