"""Public pages off the shelf: the same for every stranger, with nothing of anybody on them, and never stale."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from bench.wire import watched
from tests import factories, world_small
from tests.world_small import AT, CLOSES, World
from zhupei.bases.models import Base
from zhupei.cycles.models import PlanLine
from zhupei.desks.public import shelved
from zhupei.desks.public.shelved import ShelvedPage
from zhupei.kernel import clock
from zhupei.portal.models import Announcement

TOKEN = re.compile(r'name="(?:csrf-token" content|csrfmiddlewaretoken" value)="(\w{64})"')
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelved, "_latest", (None, shelved.Shelf()))


@pytest.fixture
def world(db: None) -> World:
    world = world_small.load()
    Announcement.objects.create(title="公告", body="正文", published_at=AT - timedelta(days=1))
    return world


def pages(world: World) -> list[str]:
    notice = Announcement.objects.get()
    named = [
        reverse(f"public:{name}") for name in ("home", "plan", "announcements", "procedure", "login", "registration")
    ]
    return [*named, f"/plan/{world.a.pk}/", f"/announcements/{notice.pk}/", "/plan/?track=western&sort=seats&text="]


def stranger(page: str, **given: Any) -> HttpResponse:
    return Client(**given).get(page)


def asked(page: str, client: Client | None = None) -> int:
    """Statements of an answer: one, the clock's, is what a page off the shelf takes."""
    with watched() as traffic:
        (client or Client()).get(page)
    return traffic.statements


def shelf() -> dict[str, ShelvedPage]:
    return shelved._latest[1].sheets


def without_tokens(answer: HttpResponse) -> str:
    return TOKEN.sub("", answer.content.decode())


