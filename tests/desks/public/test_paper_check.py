"""The check page of every paper: genuine or not, in force or not, a masked name and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import applicants as acts
from tests import factories, world_small
from tests.applicants import WorldApplicant
from tests.desks.base.desk import words
from tests.world_small import World
from zhupei.applications.models import Version
from zhupei.applications.printed import code_of
from zhupei.desks.public.views.paper_check import WRONG_CODES
from zhupei.kernel import clock, printed
from zhupei.kernel.crypto import codes


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def submitted(world: World) -> WorldApplicant:
    return acts.submitted(world)


def address(version_id: object) -> str:
    return reverse("public:paper_check", args=[code_of(Version.objects.get(pk=version_id))])


def test_a_genuine_paper_tells_no_more_than_it_must(client: Client, submitted: WorldApplicant) -> None:
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


def test_an_older_version_and_a_withdrawn_one_are_no_longer_in_force(client: Client, submitted: WorldApplicant) -> None:
    old = submitted.version_id
    acts.send_back(submitted)
    acts.submit(submitted)
    assert "报名表已失效" in words(client.get(address(old)))
    newest = submitted.version_id
    assert "报名表有效" in words(client.get(address(newest)))
    acts.withdraw(submitted)
    assert "报名表已失效" in words(client.get(address(newest)))


def test_a_rejected_application_is_not_in_force(client: Client, submitted: WorldApplicant) -> None:
    acts.reject(submitted)
    assert "报名表已失效" in words(client.get(address(submitted.version_id)))


@pytest.mark.parametrize("code", ["x", "2026-W1-000001-1.AAAAAAAAAAAA", "𠮷", "%00", "." * 300])
def test_anything_else_was_not_printed_here(client: Client, submitted: WorldApplicant, code: str) -> None:
    answer = client.get(f"/paper/{code}/")
    assert answer.status_code == 404
    assert "不是本系统打印的文件" in words(answer)


def test_guessing_is_slowed_down_and_right_codes_are_not(client: Client, submitted: WorldApplicant) -> None:
    for _ in range(WRONG_CODES.most + 5):
        assert client.get(address(submitted.version_id)).status_code == 200
    for _ in range(WRONG_CODES.most):
        assert client.get("/paper/x.y/").status_code == 404
    answer = client.get("/paper/x.y/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert client.get("/paper/x.y/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_only_members_of_the_base_find_the_way_to_the_desk(submitted: WorldApplicant) -> None:
    world, desk = submitted.world, "到基地工作台核验"
    member = factories.login(Client(), world.reviewer)
    page = member.get(address(submitted.version_id))
    assert reverse("base:onsite_check", args=[world.a.pk, submitted.version_id]) in page.content.decode()
    for stranger in (factories.staff("reviewer", world.b), factories.staff("province"), submitted.person):
        assert desk not in words(factories.login(Client(), stranger).get(address(submitted.version_id)))


def test_forms_printed_before_there_were_other_papers_are_still_known(
    client: Client, submitted: WorldApplicant
) -> None:
    version = Version.objects.get(pk=submitted.version_id)
    code = codes.sign("form", version.receipt_number)

    for address in (f"/form/{code}/", f"/paper/{code}/", f"/form/{code.lower()}/", f"/form/{code_of(version)}/"):
        answer = client.get(address)
        assert answer.status_code == 200 and "报名表有效" in words(answer), address


def test_a_code_says_what_it_is_a_code_of(submitted: WorldApplicant) -> None:
    number = Version.objects.get(pk=submitted.version_id).receipt_number
    code = printed.code("F", number)
    assert printed.find(code) is not None

    forged = [
        code.replace("F-", "T-", 1),
        printed.code("T", number),
        code.removeprefix("F-"),
        codes.sign("form", f"F-{number}"),
        codes.sign("paper", number),
    ]

    assert [printed.find(each) for each in forged] == [None] * len(forged)


TICKETS = {"00421": "和志远"}


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another kind of paper, as a later stage will offer one."""
    monkeypatch.setattr(printed, "_kinds", dict(printed.known()))
    printed.register(
        printed.PaperKind(
            mark="T",
            name="准考证",
            find=TICKETS.get,
            validity=lambda name: printed.Validity(False, "考场已重新编排，请以新的准考证为准。", (("考生", name[0]),)),
        )
    )


def test_another_kind_of_paper_is_answered_by_the_same_page(
    client: Client, submitted: WorldApplicant, tickets: None
) -> None:
    page = words(client.get(f"/paper/{printed.code('T', '00421')}/"))

    assert "准考证已失效" in page and "考场已重新编排" in page and "考生 和" in page
    assert "报名表" not in page
    assert client.get(f"/paper/{printed.code('T', '00422')}/").status_code == 404
    assert client.get(f"/paper/{printed.code('F', '00421')}/").status_code == 404


@pytest.mark.parametrize("mark", ["F", "f", "FF", "", "1", "甲"])
def test_a_mark_is_one_capital_letter_of_one_kind(mark: str, tickets: None) -> None:
    with pytest.raises(ValueError, match="cannot be marked"):
        printed.register(printed.PaperKind(mark=mark, name="x", find=TICKETS.get, validity=lambda name: name))


def test_the_address_in_the_code_is_the_check_page(client: Client, submitted: WorldApplicant, settings: Any) -> None:
    settings.PUBLIC_URL = "https://zhupei.example"
    code = code_of(Version.objects.get(pk=submitted.version_id))

    assert printed.address(code) == "https://zhupei.example" + address(submitted.version_id)
    settings.PUBLIC_URL = ""
    assert printed.address(code) == ""
