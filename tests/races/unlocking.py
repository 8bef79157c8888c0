"""For the controls: the locks off, everything else as it is."""

from collections.abc import Callable
from typing import Any

import pytest

from zhupei.accounts.models import User
from zhupei.applications import lock_queries
from zhupei.applications.models import Application


def unlock(monkeypatch: pytest.MonkeyPatch, read: Callable[[Any], Application]) -> None:
    """Every act finds its application by `read`; rights are still asked."""

    def read_for(application_id: Any, actor: User) -> tuple[Application, list[str]]:
        return read(application_id), lock_queries.roles_about(application_id, actor)

    monkeypatch.setattr(lock_queries, "locked", read)
    monkeypatch.setattr(lock_queries, "locked_for", read_for)
