"""The check page of a printed form: genuine or not, in force or not, a masked name and nothing else."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast as acts
from tests import factories, world_small
from tests.cast import Cast
from tests.desks.base.desk import words
from tests.world_small import World
from zhupei.applications import queries
from zhupei.applications.models import Version
from zhupei.desks.public.views.form_check import WRONG_CODES
from zhupei.kernel import clock


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def submitted(world: World) -> Cast:
    return acts.submitted(world)


def address(version_id: object) -> str:
    return reverse("public:form_check", args=[queries.code_of(Version.objects.get(pk=version_id))])


def test_a_genuine_paper_tells_no_more_than_it_must(client: Client, submitted: Cast) -> None:
    answer = client.get(address(submitted.version_id))
    page = words(answer)
    assert answer.status_code == 200
    assert "报名表有效" in page and "和*远" in page and "版本 1" in page
    for secret in (
        "和志远",
        submitted.person.document_number.plain(),
        submitted.person.document_number.masked(),
        submitted.person.phone.masked(),
        submitted.world.a.name,
        "内科",
        "工作台",
    ):
        assert secret not in page, secret


def test_an_older_version_and_a_withdrawn_one_are_no_longer_in_force(client: Client, submitted: Cast) -> None:
    old = submitted.version_id
    acts.send_back(submitted)
    acts.submit(submitted)
    assert "报名表已失效" in words(client.get(address(old)))
    newest = submitted.version_id
    assert "报名表有效" in words(client.get(address(newest)))
    acts.withdraw(submitted)
    assert "报名表已失效" in words(client.get(address(newest)))


def test_a_rejected_application_is_not_in_force(client: Client, submitted: Cast) -> None:
    acts.reject(submitted)
    assert "报名表已失效" in words(client.get(address(submitted.version_id)))


@pytest.mark.parametrize("code", ["x", "2026-W1-000001-1.AAAAAAAAAAAA", "𠮷", "%00", "." * 300])
def test_anything_else_was_not_printed_here(client: Client, submitted: Cast, code: str) -> None:
    answer = client.get(f"/form/{code}/")
    assert answer.status_code == 404
    assert "不是本系统打印的报名表" in words(answer)


def test_guessing_is_slowed_down_and_right_codes_are_not(client: Client, submitted: Cast) -> None:
    for _ in range(WRONG_CODES.most + 5):
        assert client.get(address(submitted.version_id)).status_code == 200
    for _ in range(WRONG_CODES.most):
        assert client.get("/form/x.y/").status_code == 404
    answer = client.get("/form/x.y/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert client.get("/form/x.y/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_only_members_of_the_base_find_the_way_to_the_desk(submitted: Cast) -> None:
    world, desk = submitted.world, "到基地工作台核验"
    member = factories.login(Client(), world.reviewer)
    page = member.get(address(submitted.version_id))
    assert reverse("base:onsite_check", args=[world.a.pk, submitted.version_id]) in page.content.decode()
    for stranger in (factories.staff("reviewer", world.b), factories.staff("province"), submitted.person):
        assert desk not in words(factories.login(Client(), stranger).get(address(submitted.version_id)))