def headers(answer: HttpResponse) -> dict[str, str]:
    """All but the one that tells the second of the answer."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}


def test_the_second_stranger_gets_the_same_page_for_the_price_of_the_clock(world: World) -> None:
    for page in pages(world):
        first = stranger(page)
        assert page in shelf(), page
        assert asked(page) == 1
        second = stranger(page)
        assert without_tokens(second) == without_tokens(first)
        assert headers(second) == headers(first)
        assert second.resolver_match.view_name == first.resolver_match.view_name


def test_two_strangers_share_no_token_and_each_may_use_his_own(world: World) -> None:
    for page in pages(world):
        found = []
        for _ in range(3):
            client = Client(enforce_csrf_checks=True)
            answer = client.get(page)
            tokens = set(TOKEN.findall(answer.content.decode()))
            assert len(tokens) == 1
            found += [*tokens, client.cookies["csrftoken"].value]
            sent = {"mode": "dark", "next": page, "csrfmiddlewaretoken": tokens.pop()}
            assert client.post("/display/", sent).status_code == 302
        assert len(set(found)) == 6


def test_nobodys_token_stays_on_a_sheet(world: World) -> None:
    for page in pages(world):
        stranger(page)
    pieces = b"".join(piece for sheet in shelf().values() for piece in sheet.pieces)
    assert len(shelf()) == len(pages(world))
    assert shelved._TOKEN.findall(pieces) == []


@pytest.mark.parametrize("cookie", ["zhupei_session", "messages", "display", "anything"])
def test_whoever_sends_a_cookie_neither_gets_a_sheet_nor_fills_one(world: World, cookie: str) -> None:
    page = "/plan/"
    client = Client()
    client.cookies[cookie] = "mode=dark"
    client.get(page)
    assert shelf() == {}
    stranger(page)
    sheet = shelf()[page]
    shelf()[page] = sheet._replace(pieces=[b"<p>of the shelf</p>", *sheet.pieces[1:]])
    assert b"of the shelf" in stranger(page).content
    assert b"of the shelf" not in client.get(page).content


@pytest.mark.parametrize("cookie", ["track", "zhupei_device"])
def test_a_cookie_that_the_page_does_not_read_gets_a_sheet_but_fills_none(world: World, cookie: str) -> None:
    client = Client()
    client.cookies[cookie] = "tcm"
    made = client.get("/plan/")
    assert shelf() == {}
    stranger("/plan/")
    assert asked("/plan/", client) == 1
    assert without_tokens(client.get("/plan/")) == without_tokens(made) == without_tokens(stranger("/plan/"))


def test_the_login_page_reads_the_entry_that_was_chosen(world: World) -> None:
    stranger("/login/")
    client = Client()
    assert "登录 · 中医类" in client.get("/login/?track=tcm").content.decode()
    assert "登录 · 中医类" in client.get("/login/").content.decode()
    assert "登录 · 中医类" not in stranger("/login/").content.decode()
    assert list(shelf()) == ["/login/"]


def test_choices_and_messages_of_a_visitor_stay_his(world: World) -> None:
    stranger("/")
    dark = Client()
    dark.post("/display/", {"mode": "dark", "next": "/"})
    assert b'data-mode="dark"' in dark.get("/").content
    told = Client()
    request = RequestFactory().get("/")
    storage, answer = CookieStorage(request), HttpResponse()
    storage.add(20, "只给您看")
    storage.update(answer)
    told.cookies["messages"] = answer.cookies["messages"].value
    assert "只给您看" in told.get("/").content.decode()
    for answer in (stranger("/"), stranger("/")):
        assert b'data-mode="dark"' not in answer.content and "只给您看" not in answer.content.decode()


def test_somebody_signed_in_sees_his_own_page(world: World) -> None:
    stranger("/plan/")
    client, person = Client(), factories.applicant(name="和志远")
    factories.login(client, person)
    assert "和志远" in client.get("/plan/").content.decode()
    assert "和志远" not in stranger("/plan/").content.decode()


def test_a_change_of_the_province_shows_at_the_next_request(world: World) -> None:
    for page in pages(world):
        stranger(page)
    Base.objects.filter(pk=world.a.pk).update(name="新名医院")
    Announcement.objects.update(title="新公告")
    PlanLine.objects.filter(pk=world.line("0900").pk).update(seats=999)
    assert "新名医院" in stranger("/plan/").content.decode()
    assert "999" in stranger(f"/plan/{world.a.pk}/").content.decode()
    assert "新公告" in stranger("/").content.decode()
    assert "新公告" in stranger("/announcements/").content.decode()


def test_the_deadline_shows_in_its_second_and_a_moved_clock_at_once(world: World) -> None:
    for at, words in ((CLOSES - SECOND, "报名进行中"), (CLOSES, "报名已截止"), (AT, "报名进行中")):
        clock.freeze(at)
        for _ in range(2):
            assert words in stranger("/").content.decode()


def test_the_countdown_is_set_by_the_moment_of_the_request(world: World) -> None:
    clock.freeze(AT)
    stranger("/")
    sheet = shelf()["/"]
    clock.freeze(AT + 7 * SECOND)
    assert f'data-countdown-now-value="{(AT + 7 * SECOND).isoformat()}"' in stranger("/").content.decode()
    assert shelf()["/"] is sheet
    clock.freeze(AT + shelved.SECONDS * SECOND)
    stranger("/")
    assert shelf()["/"] is not sheet


def test_a_parameter_that_the_page_does_not_know_is_not_shelved(world: World) -> None:
    for page in ("/?utm=1", "/plan/?track=western&x=1", f"/plan/{world.a.pk}/?page=2", "/announcements/?text=a"):
        assert stranger(page).status_code == 200
    assert shelf() == {}


def test_a_flood_of_addresses_fills_its_own_room_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger("/procedure/")
    monkeypatch.setattr(shelved, "ROOM_ASKED", 100_000)
    shelved._latest = (None, shelved.Shelf())
    for number in range(12):
        stranger(f"/plan/?page={number}")
    held = [address for address in shelf() if "?" in address]
    assert 0 < len(held) < 12
    assert sum(shelf()[address].size for address in held) <= 100_000
    stranger("/plan/")
    assert asked("/plan/") == 1


def test_heads_posts_and_what_is_not_there_pass_by(world: World) -> None:
    assert Client().head("/").headers["X-Server-Now"]
    assert Client().post("/").status_code == 405
    assert stranger("/plan/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert shelf() == {}


@pytest.mark.parametrize("host", ["a.example", "b.example:81"])
def test_no_page_depends_on_how_the_server_is_called(world: World, host: str) -> None:
    for page in pages(world):
        assert host not in stranger(page, HTTP_HOST=host).content.decode()


def answer(content: str, **given: Any) -> HttpResponse:
    return HttpResponse(content, **given)


PAGE = f'<meta name="csrf-token" content="{"a" * 64}">'


def test_only_a_plain_page_with_one_token_becomes_a_sheet() -> None:
    assert ShelvedPage.of(answer(PAGE)) is not None
    assert ShelvedPage.of(answer(PAGE + "b" * 64)) is None
    assert ShelvedPage.of(answer("a" * 64)) is None
    assert ShelvedPage.of(answer("")) is None
    assert ShelvedPage.of(answer(PAGE, status=404)) is None
    assert ShelvedPage.of(answer(PAGE, headers={"Content-Security-Policy": "script-src 'nonce-x'"})) is None
    given = answer(PAGE)
    given.set_cookie("a", "b")
    assert ShelvedPage.of(given) is None
