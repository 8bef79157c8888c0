"""What the account pages share: the chosen track, and where to go after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from zhupei.accounts import queries
from zhupei.accounts.models import User
from zhupei.bases import queries as bases
from zhupei.desks.public.frame import DESK, TRACK_COOKIE
from zhupei.desks.shared.acts import ActFault

TRACKS = ("western", "tcm")
YEAR = 365 * 86_400


def track_of(request: HttpRequest) -> str:
    """The entry chosen on the portal (西医类, 中医类); it sets the accent and the support contact only."""
    asked = request.GET.get("track") or request.POST.get("track") or request.COOKIES.get(TRACK_COOKIE, "")
    return asked if asked in TRACKS else ""


def account_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
    fault: ActFault | None = None,
) -> HttpResponse:
    """A page about accounts stands in the entry that was chosen."""
    return DESK.page(request, template, {"track": track_of(request), **(context or {})}, at=at, fault=fault)


def keep_track(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Remember the entry when the address names it."""
    if request.GET.get("track") in TRACKS:
        response.set_cookie(
            TRACK_COOKIE,
            request.GET["track"],
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def home_of(request: HttpRequest) -> str:
    """The desk of the signed-in person; staff without a role in force are told what they wait for."""
    user: Any = request.user
    if user.is_applicant:
        return reverse("applicant:home")
    # The technical site has no address while its door is closed.
    names = ["admin:index"] if user.kind == User.Kind.TECHNICAL else [f"{desk}:home" for desk in _desks(user)]
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("public:home" if user.kind == User.Kind.TECHNICAL else "public:waiting")


def _desks(user: User) -> list[str]:
    posts = queries.posts(user)
    desks = ["province"] if "province" in posts else []
    if posts & {"system", "security", "audit"}:
        desks.append("oversight")
    if "support" in posts:
        desks.append("support")
    if bases.memberships(user):
        desks.append("base")
    return desks
