"""Acts of two officers of the province: later dates, other settings. What would change, and the second signature."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from zhupei.applications import acts, concerned_queries
from zhupei.approvals import verbs
from zhupei.approvals.models import Motion
from zhupei.cycles import policies
from zhupei.cycles.extension import registration_of
from zhupei.desks.province import previews
from zhupei.desks.province.frame import DESK
from zhupei.desks.shared.motions import Motions, ShownMotion
from zhupei.kernel import clock

VERBS = (acts.EXTEND, *(group.verb for group in policies.known()))


def labelled(motions: Iterable[Motion | None]) -> list[tuple[Motion, str]]:
    """For `province/_waiting.html`: each with what it is called."""
    return [(motion, verbs.get(motion.verb).label) for motion in motions if motion is not None]


def _about(sight: ShownMotion, request: HttpRequest) -> Mapping[str, Any]:
    waits = sight.open and not sight.own and not sight.blocked
    title = f"{sight.label}：等您复签" if waits else sight.label
    if sight.motion.verb != acts.EXTEND:
        return {"title": title, "whose": str(sight.subject.owner), "preview": None}
    return {"title": title, "whose": str(sight.subject.round), **_extension(sight)}


def _extension(sight: ShownMotion) -> dict[str, Any]:
    """What would change, as long as it may still be decided; afterwards the dates are others."""
    registration = registration_of(sight.subject.stages)
    if not sight.open or registration is None:
        return {"preview": None}
    contents = sight.motion.contents
    return {
        "preview": previews.preview(sight.subject, acts.closes_of(contents), clock.request_time()),
        "registration": registration,
        "counts": concerned_queries.counts(sight.subject.round),
        "note": contents["note"],
    }


def _said(motion: Motion) -> str:
    if motion.verb == acts.EXTEND:
        return "已复签，报名时间已延长，公开说明已发布，消息正在分批发出。"
    return "已复签，设置已更改，立即生效。"


MOTIONS = Motions(desk=DESK, verbs=VERBS, template="province/motion.html", about=_about, said=_said)
