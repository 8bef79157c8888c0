"""One description of a desk: the menu as each person sees it, where its name leads, who enters, what is kept."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from tests import factories
from zhupei.accounts.models import Post
from zhupei.desks.shared.frame import Desk, MenuItem, desk_of, holds
from zhupei.desks.shared.guards import View

SECURITY, PROVINCE, SUPPORT = Post.Role.SECURITY, Post.Role.PROVINCE, Post.Role.SUPPORT


def guard(*roles: str) -> Any:
    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.role not in roles:  # type: ignore[attr-defined]
                raise Http404
            return view(request, **arguments)

        return guarded

    return decorate


DESK = Desk(
    namespace="support",
    name=lambda request: "技术支持工作台",
    template="desk.html",
    guard=guard,
    roles=(SUPPORT,),
    menu=(
        MenuItem("回到监督工作台", "oversight:home", seen=holds(SECURITY)),
        MenuItem("查找与办理", "support:home", under=("account", "motion"), seen=holds(SUPPORT), count="waiting"),
        MenuItem("办理记录", "support:history"),
    ),
)


def at(address: str, *posts: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    request.posts = set(posts)  # type: ignore[attr-defined]
    return request


def menu(request: HttpRequest, **shown: Any) -> list[tuple[str, bool, int | None]]:
    return [(entry.label, entry.current, entry.count) for entry in DESK._frame(request, shown)["nav"]]


def test_everybody_sees_his_own_menu_and_where_he_is() -> None:
    motion = "/support/motions/00000000-0000-0000-0000-000000000000/"

    assert menu(at(motion, SUPPORT), waiting=3) == [("查找与办理", True, 3), ("办理记录", False, None)]
    assert menu(at("/support/history/", SECURITY)) == [("回到监督工作台", False, None), ("办理记录", True, None)]


def test_the_name_leads_to_the_first_page_of_this_desk_that_one_may_see() -> None:
    assert DESK._frame(at("/support/", SUPPORT), {})["desk_url"] == "/support/"
    assert DESK._frame(at("/support/history/", SECURITY), {})["desk_url"] == "/support/history/"


@pytest.mark.parametrize(
    ("roles", "role", "enters"), [((), SUPPORT, True), ((), PROVINCE, False), ((PROVINCE,), PROVINCE, True)]
)
def test_the_guard_is_for_the_usual_roles_or_for_those_named(roles: tuple[str, ...], role: str, enters: bool) -> None:
    @DESK.enter(*roles)
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("entered")

    request: Any = SimpleNamespace(role=role)
    if enters:
        assert page(request).content == b"entered"
    else:
        with pytest.raises(Http404):
            page(request)


def test_a_request_knows_the_desk_of_its_view() -> None:
    found = desk_of(at("/support/history/", SUPPORT))

    assert found is not None and found.name == "技术支持工作台"
    assert desk_of(at("/healthz")) is None


@pytest.mark.django_db
def test_a_page_of_the_desk_stands_in_its_frame_and_is_kept_nowhere(client: Client) -> None:
    factories.login(client, factories.staff("support", name="杨春燕"))

    page = client.get("/support/history/")

    text = page.content.decode()
    assert "技术支持工作台" in text and "杨春燕" in text and 'aria-current="page">办理记录' in text.replace("\n", "")
    assert "no-store" in page["Cache-Control"]
