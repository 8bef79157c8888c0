"""The moment a request goes by."""

from datetime import datetime

from django.http import HttpRequest

from zhupei.kernel import clock


def of(request: HttpRequest) -> datetime:
    """A page that only shows goes by the time at which it began to read; what may change something asks anew."""
    return clock.request_time() if request.method in ("GET", "HEAD") else clock.now()
