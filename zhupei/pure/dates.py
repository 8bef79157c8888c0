"""How dates, moments and spans of time are written for people, in the time of the province. The only place that knows.

Everything in a sentence, a message or on a page is written by these; forms and files for programs use ISO 8601.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
DAY, HOUR, MINUTE = 86_400, 3600, 60


def local(value: date | datetime) -> datetime:
    """In the time of the province; a day is its midnight, and what has no zone is meant there."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value.astimezone(SHANGHAI) if value.tzinfo is not None else value


def local_day(value: datetime) -> date:
    """The calendar day of a moment."""
    return local(value).date()


def day(value: date | datetime, today: date | datetime | None = None) -> str:
    """`2026 年 7 月 20 日`; without the year when it is the year of `today`."""
    here = local(value)
    text = f"{here.month} 月 {here.day} 日"
    return text if today is not None and here.year == local(today).year else f"{here.year} 年 {text}"


def month(value: date | datetime) -> str:
    """`2026 年 7 月`."""
    here = local(value)
    return f"{here.year} 年 {here.month} 月"


def clock(value: datetime, *, seconds: bool = True) -> str:
    """`14:02:31`."""
    return local(value).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(value: datetime, today: date | datetime | None = None, *, seconds: bool = False) -> str:
    """`2026 年 7 月 20 日 22:00`; without the year when it is the year of `today`."""
    return f"{day(value, today)} {clock(value, seconds=seconds)}"


def stamp(value: datetime, *, seconds: bool = False) -> str:
    """`7 月 20 日 22:00`, in a message of that moment: nobody asks for the year."""
    return moment(value, value, seconds=seconds)


def exact(value: datetime) -> str:
    """`2026 年 7 月 20 日 22:00`, a date that the province has set: with seconds only where they are not zero."""
    return moment(value, seconds=bool(value.second))


def short(first: date | datetime, last: date | datetime | None = None) -> str:
    """`6/25 – 7/20`, or one day only."""
    words = [f"{here.month}/{here.day}" for here in map(local, (first, last or first))]
    return words[0] if words[0] == words[1] else " – ".join(words)


def weekday(value: date | datetime) -> str:
    """`周三`."""
    return "周" + WEEKDAYS[local(value).weekday()]


def span(length: timedelta) -> str:
    """`2 天 3 小时 12 分`, `3 小时 12 分`, `12 分 5 秒`; nothing negative. `assets/js/time.js` counts down the same."""
    seconds = max(0, int(length.total_seconds()))
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    if days:
        return f"{days} 天 {hours} 小时 {minutes} 分"
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds} 秒"


def at_most(length: timedelta) -> str:
    """`45 秒`, `3 分钟`, `5 小时`, rounded up: after it nobody has to wait any more."""
    seconds = int(length.total_seconds())
    if seconds < MINUTE:
        return f"{seconds} 秒"
    return f"{-(-seconds // MINUTE)} 分钟" if seconds < HOUR else f"{-(-seconds // HOUR)} 小时"


def age(value: datetime, now: datetime) -> str:
    """`2 天前`, `3 小时前`, `5 分钟前`, `刚刚`: in one unit, for columns of a list."""
    seconds = int((now - value).total_seconds())
    for length, unit in ((DAY, "天"), (HOUR, "小时"), (MINUTE, "分钟")):
        if seconds >= length:
            return f"{seconds // length} {unit}前"
    return "刚刚"


def ago(value: datetime, now: datetime) -> str:
    """`刚刚`, `5 分钟前`, `今天 13:58`, `昨天 09:10`, `7 月 17 日 20:15`."""
    past, here = local(value), local(now)
    if timedelta(0) <= here - past < timedelta(hours=1):
        return age(past, here)
    if past.date() == here.date():
        return f"今天 {clock(past, seconds=False)}"
    if past.date() == here.date() - timedelta(days=1):
        return f"昨天 {clock(past, seconds=False)}"
    return moment(past, here)
