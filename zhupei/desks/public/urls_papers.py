"""The addresses that papers carry in their QR codes."""

from django.urls import path

from zhupei.desks.public.views import paper_check

urlpatterns = [
    path("paper/<str:code>/", paper_check.paper_check, name="paper_check"),
    # On application forms that were printed before there were other papers.
    path("form/<str:code>/", paper_check.paper_check, name="form_check"),
]
