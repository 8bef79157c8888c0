"""Django's admin for the technical superuser: the ordinary staff login with its second factor, then nothing else.

Installed in place of `django.contrib.admin`, so that every `@admin.register` lands here. Not offered at all: groups
(nobody's rights come from them) and authenticators, whose keys would open other people's accounts. A password is set by
invitation like everybody's (重发邀请), never here. In production the site has no address unless a setting opens it.
"""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLResolver, reverse
from django.utils.http import urlencode

from zhupei.desks.shared.own_addresses import this_page

FOREIGN = {"procrastinate": "后台任务", "ProcrastinateJob": "任务"}  # libraries that bring no Chinese name
KEPT_OUT = ("auth.group", "otp_totp.totpdevice")
NO_ADDRESS = ("password_change", "password_change_done", "view_on_site")
ENTERED = "technical"
DOOR = "public:staff_login"


def enter(request: HttpRequest) -> None:
    from zhupei.audit.actions import record  # tables exist only after this app has been loaded
    from zhupei.kernel import clock

    user: Any = request.user
    record(verb="technical.enter", actor=user, role=user.kind, at=clock.now(), object_type="account", object_id=user.pk)
    request.session[ENTERED] = True


def unreadable(request: HttpRequest) -> bool:
    given = (text for data in (request.GET, request.POST) for key in data for text in (key, *data.getlist(key)))
    return "\x00" in request.path_info or any("\x00" in text for text in given)


class TechnicalSite(AdminSite):
    site_header = "技术后台"
    site_title = "住培招录"
    index_title = "数据"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # a tick on the heading would take a whole table

    def get_urls(self) -> list[Any]:
        """Without the pages that are kept elsewhere: passwords, and the history of a row, which is the trail's."""
        found = [entry for entry in super().get_urls() if getattr(entry, "name", None) not in NO_ADDRESS]
        for entry in found:
            if isinstance(entry, URLResolver):
                tables = entry.url_patterns
                tables[:] = [page for page in tables if not str(page.name or "").endswith("_history")]
        return found

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The first page that a session opens here is an event of the trail. No page asks the database for a NUL byte,
        which no browser sends and PostgreSQL does not take.
        """
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if unreadable(request):
                raise BadRequest("a NUL byte")
            if request.method == "POST" and not request.user.is_authenticated:
                return self._to_login(request)
            if self.has_permission(request) and ENTERED not in request.session:
                enter(request)
            return inner(request, *args, **kwargs)

        return entered

    def _to_login(self, request: HttpRequest) -> HttpResponse:
        """As everywhere: the login page says that what was sent has not been done."""
        from zhupei.desks.shared.guards import to_login  # its models need the apps

        return to_login(request, DOOR)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        several: Iterable[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        offered = [model for model in several if model._meta.label_lower not in KEPT_OUT]
        if any(model._meta.app_label in FOREIGN for model in offered):
            options["actions"] = ()  # jobs are looked at; stopping or repeating one would leave no trace
        from zhupei.desks.shared.admin_pages import Narrow  # its base needs the apps

        narrow = type("Narrow", (Narrow, admin_class or ModelAdmin), {})
        super().register(offered, narrow, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        found = super().get_app_list(request, app_label)
        for app in found:
            app["name"] = FOREIGN.get(app["app_label"], app["name"])
            for model in app["models"]:
                model["name"] = FOREIGN.get(model["object_name"], model["name"])
        return found

    def has_permission(self, request: HttpRequest) -> bool:
        """Only a technical superuser whose session has passed the second factor."""
        user: Any = request.user
        return bool(user.is_authenticated and user.is_superuser and user.is_verified())

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one door for staff; a person who is already in and may not enter sees nothing here."""
        if request.user.is_authenticated:
            raise Http404
        return HttpResponseRedirect(f"{reverse(DOOR)}?{urlencode({'next': this_page(request)})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page's own button asks `public:logout`; Django needs the address for its answers."""
        return HttpResponseRedirect(reverse("public:home"))


class TechnicalConfig(AdminConfig):
    default_site = "zhupei.desks.shared.admin_site.TechnicalSite"
