"""Staying signed in: the warning two minutes before the end asks here for more time."""

import time

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from zhupei.accounts import rules
from zhupei.desks.shared.context import page
from zhupei.desks.shared.pages.parts import seconds_until


def has_ended(request: HttpRequest) -> bool:
    """Whether the signed-in person has done nothing for too long, or has been in for too long."""
    limits, now = rules.session_limits(request.user), int(time.time())
    began, seen = request.session.get("began", now), request.session.get("seen", now)
    return bool(now - seen > limits.idle or now - began > limits.absolute)


@require_POST
def session(request: HttpRequest) -> JsonResponse:
    """`{"seconds": 1800}` until the session ends. This request has renewed it; 401: too late."""
    expires = page(request)["session_expires_at"]
    if expires is None:
        return JsonResponse({"message": "您已退出登录，请重新登录"}, status=401)
    return JsonResponse({"seconds": seconds_until(expires)})
