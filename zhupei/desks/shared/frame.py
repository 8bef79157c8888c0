"""What surrounds the pages of a desk, said once: name, menu and who sees which entry, who may enter, what is kept.

```python
DESK = Desk(
    namespace="support",
    name="技术支持工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.SUPPORT,),
    menu=(
        MenuItem("查找与办理", "support:home", under=("account", "motion"), seen=holds(Post.Role.SUPPORT)),
        MenuItem("办理记录", "support:history"),
    ),
    role=offices,
)


@require_safe
@DESK.enter()                                    # or narrower: DESK.enter(Post.Role.PROVINCE)
def home(request: HttpRequest) -> HttpResponse:
    return DESK.page(request, "support/home.html", {"form": LookUpForm()})
```

`DESK.enter` also marks the view, so that everybody who meets a request can ask `desk_of` it. No answer of a desk may be
kept by browser or proxy (`no-store`) but those of the views named in `kept`; `shared.middleware.Unkept` sees to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from zhupei.accounts import rules
from zhupei.desks.shared import moment
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.addresses import url
from zhupei.desks.shared.guards import View, posts_of

Shown = Mapping[str, Any]
Guard = Callable[..., Callable[[View], View]]


@dataclass(frozen=True)
class MenuLink:
    """An entry of a menu as it is drawn."""

    label: str
    url: str
    current: bool
    count: int | None = None


def everybody(request: HttpRequest, shown: Shown) -> bool:
    return True


def holds(*roles: str) -> Callable[[HttpRequest, Shown], bool]:
    """Seen by whoever holds one of these offices (values of `Post.Role`)."""
    return lambda request, shown: not posts_of(request).isdisjoint(roles)


@dataclass(frozen=True)
class MenuItem:
    """An entry of a menu. `under`: other views of the desk where it is the current one; `seen`: who sees it, asked of
    the request and of what the page shows; `count`: the name under which the page shows how many wait there.
    """

    label: str
    view: str
    under: tuple[str, ...] = ()
    seen: Callable[[HttpRequest, Shown], bool] = everybody
    count: str = ""


def offices(request: HttpRequest) -> str:
    """`Desk.role` of a desk whose people hold offices."""
    return "、".join(rules.role_label(role) for role in sorted(posts_of(request)))


def nothing(request: HttpRequest, context: Shown) -> Shown:
    return {}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One desk. `template` is what its pages extend; `guard` makes a decorator of roles, `roles` are the usual ones.

    `home` is where its name leads, without one the first entry of the menu. `role` is what the person is called,
    `links` stand in his menu. `within` gives the arguments that addresses of this desk begin with (a base).
    `facts` are what all its pages show besides; they see what the page brings and come before it.
    `folds`: whether the menu folds away on a phone.
    """

    namespace: str
    name: str | Callable[[HttpRequest], str]
    template: str
    guard: Guard
    menu: Sequence[MenuItem]
    roles: tuple[str, ...] = ()
    home: str = ""
    role: Callable[[HttpRequest], str] | None = None
    links: tuple[tuple[str, str], ...] = ()
    within: Callable[[HttpRequest], dict[str, Any]] = lambda request: {}
    facts: Callable[[HttpRequest, Shown], Shown] = nothing
    folds: bool = True
    kept: frozenset[str] = frozenset()

    def enter(self, *roles: str) -> Callable[[View], View]:
        """The guard before a view: for the desk's roles, or for those named here."""
        guarded = self.guard(*(roles or self.roles))

        def decorate(view: View) -> View:
            entered = guarded(view)
            entered.desk = self  # type: ignore[attr-defined]
            return entered

        return decorate

    def page(
        self,
        request: HttpRequest,
        template: str,
        context: Shown | None = None,
        *,
        at: datetime | None = None,
        fault: ActFault | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render a page within the desk. `at` is what it calls now, else the request's moment; `fault` is handed on by
        `acts.answer` and shown as `refused`.
        """
        given = context or {}
        now = at or SimpleLazyObject(lambda: moment.of(request))
        shown = {**self.facts(request, given), "server_now": now, "refused": fault and fault.above, **given}
        return render(request, template, {**self._frame(request, shown), **shown}, status=status)

    def address(self, request: HttpRequest, view: str, **given: Any) -> str:
        """The address of a view, within what this desk is about when the view is its own."""
        return url(view, **{**(self.within(request) if self._owns(view) else {}), **given})

    def _frame(self, request: HttpRequest, shown: Shown) -> dict[str, Any]:
        items = [item for item in self.menu if item.seen(request, shown)]
        home = self.home or next((item.view for item in items if self._owns(item.view)), "")
        frame: dict[str, Any] = {
            "desk_name": self.name if isinstance(self.name, str) else self.name(request),
            "desk_url": self.address(request, home) if home else "/",
            "nav": [self._entry(request, item, shown) for item in items],
            "nav_stays": not self.folds,
        }
        if self.role is not None:
            frame["me"] = {
                "name": request.user.get_full_name(),
                "masked": "",
                "role": self.role(request),
                "links": [{"label": label, "url": url(view)} for label, view in self.links],
            }
        return frame

    def _entry(self, request: HttpRequest, item: MenuItem, shown: Shown) -> MenuLink:
        match = request.resolver_match
        here = match.view_name if match else ""
        current = here in (item.view, *(f"{self.namespace}:{name}" for name in item.under))
        count = shown.get(item.count) if item.count else None
        return MenuLink(item.label, self.address(request, item.view), current, count)

    def _owns(self, view: str) -> bool:
        return view.startswith(f"{self.namespace}:")


def desk_of(request: HttpRequest) -> Desk | None:
    """The desk to which the view of this request belongs; None where it belongs to none."""
    match = request.resolver_match
    return getattr(match.func, "desk", None) if match else None
