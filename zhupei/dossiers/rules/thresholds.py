"""The province's thresholds of picture checks, as this round has them."""

from collections.abc import Mapping
from typing import Any, TypeVar

import structlog

from zhupei.cycles.models import Round
from zhupei.pure.thresholds import Thresholds

Limits = TypeVar("Limits", bound=Thresholds)
log = structlog.get_logger("zhupei.dossiers")


def thresholds(kind: type[Limits], settings: Mapping[str, Any], round_: Round) -> Limits:
    """What the admin form lets through is always usable. What got into the table past it has its default and is an
    error in the log, by name: nobody's upload waits because of a setting.
    """
    limits, faults = kind.sifted(settings)
    for fault in faults:
        log.error("threshold ignored", cycle=str(round_.cycle), threshold=fault.name, reason=fault.words)
    return limits
