"""The papers of a recruitment: application form, receipt, and the blank templates offered on the portal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from zhupei.pure.paper.barcode import code128, qr_svg
from zhupei.pure.paper.data import FormData, ReceiptData
from zhupei.pure.paper.layout import block, grid
from zhupei.pure.paper.press import picture_svg, print_pdf

TemplateKind = Literal["graduation_proof", "employer_consent", "onsite_checklist"]
TEMPLATE_TITLES: dict[TemplateKind, str] = {
    "graduation_proof": "毕业证明（模版）",
    "employer_consent": "单位同意培训证明",
    "onsite_checklist": "现场审核材料清单",
}
LONGEST_CODE = 36
CELL_BESIDE_PORTRAIT = 26


def application_form(form: FormData, *, portrait: bytes | None) -> bytes:
    """The application form as PDF. `portrait` is a clean JPEG; without one the place for it stays marked.

    Raises ValueError for a portrait that is no JPEG, a code that no barcode can carry, and rows of uneven length.
    """
    data: dict[str, Any] = asdict(form)
    data["basics"] = grid(form.basics, CELL_BESIDE_PORTRAIT)
    data["blocks"] = [block(part) for part in form.blocks]
    data["bars"] = _bars(form.code)
    data["has_portrait"] = portrait is not None
    images = {"qr.svg": qr_svg(form.link or form.code)}
    if portrait is not None:
        images["portrait.svg"] = picture_svg(portrait)
    return print_pdf("form", data, images=images)


def receipt(data: ReceiptData) -> bytes:
    """The receipt of a submission as PDF, one page. Raises ValueError for a code that no barcode can carry."""
    fields: dict[str, Any] = asdict(data)
    fields["bars"] = _bars(data.code)
    return print_pdf("receipt", fields, images={"qr.svg": qr_svg(data.link or data.code)})


def template_document(kind: TemplateKind) -> bytes:
    """A blank template to print, fill in and have stamped. Raises ValueError for an unknown kind."""
    if kind not in TEMPLATE_TITLES:
        raise ValueError(f"no such template: {kind}")
    return print_pdf(kind, {"title": TEMPLATE_TITLES[kind]})


def _bars(code: str) -> list[int]:
    if len(code) > LONGEST_CODE:
        raise ValueError(f"a code has at most {LONGEST_CODE} characters, this one {len(code)}")
    return list(code128(code))
