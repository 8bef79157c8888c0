"""How a person wants to see pages: light or dark, type size, contrast. Kept in a cookie, works without JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from zhupei.desks.shared import acts
from zhupei.desks.shared.own_addresses import back

COOKIE = "display"
CHOICES = {
    "mode": ("auto", "light", "dark"),
    "size": ("normal", "large"),
    "contrast": ("normal", "high"),
}


def chosen(request: HttpRequest) -> dict[str, str]:
    """The three settings; what is unknown falls back to the first choice."""
    parts = dict(part.split("=", 1) for part in request.COOKIES.get(COOKIE, "").split("&") if "=" in part)
    return {name: parts[name] if parts.get(name) in values else values[0] for name, values in CHOICES.items()}


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    now = {**chosen(request), **{k: v for k in CHOICES if (v := request.POST.get(k, "")) in CHOICES[k]}}
    response = acts.done(request, "", back(request))
    value = "&".join(f"{name}={setting}" for name, setting in now.items())
    response.set_cookie(COOKIE, value, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
