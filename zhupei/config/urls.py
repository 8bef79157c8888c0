"""Addresses by desk; the desks own their own lists."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("zhupei.desks.shared.urls")),
    path("", include("zhupei.desks.public.urls")),
    path("me/", include("zhupei.desks.applicant.urls")),
    path("base/", include("zhupei.desks.base.urls")),
    path("province/", include("zhupei.desks.province.urls")),
    path("oversight/", include("zhupei.desks.oversight.urls")),
    path("support/", include("zhupei.desks.support.urls")),
]
if settings.TECHNICAL_DOOR:
    urlpatterns.append(path("technical/", admin.site.urls))
if settings.DEMONSTRATION:
    urlpatterns.append(path("demo/", include("zhupei.world.pages.urls")))

handler400 = "zhupei.desks.shared.errors.bad_request"
handler403 = "zhupei.desks.shared.errors.forbidden"
handler404 = "zhupei.desks.shared.errors.not_found"
handler500 = "zhupei.desks.shared.errors.server_error"
