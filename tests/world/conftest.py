"""The people of these tests share two pictures of each kind: reading a page takes its second."""

import pytest

from zhupei.world import pictures


@pytest.fixture(autouse=True)
def few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "FACES", 2)
    monkeypatch.setattr(pictures, "PAPERS", 2)
    monkeypatch.setattr(pictures, "drawn", lambda kind, facts, row=0: pictures.pooled(kind, facts.index))
