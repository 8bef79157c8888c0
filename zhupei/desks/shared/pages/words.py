"""Filters of every template: dates, spans of time, masks and numbers as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import html
from markupsafe import Markup

from zhupei.pure import dates
from zhupei.pure.identity import masks, phones


def cn_day(value: date | None, now: datetime | None = None) -> str:
    return dates.day(value, _today(now)) if value else ""


def cn_moment(value: datetime | None, now: datetime | None = None) -> str:
    return dates.moment(value, _today(now)) if value else ""


def cn_second(value: datetime | None, now: datetime | None = None) -> str:
    """Receipts and deadlines: down to the second."""
    return dates.moment(value, _today(now), seconds=True) if value else ""


def cn_clock(value: datetime | None) -> str:
    return dates.clock(value) if value else ""


def cn_weekday(value: date | None) -> str:
    return dates.weekday(value) if value else ""


def cn_ago(value: datetime | None, now: datetime) -> str:
    return dates.ago(value, now) if value else ""


def cn_remaining(value: datetime | None, now: datetime) -> str:
    return dates.span(value - now) if value else ""


def iso(value: date | None) -> str:
    """For the attribute `datetime` and for scripts; a moment in the time of the province."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = dates.local(value)
    return value.isoformat() if value else ""


def iso_day(value: date | None) -> str:
    return iso(value)[:10]


def mask_number(value: str | None) -> str:
    return masks.mask(value or "")


def mask_phone(value: str | None) -> str:
    return phones.mask_phone(value or "")


def mask_name(value: str | None) -> str:
    return masks.mask_name(value or "")


def percent_of(part: float | None, whole: float | None) -> int:
    """`part` of `whole` in whole per cent, cut off at 0 and 100; nothing of nothing is 0."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * float(part) / float(whole))))


def thousands(value: int | None) -> str:
    """`1,500`."""
    return "" if value is None else f"{value:,}"


def hundredths(value: int | None) -> str:
    """Scores are kept in hundredths of a point: 7120 is `71.20`; a dash where there is none."""
    return "—" if value is None else f"{value // 100}.{value % 100:02d}"


def known(value: int | None) -> str:
    """The number, or a dash where nobody knows it."""
    return "—" if value is None else str(value)


def linebreaks(value: str) -> Markup:
    """Paragraphs of a plain text, escaped."""
    return Markup(html.linebreaks(value, autoescape=True))  # noqa: S704


def own(address: str | None) -> str:
    """An address that comes from data, when it leads to a page of ours; the front page otherwise, so that no
    `javascript:` and no foreign site ever stands in a link.
    """
    text = str(address or "")
    return text if text.startswith("/") and text[1:2] not in ("/", "\\") else "/"


def _today(now: datetime | None) -> date | None:
    return dates.local_day(now) if now else None


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        cn_day,
        cn_moment,
        cn_second,
        cn_clock,
        cn_weekday,
        cn_ago,
        cn_remaining,
        iso,
        iso_day,
        mask_number,
        mask_phone,
        mask_name,
        percent_of,
        thousands,
        hundredths,
        known,
        linebreaks,
        own,
    )
}
