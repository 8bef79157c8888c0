"""The desk of the province (省级工作台)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, Item, offices
from zhupei.desks.shared.guards import staff_required
from zhupei.desks.shared.navigation import Entry

DESK = Desk(
    namespace="province",
    name="省级工作台",
    template="desk.html",
    guard=staff_required,
    roles=(Post.Role.PROVINCE,),
    menu=(
        Item("概况", "province:home"),
        Item("指定学员名单", "province:designated", under=("import", "import_confirmation")),
        Item("基地工作人员", "province:invitations"),
        Item("照片和材料检查", "province:picture_checks"),
        Item("技术支持办理记录", "support:history"),
        Item("招录计划", "public:plan"),
    ),
    role=offices,
)

MENU = (
    ("概况", "province:home"),
    ("指定学员名单", "province:designated"),
    ("基地工作人员", "province:invitations"),
    ("照片和材料检查", "province:picture_checks"),
    ("技术支持办理记录", "support:history"),
)


def page(
    request: HttpRequest, template: str, at: datetime, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    match = request.resolver_match
    here = match.view_name if match else ""
    frame = {
        "desk_name": "省级工作台",
        "desk_url": reverse("province:home"),
        "nav": [
            *(Entry(label, reverse(view), here == view) for label, view in MENU),
            Entry("招录计划", reverse("public:plan"), False),
        ],
        "me": {"name": request.user.get_full_name(), "masked": "", "role": "省级管理员", "links": []},
        "server_now": at,
    }
    return render(request, template, {**frame, **context}, status=status)
