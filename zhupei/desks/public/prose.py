"""Texts of the province as they are typed, one paragraph a line, in a form that reads well on a page.

`一、招收计划` alone is a heading; `第一步　账号注册。…`, `四、人员类型。…` and `电话：…` begin with words to emphasise.
"""

import re
from typing import NamedTuple

_NUMBER = r"(?:第[一二三四五六七八九十]+步[　 ]*|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
_HEADING = re.compile(rf"{_NUMBER}[^。；：，,.;:]{{1,24}}")
_LEAD = re.compile(rf"({_NUMBER}[^。；：，,.;:]{{1,14}}[。：]|[^。；：，,.;:]{{2,6}}：)(.+)", re.DOTALL)


class Paragraph(NamedTuple):
    """Either a heading, or a text with emphasised first words (which may be empty)."""

    heading: str
    lead: str
    text: str


def paragraphs(body: str) -> list[Paragraph]:
    """The non-empty lines of a text."""
    return [_paragraph(line.strip()) for line in body.splitlines() if line.strip()]


def _paragraph(line: str) -> Paragraph:
    if _HEADING.fullmatch(line):
        return Paragraph(line, "", "")
    if found := _LEAD.fullmatch(line):
        return Paragraph("", found[1], found[2].strip())
    return Paragraph("", "", line)
