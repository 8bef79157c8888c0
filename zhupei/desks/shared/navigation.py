"""The menu of each desk; the words are the manual's."""

from dataclasses import dataclass

from django.http import HttpRequest

from zhupei.desks.shared.addresses import url_or_none


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool
    count: int | None = None


MENUS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    # desk: (label, view name, other view names under the same entry)
    "public": (
        ("首页", "public:home", ()),
        ("招录计划", "public:plan", ("plan_base",)),
        ("公告", "public:announcements", ("announcement",)),
        ("报名流程", "public:procedure", ()),
    ),
    "applicant": (
        ("我的报名", "applicant:home", ()),
        (
            "个人信息",
            "applicant:dossier",
            ("basics", "educations", "education", "employments", "licence", "documents"),
        ),
        ("志愿填报", "applicant:choices", ("check", "submission", "receipt")),
        ("招收查询", "applicant:progress", ("form", "correction")),
        ("消息", "applicant:notices", ()),
    ),
}


def entries(request: HttpRequest) -> list[Entry]:
    """The menu of the desk on which the request is."""
    match = request.resolver_match
    if match is None:
        return []
    found = []
    for label, view, others in MENUS.get(match.namespace, ()):
        url = url_or_none(view)
        if url is None:
            continue
        name = view.split(":")[1]
        current = match.namespace == view.split(":")[0] and match.url_name in (name, *others)
        found.append(Entry(label, url, current))
    return found
