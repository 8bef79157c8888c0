"""The desk of everybody (首页): what is read without an account, and the doors to the other desks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from zhupei.desks.shared.frame import Desk, MenuItem
from zhupei.desks.shared.guards import View
from zhupei.portal import queries as portal

TRACK_COOKIE = "track"


def everybody() -> Callable[[View], View]:
    return lambda view: view


def _facts(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """Whom to call, by the entry that the page is about (`track`)."""
    track = context.get("track", "")
    return {"support": portal.support(track), "track": track}


DESK = Desk(
    namespace="public",
    name="住培招录",
    template="public/base.html",
    guard=everybody,
    menu=(
        MenuItem("首页", "public:home"),
        MenuItem("招录计划", "public:plan", under=("plan_base",)),
        MenuItem("公告", "public:announcements", under=("announcement",)),
        MenuItem("报名流程", "public:procedure"),
    ),
    facts=_facts,
    kept=frozenset(("home", "plan", "plan_base", "announcements", "announcement", "procedure", "template")),
)
