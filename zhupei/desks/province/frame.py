"""What every page of the province desk shows."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhupei.desks.shared.navigation import Entry

MENU = (
    # label, view name, other view names under the same entry
    ("概况", "province:home", ("motion", "confirmation", "refusal", "withdrawal")),
    ("日程", "province:calendar", ("extending",)),
    ("设置", "province:settings", ("setting", "differences", "changes")),
    ("基地工作人员", "province:invitations", ()),
    ("技术支持办理记录", "support:history", ()),
)


def page(
    request: HttpRequest, template: str, at: datetime, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    match = request.resolver_match
    here = match.url_name if match and match.namespace == "province" else ""
    frame = {
        "desk_name": "省级工作台",
        "desk_url": reverse("province:home"),
        "nav": [
            *(
                Entry(label, reverse(view), here in (view.removeprefix("province:"), *others))
                for label, view, others in MENU
            ),
            Entry("招录计划", reverse("public:plan"), False),
        ],
        "me": {"name": request.user.get_full_name(), "masked": "", "role": "省级管理员", "links": []},
        "server_now": at,
    }
    return render(request, template, {**frame, **context}, status=status)
