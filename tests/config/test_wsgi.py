"""An address that has been found once is found again without looking; one with something in it is always looked for."""

from collections import Counter

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from zhupei.config.wsgi import Handler

FIXED, WITH_PART = "/me/dossier/basics/", "/plan/3c4e7bd9-8ac0-5cd1-98ec-d15cf11b6149/"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    look = WSGIHandler.resolve_request

    def counting(self: WSGIHandler, request: HttpRequest) -> object:
        counted[request.path_info] += 1
        return look(self, request)

    monkeypatch.setattr(WSGIHandler, "resolve_request", counting)
    return counted


def test_what_is_found_is_what_django_finds(looked: Counter[str]) -> None:
    handler = Handler()

    for address in 3 * (FIXED, WITH_PART, "/"):
        request = RequestFactory().get(address)
        match, own = handler.resolve_request(request), resolve(address)
        assert (match.func, match.kwargs, match.view_name) == (own.func, own.kwargs, own.view_name)
        assert request.resolver_match is match

    assert looked == {FIXED: 1, WITH_PART: 3, "/": 1}


def test_an_unknown_address_stays_unknown(looked: Counter[str]) -> None:
    handler = Handler()

    for _ in range(2):
        with pytest.raises(Http404):
            handler.resolve_request(RequestFactory().get("/me/nowhere/"))

    assert handler.fixed == {}
