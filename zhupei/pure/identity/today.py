"""The day a rule falls back to when its caller names none. The domain passes its own clock's day."""

from datetime import date, datetime, timedelta, timezone


def beijing_today() -> date:
    return datetime.now(timezone(timedelta(hours=8))).date()
