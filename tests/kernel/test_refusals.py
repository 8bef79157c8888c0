"""What a refusal says: one text, written as Chinese is written."""

import re
from pathlib import Path

import pytest

from zhupei.kernel.refusals import Refusal

ROOT = Path(__file__).parents[2]
SPACED = re.compile(r"[。！？；，] +(?=[一-鿿“（])")
BY_HAND = re.compile(r'\.message\s*\}\}\s*\{\{[^}]*\.remedy|\.message, [\w.]+\.remedy|f" \{[\w.]+\.remedy')


@pytest.mark.parametrize(
    ("message", "remedy", "words"),
    [
        ("账号不得兼任其他角色。", "请填写另一位同事。", "账号不得兼任其他角色。请填写另一位同事。"),
        ("还没有到时间", "请明天再来。", "还没有到时间。请明天再来。"),
        ("请选择服从或不服从", "", "请选择服从或不服从"),
    ],
)
def test_sentence_and_remedy_follow_each_other_without_a_space(message: str, remedy: str, words: str) -> None:
    assert Refusal("x", message, remedy=remedy).words == words


def test_nobody_else_puts_them_together_and_no_text_has_a_space_after_a_stop() -> None:
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("zhupei/**/*.py")]
    texts = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in files}
    assert len(texts) > 500
    wrong = [str(path) for path, text in texts.items() if SPACED.search(text) or BY_HAND.search(text)]
    assert wrong == []
