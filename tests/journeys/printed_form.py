"""Reads a printed form as people and scanners do."""

import pypdfium2
import zxingcpp

DOTS_PER_POINT = 200 / 72


def words_on(pdf: bytes) -> str:
    """The text of all pages without any white space: cells break lines where they like."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return "".join("".join(pages).split())


def codes_on(pdf: bytes) -> list[str]:
    """What the QR code and the barcode of the first page say."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=DOTS_PER_POINT).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]
