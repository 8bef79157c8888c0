"""Nobody's browser keeps a private answer: page, redirect, download, JSON, error, whoever asks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.access.table import TABLE
from tests.access.test_table import Scene
from zhupei.desks.public.frame import DESK as PUBLIC

ASKING = ("anonymous", "applicant", "reviewer", "administrator", "province", "system", "security", "audit", "technical")
KEPT = {f"public:{name}" for name in PUBLIC.kept}
METHODS = ("GET", "POST", "HEAD")
ODD = ("/me/nowhere/", "/me", "/me/choices", "/base/x/", "/technical/", "/technical/applications/version/", "/nowhere/")


@pytest.mark.django_db
@pytest.mark.slow
def test_no_private_answer_is_kept() -> None:
    scene = Scene()
    kept = [fault for role in ASKING for fault in kept_answers(scene, role)]
    assert kept == []


def kept_answers(scene: Scene, role: str) -> Iterator[str]:
    client = scene.client(role)
    addresses = [(name, reverse(name, kwargs=filled(scene, row.about)), row) for name, row in TABLE.items()]
    for name, address, row in addresses:
        if role == "anonymous" and name in KEPT:
            continue
        for method in METHODS if role in ("anonymous", "applicant", "reviewer") else (row.method,):
            with transaction.atomic():
                answer = client.generic(method, address, **asked(method, scene, row.body))
                transaction.set_rollback(True)
            if not unkept(answer):
                yield f"{role} {method} {name} ({answer.status_code})"
            if name == "public:logout":
                client = scene.client(role)
    for address in ODD:
        answer = client.get(address)
        if not unkept(answer):
            yield f"{role} {address} ({answer.status_code})"


def filled(scene: Scene, about: dict[str, str]) -> dict[str, Any]:
    return {key: scene.objects[value] for key, value in about.items()}


def asked(method: str, scene: Scene, body: dict[str, str]) -> dict[str, Any]:
    if method != "POST":
        return {}
    return {
        "data": "&".join(f"{key}={scene.objects[value]}" for key, value in body.items()),
        "content_type": "application/x-www-form-urlencoded",
    }


def unkept(answer: Any) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_a_refused_post_is_not_kept_either() -> None:
    scene = Scene()
    strict = Client(enforce_csrf_checks=True)
    factories.login(strict, scene.people["applicant"])
    answer = strict.post("/me/choices/", {"move": "save"})
    assert answer.status_code == 403 and unkept(answer)


@pytest.mark.django_db
def test_what_is_everybodys_may_be_kept_by_a_stranger_and_not_by_who_is_signed_in() -> None:
    scene = Scene()
    assert not unkept(scene.client("anonymous").get("/plan/"))
    assert unkept(scene.client("applicant").get("/plan/"))
