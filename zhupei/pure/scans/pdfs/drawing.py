"""The pictures of the pages, as a reviewer sees them. How fine they are drawn depends on what stands on the page.

Text and lines are drawn as on a sheet of A4, whatever the paper says. A page that only shows a picture is drawn as fine
as that picture is: a small one blown up stays as small as it is, a fine scan on small paper stays fine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pypdfium2
from pypdfium2 import raw

from zhupei.pure.scans.images import encode
from zhupei.pure.scans.results import UploadLimits

PAGE_QUALITY = 85
POINTS_PER_INCH = 72
A4_LONG = 842
# A page whose pictures cover that much of it and that has hardly a line of its own is a scan.
COVERED, FEW_LINES = 0.4, 40
# Of a page with more objects than that the first ones tell enough.
MOST_OBJECTS = 2000
INVISIBLE_TEXT = 3
# However little a scan shows, its page is drawn at least that large, in pixels.
SMALLEST_PAGE = 200
KINDS = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)


def pictures(content: bytes, limits: UploadLimits, alive: Callable[[], None]) -> Iterator[bytes]:
    """JPEG of each page. Raises `PdfiumError` or ValueError. `alive` is called after each."""
    document = pypdfium2.PdfDocument(content)
    try:
        for index in range(len(document)):
            page = document[index]
            drawn = page.render(scale=_scale(page, limits), may_draw_forms=False, rev_byteorder=True).to_pil()
            yield encode(drawn.convert("RGB"), quality=PAGE_QUALITY)
            page.close()
            alive()
    finally:
        document.close()


def _scale(page: pypdfium2.PdfPage, limits: UploadLimits) -> float:
    """Pixels for each point."""
    longest = max(*page.get_size(), 1)
    usual = limits.page_dpi / POINTS_PER_INCH
    most = limits.page_side / longest
    own = _fineness(page)
    if own is None:
        return min(most, max(usual, usual * A4_LONG / longest))
    return min(most, max(own, SMALLEST_PAGE / longest))


def _fineness(page: pypdfium2.PdfPage) -> float | None:
    """Pixels for each point of a scan's pictures, the finest of them; None where the page has a text of its own."""
    width, height = page.get_size()
    covered, lines, finest = 0.0, 0, 0.0
    for count, each in enumerate(page.get_objects(filter=KINDS)):
        if count >= MOST_OBJECTS:
            return None
        if each.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(each) != INVISIBLE_TEXT:
                return None
        elif each.type == raw.FPDF_PAGEOBJ_IMAGE:
            across, down = _size(each)
            if across and down:
                columns, rows = each.get_px_size()
                covered += across * down
                finest = max(finest, columns / across, rows / down) if across * down > width * height / 50 else finest
        else:
            lines += 1
    return finest if finest and lines <= FEW_LINES and covered >= COVERED * width * height else None


def _size(picture: pypdfium2.PdfImage) -> tuple[float, float]:
    """Width and height in points on the page, through all the forms it stands in."""
    matrix, around = picture.get_matrix(), picture.container
    while around is not None:
        matrix, around = matrix.multiply(around.get_matrix()), around.container
    return math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
