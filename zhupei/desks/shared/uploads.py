"""Which addresses take files, and of whom: asked by the web server before it receives a large body."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http.cookie import parse_cookie
from django.urls import Resolver404, resolve

from zhupei.accounts.sessions import SessionStore
from zhupei.pure.sheets import limits

View = TypeVar("View", bound=Callable[..., object])
# A little more than the largest file that is accepted, so that one just above is refused in its card, by name.
REQUEST_BYTES = settings.UPLOAD_MAX_BYTES + 2 * 1024 * 1024
SHEET_BYTES = limits.MOST_BYTES + 2 * 1024 * 1024


def takes_file(view: View, most: int = REQUEST_BYTES) -> View:
    """Mark a view whose form has a file. Without it the server refuses whatever is larger than a page of text."""
    view.takes_bytes = most  # type: ignore[attr-defined]
    return view


def allowed(path: str, headers: Sequence[tuple[bytes, bytes]]) -> tuple[int, str]:
    """Bytes that a body may have at this address, sent by whoever has this cookie, and the key of his account;
    (0, ""): no file is taken.
    """
    try:
        most = getattr(resolve(path).func, "takes_bytes", 0)
    except Resolver404:
        most = 0
    owner = _logged_in(headers) if most else ""
    return (most, owner) if owner else (0, "")


def _logged_in(headers: Sequence[tuple[bytes, bytes]]) -> str:
    cookies = parse_cookie("; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie"))
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    return str(SessionStore(key).get(SESSION_KEY, "")) if key else ""
