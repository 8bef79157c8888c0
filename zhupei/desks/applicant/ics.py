"""The dates of a round as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from zhupei.cycles.models import Stage


def calendar(stages: Iterable[Stage], location: str) -> str:
    """One event per stage that opens a new step for the applicant."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhupei//zh", "CALSCALE:GREGORIAN"]
    for stage in stages:
        lines += [
            "BEGIN:VEVENT",
            f"UID:stage-{stage.pk}@zhupei",
            f"DTSTAMP:{_utc(stage.opens)}",
            f"DTSTART:{_utc(stage.opens)}",
            f"DTEND:{_utc(stage.closes)}",
            f"SUMMARY:住培招录 {stage.get_kind_display()}",
            f"LOCATION:{_text(location)}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
