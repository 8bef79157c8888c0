"""Finding rounds, windows and plan lines."""

from datetime import datetime, timedelta

from zhupei.cycles.models import Round, Stage


def current_registration(at: datetime) -> Stage:
    """The registration window that matters at `at`: the one that is open, else the next, else the last one.

    Raises `Stage.DoesNotExist` when the province has entered none.
    """
    windows = list(Stage.objects.filter(kind=Stage.Kind.REGISTRATION).select_related("round__cycle").order_by("opens"))
    for window in windows:
        if at < window.closes:
            return window
    if not windows:
        raise Stage.DoesNotExist("no registration window")
    return windows[-1]


def current_round(at: datetime) -> Round:
    return current_registration(at).round


def demonstration_moments() -> dict[str, datetime]:
    """Moments to which the demonstration clock can be moved, by name."""
    stages = {
        (stage.round.number, stage.kind): stage
        for stage in Stage.objects.select_related("round").order_by("round__number")
    }
    moments = {}
    if first := stages.get((1, Stage.Kind.REGISTRATION)):
        moments["报名截止前一分钟"] = first.closes - timedelta(minutes=1)
        moments["报名刚刚截止"] = first.closes + timedelta(minutes=1)
    if second := stages.get((2, Stage.Kind.REGISTRATION)):
        moments["补录报名开始"] = second.opens + timedelta(minutes=1)
    return moments
