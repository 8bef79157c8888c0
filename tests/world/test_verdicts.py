"""What is known of the demonstration's pictures: asked once, by engine, and never outside a demonstration."""

import ast
from pathlib import Path

import pytest

import zhupei
from zhupei.pure.scans.results import Rejected
from zhupei.world import verdict_cache, verdicts

QUESTION = ("accept", "0" * 64, "()", "[]")


class Engine:
    """Counts how often it is asked."""

    def __init__(self, said: object) -> None:
        self.said, self.asked = said, 0

    def __call__(self) -> object:
        self.asked += 1
        return self.said


def test_an_answer_is_asked_for_once():
    engine = Engine(("seen", b"bytes"))
    assert verdicts.answer(QUESTION, engine) == verdicts.answer(QUESTION, engine) == ("seen", b"bytes")
    assert engine.asked == 1


def test_another_question_another_engine_or_a_damaged_file_asks_afresh(monkeypatch, settings):
    engine = Engine("seen")
    verdicts.answer(QUESTION, engine)
    verdicts.answer((*QUESTION, "more"), engine)
    assert engine.asked == 2
    monkeypatch.setattr(verdicts, "engines", lambda: "another")
    verdicts.answer(QUESTION, engine)
    assert engine.asked == 3
    for path in (Path(settings.DATA_DIR) / "verdicts" / "another").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert verdicts.answer(QUESTION, engine) == "seen" and engine.asked == 4


def test_a_refusal_is_not_kept():
    """The child may have died over it, or have been late."""
    engine = Engine(Rejected("timeout", "…"))
    verdicts.answer(QUESTION, engine)
    verdicts.answer(QUESTION, engine)
    assert engine.asked == 2


def test_the_engines_name_changes_with_their_code(tmp_path, monkeypatch):
    before = verdicts.engines()
    (tmp_path / "check.py").write_text("threshold = 1")
    monkeypatch.setattr(verdicts, "_sources", lambda: [tmp_path / "check.py"])
    verdicts.engines.cache_clear()
    try:
        assert verdicts.engines() != before
    finally:
        verdicts.engines.cache_clear()


def test_there_are_none_in_production(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(RuntimeError, match="demonstration only"):
        verdicts.answer(QUESTION, Engine("seen"))
    with pytest.raises(RuntimeError, match="demonstration only"), verdict_cache.cached_verdicts():
        raise AssertionError("nothing may run in here")
    assert not (Path(settings.DATA_DIR) / "verdicts").exists()


def test_only_the_simulation_asks():
    """Web and worker cannot come across kept answers: nobody of theirs knows the module."""
    root = Path(zhupei.__path__[0])
    users = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("zhupei.world")
        and ({alias.name for alias in node.names} | {(node.module or "").rpartition(".")[2]})
        & {"verdict_cache", "verdicts"}
    }
    assert users == {"world/bulk/populating.py", "world/verdict_cache.py", "world/simulation.py"}
