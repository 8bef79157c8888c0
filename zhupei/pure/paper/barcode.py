"""Bars and modules of the two machine-readable codes; what they say is signed elsewhere.

Code 128 (ISO/IEC 15417) in sets B and C; QR by segno, handed to Typst as one SVG path.
"""

from __future__ import annotations

import segno

PATTERN_WORDS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
211232 2331112
"""
PATTERNS = tuple(PATTERN_WORDS.split())
START_B, START_C, TO_C, TO_B, STOP = 104, 105, 99, 100, 106
WORTH_A_SWITCH = 6


def code128(text: str) -> tuple[int, ...]:
    """Widths of bars and spaces in modules, bar first. `text` is printable ASCII; raises ValueError otherwise."""
    if not text or any(not 32 <= ord(char) <= 126 for char in text):
        raise ValueError("Code 128 takes one or more printable ASCII characters")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return tuple(int(width) for value in (*values, check, STOP) for width in PATTERNS[value])


def _values(text: str) -> list[int]:
    """Symbol values: pairs of digits in set C where a run of them is long enough to pay for the switch."""
    place = 0
    in_c = _digits(text, 0) >= 4
    values = [START_C if in_c else START_B]
    while place < len(text):
        run = _digits(text, place)
        if in_c and run >= 2:
            values.append(int(text[place : place + 2]))
            place += 2
        elif in_c:
            values.append(TO_B)
            in_c = False
        elif run >= WORTH_A_SWITCH and run % 2 == 0:
            values.append(TO_C)
            in_c = True
        else:
            values.append(ord(text[place]) - 32)
            place += 1
    return values


def _digits(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - start


def qr_svg(text: str) -> str:
    """A QR code (level M) with its quiet zone, as an SVG whose modules are one filled path.

    One mask for all: trying the eight of ISO/IEC 18004 for the most even one takes five times as long as the rest, and
    every reader reads each of them.
    """
    code = segno.make_qr(text, error="m", mask=MASK)
    side = len(code.matrix) + 2 * QUIET
    runs = "".join(_runs(row, bytes(line)) for row, line in enumerate(code.matrix))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{runs}"/></svg>'


MASK = 4
QUIET = 2


def _runs(row: int, line: bytes) -> str:
    """One rectangle for each run of dark modules in a line."""
    path, column = "", 0
    while column < len(line):
        end = column
        while end < len(line) and line[end]:
            end += 1
        if end > column:
            path += f"M{column + QUIET} {row + QUIET}h{end - column}v1h-{end - column}z"
        column = end + 1
    return path
