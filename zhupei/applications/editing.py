"""What an application says about editing the dossier; `dossiers.editing` asks it at every save."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhupei.accounts.models import User
from zhupei.applications import editing_queries, rules
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.dossiers import editing
from zhupei.kernel.prepared import Question
from zhupei.kernel.refusals import Refusal


def register() -> None:
    editing.register(editing.EditingRule(_asked, _refusal))


def _asked(person: User, at: datetime) -> Question[Any] | None:
    round_ = _round(at)
    return None if round_ is None else editing_queries.of_person.of(person, round_.cycle_id)


def _refusal(found: Sequence[Any], item: str, at: datetime) -> Refusal | None:
    round_ = _round(at)
    assert round_ is not None
    application = editing_queries.concerning(found, round_)
    if application is None:
        return None
    return rules.editing(application.state, item, application.returned, application.submitted)


def _round(at: datetime) -> Round | None:
    try:
        return cycles.current_round(at)
    except Stage.DoesNotExist:
        return None
