"""What surrounds every request: observation, session limits, refusals as pages."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.cache import add_never_cache_headers

from zhupei.desks.shared import errors, who
from zhupei.desks.shared.frame import desk_of
from zhupei.desks.shared.session import has_ended
from zhupei.kernel import clock, logs, prepared, settled
from zhupei.kernel.locks import BUSY, LOCK_TIMEOUT, sqlstate
from zhupei.kernel.refusals import Refused

log = structlog.get_logger("zhupei.web")
Handler = Callable[[HttpRequest], HttpResponse]
QUERY_CANCELED = "57014"
NO_CONNECTION = None  # the server is away, or gives no more of them: it has said nothing


class Observe:
    """One log line per request: route, status, time. No address, no name, no query string."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        with logs.of_request(uuid.uuid4().hex[:12]):
            with settled.one_request(), clock.one_request(), prepared.one_request():
                response = self.get_response(request)
            # A page that wakes up sets its countdown by this.
            if request.method == "HEAD" and response.status_code < 500:
                response["X-Server-Now"] = clock.now().isoformat()
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
            return response


class Unkept:
    """No browser or proxy keeps an answer (`no-store`), whatever it is: nobody gets a private page back with Back.

    The exception is what a desk names as `kept`, for a stranger whose browser holds no session. One place for all: a
    new page, a redirect, a download, an error is private without anybody having to think of it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not self._may_be_kept(request, response):
            add_never_cache_headers(response)
        return response

    def _may_be_kept(self, request: HttpRequest, response: HttpResponse) -> bool:
        match, cookie = request.resolver_match, settings.SESSION_COOKIE_NAME
        desk = desk_of(request)
        is_open = match is not None and desk is not None and match.url_name in desk.kept
        return is_open and cookie not in request.COOKIES and cookie not in response.cookies


class Sessions:
    """Ends sessions that were idle too long or are too old, per kind of person (quality.md, Access)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and "_auth_user_id" in request.session:
            who.read_ahead(request)
            if request.user.is_authenticated:
                self._keep_or_end(request)
                who.settle(request)
        return self.get_response(request)

    def _keep_or_end(self, request: HttpRequest) -> None:
        now = int(time.time())
        began, seen = request.session.get("began", now), request.session.get("seen", now)
        if has_ended(request):
            logout(request)
            request.session_ended = True  # type: ignore[attr-defined]
        elif now - seen >= 60 or "began" not in request.session:
            request.session["began"], request.session["seen"] = began, now


class Refusals:
    """Turns what a view did not catch into a defined answer: a refusal, a busy row, no connection to the database, a
    sender who hung up, and the address of a form that somebody has opened as a page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return errors.only_for_forms(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, exception.refusal)
        if isinstance(exception, UnreadablePostError):
            log.info("hung up")
            return errors.bad_request(request)
        if isinstance(exception, OperationalError):
            if sqlstate(exception) == LOCK_TIMEOUT:
                return errors.refused(request, BUSY)
            if sqlstate(exception) in (NO_CONNECTION, QUERY_CANCELED):
                log.warning("overload")
                return errors.waiting(request)
        return None
