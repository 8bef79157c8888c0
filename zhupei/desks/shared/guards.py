"""Who may enter a page at all. Strangers to the system are led to the login, strangers to the page get the 404.

Which objects a person sees within a page is the work of the `visible_to` queries.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from zhupei.accounts import queries
from zhupei.accounts.models import User
from zhupei.bases import queries as bases
from zhupei.bases.models import Membership
from zhupei.desks.shared import kept
from zhupei.desks.shared.own_addresses import page_before, this_page

View = Callable[..., HttpResponse]
UNDONE = "登录已结束，刚才的操作没有执行，请登录后再做一次。"


def applicant_required(view: View) -> View:
    """学员 only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request, "public:login")
        if not request.user.is_applicant:
            raise Http404
        return view(request, *args, **kwargs)

    return _behind("public:login", guarded)


def staff_required(*roles: str) -> Callable[[View], View]:
    """Holders of one of these offices (values of `Post.Role`), past the second factor. Asked at every click.

    The page finds the offices by `posts_of`: for what it shows, never for what an action may do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request, "public:staff_login")
            posts = queries.posts(request.user) if verified_staff(request) else set()
            if not posts & set(roles):
                raise Http404
            request.posts = posts  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return _behind("public:staff_login", guarded)

    return decorate


def posts_of(request: HttpRequest) -> set[str]:
    """The offices with which this person has passed `staff_required`, asked once for a page."""
    return request.posts  # type: ignore[attr-defined]


def base_member(*roles: str) -> Callable[[View], View]:
    """Members of a base with one of these roles (values of `Membership.Role`; none named: any).

    The base is the view's argument `base_id`, else the person's first one. The view finds the row, with its base, in
    `request.membership`. A base one does not belong to and a base that does not exist give the same 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request, "public:staff_login")
            request.membership = membership(request, kwargs.get("base_id"), roles)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return _behind("public:staff_login", guarded)

    return decorate


def membership(request: HttpRequest, base_id: UUID | None, roles: tuple[str, ...]) -> Membership:
    """This person's current row at this base (or the first one) in one of the roles, or Http404."""
    user: Any = request.user
    if not verified_staff(request):
        raise Http404
    for row in bases.memberships(user):
        if base_id in (None, row.base_id) and (not roles or row.role in roles):
            return row
    raise Http404


def verified_staff(request: HttpRequest) -> bool:
    """Whether this session belongs to staff and has passed the second factor."""
    user: Any = request.user
    return user.kind == User.Kind.STAFF and user.is_verified()


def _behind(door: str, view: View) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def door_of(request: HttpRequest) -> str:
    """The login (a view's name) that leads to the page asked for; '' for a page that needs none."""
    match = request.resolver_match
    if match is None:
        return ""
    return "public:staff_login" if "admin" in match.app_names else getattr(match.func, "door", "")


def to_login(request: HttpRequest, name: str) -> HttpResponse:
    """To the login page, and from there back to where the person was; it says so when the session has ended.

    What was typed on a page whose session is over is shown again instead, with the way to log in. Whatever else was
    sent has not been done, and the login page says that.
    """
    if (typed := kept.again(request, status=401, ended=True)) is not None:
        return typed
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, UNDONE)
    elif getattr(request, "session_ended", False):
        messages.warning(request, "已自动退出：太久没有操作。已保存的内容都在，请重新登录。")
    target = this_page(request) if request.method in ("GET", "HEAD") else page_before(request)
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name))
