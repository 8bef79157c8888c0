"""The one head of all papers: who issues it, what it is, its number, and both codes by which anybody can check it.

`templates/head.typ` draws it (`paper-head`) and what stands at the foot of every page (`paper-foot`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from zhupei.pure.paper.barcode import code128, qr_svg
from zhupei.pure.paper.data import Pairs, Track

LONGEST_CODE = 36
QR = "qr.svg"


@dataclass(frozen=True)
class PaperHead:
    """`authority` is the province's office in whose name the paper is issued; empty prints nothing.

    `code` is the signed code (printable ASCII, at most 36 characters): the barcode says it, and the QR code too unless
    `link` gives the address of the check page. `facts` stand between the codes and tell one paper from another; `foot`
    is repeated on every page beside title and number.
    """

    title: str
    subtitle: str
    number: str
    code: str
    authority: str = ""
    number_label: str = "报名编号"
    facts: Pairs = ()
    foot: tuple[str, ...] = ()
    link: str = ""
    track: Track = "western"


def printed(head: PaperHead) -> tuple[dict[str, Any], dict[str, str]]:
    """What the template reads, and its images. Raises ValueError for a code that no barcode can carry."""
    if len(head.code) > LONGEST_CODE:
        raise ValueError(f"a code has at most {LONGEST_CODE} characters, this one {len(head.code)}")
    data = {**asdict(head), "bars": list(code128(head.code))}
    return data, {QR: qr_svg(head.link or head.code)}
