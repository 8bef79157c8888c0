"""Django's admin for the technical superuser: the ordinary staff login with its second factor, then nothing else.

Installed in place of `django.contrib.admin`, so that every `@admin.register` lands here. Not offered at all: groups
(nobody's rights come from them) and authenticators, whose keys would open other people's accounts.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from zhupei.desks.shared.own_addresses import this_page

FOREIGN = {"procrastinate": "后台任务", "ProcrastinateJob": "任务"}  # libraries that bring no Chinese name
KEPT_OUT = ("auth.group", "otp_totp.totpdevice")


class TechnicalSite(AdminSite):
    site_header = "技术后台"
    site_title = "住培招录"
    index_title = "数据"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # a tick on the heading would take a whole table

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        several: Iterable[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        offered = [model for model in several if model._meta.label_lower not in KEPT_OUT]
        super().register(offered, admin_class, **options)

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
        return HttpResponseRedirect(f"{reverse('public:staff_login')}?{urlencode({'next': this_page(request)})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return HttpResponseRedirect(reverse("public:logout"))


class TechnicalConfig(AdminConfig):
    default_site = "zhupei.desks.shared.admin_site.TechnicalSite"
