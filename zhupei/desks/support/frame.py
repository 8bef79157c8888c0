"""What every page of the support desk shows."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhupei.accounts import rules
from zhupei.accounts.models import Post
from zhupei.desks.shared.guards import posts_of
from zhupei.desks.shared.navigation import Entry

MENU = (
    # label, view name, other view names under the same entry
    ("查找与办理", "support:home", ("look_ups", "account", "proposing", "motion")),
    ("办理记录", "support:history", ()),
)


# Who looks over the desk's shoulder, and the desk he comes from.
LOOKERS = (
    (Post.Role.SECURITY, "回到监督工作台", "oversight:home"),
    (Post.Role.PROVINCE, "回到省级工作台", "province:home"),
)


def page(
    request: HttpRequest, template: str, at: datetime, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    posts = posts_of(request)
    at_the_desk = Post.Role.SUPPORT in posts
    match = request.resolver_match
    here = match.url_name if match else ""
    menu = [entry for entry in MENU if at_the_desk or entry[1] == "support:history"]
    frame = {
        "desk_name": "技术支持工作台",
        "desk_url": reverse("support:home" if at_the_desk else "support:history"),
        "nav": [
            *(Entry(label, reverse(view), False) for office, label, view in LOOKERS if office in posts),
            *(
                Entry(label, reverse(view), here in (view.removeprefix("support:"), *others))
                for label, view, others in menu
            ),
        ],
        "me": {
            "name": request.user.get_full_name(),
            "masked": "",
            "role": "、".join(rules.role_label(role) for role in sorted(posts)),
            "links": [],
        },
        "server_now": at,
        "at_the_desk": at_the_desk,
    }
    return render(request, template, {**frame, **context}, status=status)
