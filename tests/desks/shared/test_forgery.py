"""Our masks are Django's: its middleware takes them off again, and no two are alike."""

from collections import Counter
from typing import Any

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, CsrfViewMiddleware
from django.test import RequestFactory

from zhupei.desks.shared import forgery

SECRET = CSRF_ALLOWED_CHARS[:CSRF_SECRET_LENGTH]
OTHER = CSRF_ALLOWED_CHARS[-CSRF_SECRET_LENGTH:]


def refused(token: str, cookie: str) -> bool:
    """What the middleware says of a form with this token from a browser with this cookie."""
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": token}, headers={"X-Autosave": "1"})
    request.COOKIES["csrftoken"] = cookie
    middleware = CsrfViewMiddleware(lambda _: HttpResponse())
    middleware.process_request(request)
    return middleware.process_view(request, lambda _: HttpResponse(), (), {}) is not None


def test_the_middleware_takes_the_mask_off() -> None:
    tokens = {forgery.masked(SECRET) for _ in range(100)}

    assert len(tokens) == 100
    assert not any(refused(token, SECRET) for token in tokens)


def test_a_token_of_another_browser_is_refused() -> None:
    assert refused(forgery.masked(OTHER), SECRET)


def test_no_letter_is_likelier_than_another() -> None:
    letters = Counter("".join(forgery.masked(SECRET)[:CSRF_SECRET_LENGTH] for _ in range(4_000)))

    expected = 4_000 * CSRF_SECRET_LENGTH / len(CSRF_ALLOWED_CHARS)
    assert set(letters) == set(CSRF_ALLOWED_CHARS)
    assert all(0.8 * expected < count < 1.2 * expected for count in letters.values())


def test_a_draw_of_unfair_bytes_only_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([b"\xff" * 64, bytes(64)])

    monkeypatch.setattr(forgery.os, "urandom", lambda _: next(draws))

    assert forgery.masked(SECRET)[:CSRF_SECRET_LENGTH] == CSRF_ALLOWED_CHARS[0] * CSRF_SECRET_LENGTH


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_renews_the_cookie(known: bool) -> None:
    request: Any = RequestFactory().get("/")
    if known:
        request.META["CSRF_COOKIE"] = SECRET

    token = forgery.token(request)

    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    assert not refused(token, request.META["CSRF_COOKIE"])
