"""Who is asking: network address, browser, and the token by which a browser is known again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhupei.accounts.actions.devices import fresh_token

DEVICE_COOKIE = "zhupei_device"
DEVICE_AGE = 400 * 86_400


def address(request: HttpRequest) -> str:
    """The address that reached the outermost of our own proxies; what lies before it anybody can invent."""
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
        if len(hops) >= settings.TRUSTED_PROXIES:
            return hops[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def user_agent(request: HttpRequest) -> str:
    return request.headers.get("user-agent", "")[:400]


def device_token(request: HttpRequest) -> str:
    """The browser's token, or a fresh one; `keep_device` sends it."""
    return request.get_signed_cookie(DEVICE_COOKIE, default="", max_age=DEVICE_AGE) or fresh_token()


def keep_device(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Renew the cookie for another 400 days, the longest that browsers keep one."""
    response.set_signed_cookie(
        DEVICE_COOKIE, token, max_age=DEVICE_AGE, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def session_key(request: HttpRequest) -> str:
    """The key of this browser's session; one is begun for a stranger."""
    if request.session.session_key is None:
        request.session.create()
    return request.session.session_key or ""
