"""How dates, spans of time and names are written on a page. Pure functions; the tags are in ui.py."""

from datetime import date, datetime, timedelta

from zhupei.kernel.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"


def day(value: date | datetime, today: date | None = None) -> str:
    """`7 月 20 日`; with the year when it is not the year of `today`."""
    here = _local(value)
    text = f"{here.month} 月 {here.day} 日"
    return text if today is not None and here.year == today.year else f"{here.year} 年 {text}"


def moment(value: datetime, today: date | None = None, *, seconds: bool = False) -> str:
    """`7 月 20 日 22:00`, in the time of the province."""
    return f"{day(value, today)} {clock(value, seconds=seconds)}"


def clock(value: datetime, *, seconds: bool = True) -> str:
    """`14:02:31`."""
    return _local(value).strftime("%H:%M:%S" if seconds else "%H:%M")


def weekday(value: date | datetime) -> str:
    """`周三`."""
    return "周" + WEEKDAYS[_local(value).weekday()]


def remaining(until: datetime, now: datetime) -> str:
    """What is left, in the two or three largest units: `2 天 3 小时 12 分`, `3 小时 12 分`, `12 分 5 秒`."""
    seconds = max(0, int((until - now).total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 小时 {minutes} 分"
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {seconds} 秒"


def ago(value: datetime, now: datetime) -> str:
    """`刚刚`, `5 分钟前`, `今天 13:58`, `昨天 09:10`, `7 月 17 日 20:15`."""
    past, here = _local(value), _local(now)
    span = here - past
    if timedelta(0) <= span < timedelta(minutes=1):
        return "刚刚"
    if timedelta(0) <= span < timedelta(hours=1):
        return f"{int(span.total_seconds() // 60)} 分钟前"
    if past.date() == here.date():
        return f"今天 {clock(past, seconds=False)}"
    if past.date() == here.date() - timedelta(days=1):
        return f"昨天 {clock(past, seconds=False)}"
    return moment(past, here.date())


def local_day(value: datetime) -> date:
    """The calendar day of a moment in the time of the province."""
    return _local(value).date()


def _local(value: date | datetime) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value if value.tzinfo is None else value.astimezone(SHANGHAI)
