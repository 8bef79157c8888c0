"""What every public page shows besides its subject."""

from datetime import datetime
from typing import Any

from zhupei.portal import queries as portal


def frame(at: datetime, track: str = "") -> dict[str, Any]:
    """Server time and support contacts: one query."""
    return {"server_now": at, "support": portal.support(track), "track": track}
