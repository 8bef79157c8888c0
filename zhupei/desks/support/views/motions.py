"""One motion of the desk: who has proposed what against which documents, and the second signature."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from zhupei.approvals.models import Motion
from zhupei.desks.shared.motions import Motions, ShownMotion
from zhupei.desks.support.frame import DESK
from zhupei.desks.support.kinds import BY_VERB
from zhupei.pure.identity import grouped_phone
from zhupei.support import acts, queries


def _about(sight: ShownMotion, request: HttpRequest) -> Mapping[str, Any]:
    person, kind = sight.subject, BY_VERB[sight.motion.verb]
    return {
        "title": f"{kind.label}：{person.name}",
        "results": kind.results,
        "read_back": _read_back(sight),
        "person": person,
        "application": queries.applications_word([person])[person.pk],
    }


def _read_back(sight: ShownMotion) -> str:
    """The new telephone in full, only for whoever can confirm it now: he reads it out to the person."""
    asked = sight.motion.verb == acts.REPLACE_PHONE and sight.may_refuse
    return grouped_phone(sight.motion.contents["phone"]) if asked else ""


def _said(motion: Motion) -> str:
    return f"已确认，“{BY_VERB[motion.verb].label}”已执行，双方手机都会收到短信。"


MOTIONS = Motions(
    desk=DESK,
    verbs=BY_VERB,
    template="support/motion.html",
    about=_about,
    said=_said,
    back=("support:home", "查找与办理"),
)
