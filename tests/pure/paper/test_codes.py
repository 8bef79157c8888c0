"""Code 128 and QR: every printable character comes back from a reader, nothing else is taken."""

import io

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from zhupei.pure.paper.barcode import PATTERNS, code128, qr_svg

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=36)


def drawn(widths, scale=3, quiet=12):
    image = Image.new("L", ((sum(widths) + 2 * quiet) * scale, 90), 255)
    draw, x = ImageDraw.Draw(image), quiet
    for place, width in enumerate(widths):
        if place % 2 == 0:
            draw.rectangle((x * scale, 10, (x + width) * scale - 1, 80), fill=0)
        x += width
    return image


def read(image):
    return [(str(code.format).replace(" ", ""), code.text) for code in zxingcpp.read_barcodes(image)]


def test_the_pattern_table_is_whole():
    assert len(PATTERNS) == 107 == len(set(PATTERNS))
    assert all(sum(map(int, pattern)) == 11 for pattern in PATTERNS[:-1])
    assert all(sum(map(int, pattern[0::2])) % 2 == 0 for pattern in PATTERNS[:-1])


@settings(max_examples=150, deadline=None)
@given(PRINTABLE)
def test_a_reader_finds_what_was_written(text):
    assert [found for _, found in read(drawn(code128(text)))] == [text]


@pytest.mark.parametrize(
    "text", ["2026-W1-004821-1.ABCDEFGHIJKL", "12345678", "1234567", "A123456789B", " ", "00", "~"]
)
def test_chosen_codes_read_back(text):
    found = read(drawn(code128(text)))
    assert [text] == [code for _, code in found] and "128" in found[0][0]


def test_digits_take_half_the_room():
    assert len(code128("1" * 20)) < len(code128("A" * 20)) * 0.65


@pytest.mark.parametrize("text", ["", "姓名", "a\n", "\x7f", "é"])
def test_other_characters_are_refused(text):
    with pytest.raises(ValueError, match="Code 128"):
        code128(text)


def test_the_qr_path_has_only_numbers():
    svg = qr_svg('"/><script>alert(1)</script>')
    assert "script" not in svg and svg.count("<") == 3
    assert io.StringIO(svg).read() == qr_svg('"/><script>alert(1)</script>')
