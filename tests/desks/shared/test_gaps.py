"""Line breaks after a block are taken out of pages, so a gap between two words of a line must be asked for (`{%+`)."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
INLINE = "(?:a|b|code|em|small|span|strong|time)"
TOUCHING = re.compile(rf"</{INLINE}>{{% end(?:if|for) %}}\n\s*{{% (?:if|for) [^%]*%}}<{INLINE}\b")


def touching(source: str) -> list[str]:
    return TOUCHING.findall(source)


def test_no_two_tags_of_a_line_touch() -> None:
    pages = {str(path.relative_to(TEMPLATES)): touching(path.read_text("utf-8")) for path in TEMPLATES.rglob("*.html")}
    assert len(pages) > 150
    assert {page: found for page, found in pages.items() if found} == {}


def test_touching_tags_would_be_found() -> None:
    lines = "{% if again %}<span>第 2 次</span>{% endif %}\n  {% if seen %}<span>正在查看</span>{% endif %}"
    assert touching(lines)
    assert not touching(lines.replace("{% if seen", "{%+ if seen"))
