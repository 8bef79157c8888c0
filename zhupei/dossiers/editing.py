"""What may keep a dossier from being edited.

An application that was submitted lies above dossiers and decides what is open while it stands. So its app says here, in
`AppConfig.ready`, what it has to read of a person and the rule that it asks of the answer. Dossiers ask it behind their
own lock, on the same way, and know nothing of applications.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhupei.accounts.models import User
from zhupei.kernel.prepared import Question
from zhupei.kernel.refusals import Refusal


@dataclass(frozen=True)
class EditingRule:
    """`asked`: what it reads, or None when nothing can keep this person. `refusal(answer, item, at)`: `item` is a
    section (basics, education, work, licence) or `document:<slot>`.
    """

    asked: Callable[[User, datetime], Question[Any] | None]
    refusal: Callable[[Any, str, datetime], Refusal | None]


_rules: list[EditingRule] = []


def register(rule: EditingRule) -> None:
    _rules.append(rule)


def registered() -> Sequence[EditingRule]:
    return tuple(_rules)
