"""What of the dossier may be edited while an application stands, asked by the dossier's own actions."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import applicants
from tests.world_small import SECOND_OPENS, World, later
from zhupei.applications import editing_queries, rules, states
from zhupei.cycles.models import Cycle, Round, Stage
from zhupei.dossiers import actions
from zhupei.dossiers.models import Document, Dossier
from zhupei.kernel import clock
from zhupei.kernel.prepared import counted
from zhupei.world.drawn import portrait_variant

pytestmark = pytest.mark.django_db


def upload(person: applicants.WorldApplicant, slot: str, at: datetime | None = None) -> Document:
    data = portrait_variant(4)
    return actions.upload(
        actor=person.person, at=at or later(), slot=slot, name="a.jpg", data=data, round_=person.world.first
    )


def save(person: applicants.WorldApplicant, at: datetime | None = None) -> Dossier:
    return actions.save_basics(actor=person.person, at=at or later(), values={"qq": "10001"})


def test_after_approval_nothing_is_edited_but_a_promised_certificate(world: World) -> None:
    approved = applicants.approved(world)
    row = approved.person.dossier.educations.get().pk

    assert applicants.refused(save, approved) == "dossier:approved"
    assert applicants.refused(upload, approved, "portrait") == "dossier:approved"
    assert upload(approved, f"diploma:{row}").state == Document.State.RECEIVED


def test_in_a_correction_only_what_was_returned(world: World) -> None:
    returned = applicants.returned(world)

    assert applicants.refused(save, returned) == "dossier:not-returned"
    assert applicants.refused(upload, returned, "id-front") == "dossier:not-returned"
    assert upload(returned, "portrait").state == Document.State.RECEIVED
    assert upload(returned, "cet").state == Document.State.RECEIVED, "was not submitted, may be asked for now"


def test_a_returned_section_is_open_with_all_its_rows(world: World) -> None:
    submitted = applicants.submitted(world)
    applicants.send_back(submitted, items=[("education", "学历信息", "专业与证书不一致")])
    row = submitted.person.dossier.educations.get()

    actions.save_education(actor=submitted.person, at=later(), education_id=row.pk, values={"diploma_number": "105"})

    row.refresh_from_db()
    assert row.diploma_number == "105"
    assert applicants.refused(save, submitted) == "dossier:not-returned"


@pytest.mark.parametrize("stage", ["draft", "submitted", "withdrawn", "rejected"])
def test_in_every_other_state_the_dossier_is_open(world: World, stage: str) -> None:
    person = applicants.ready(world) if stage == "draft" else applicants.submitted(world)
    if stage == "withdrawn":
        applicants.withdraw(person)
    if stage == "rejected":
        applicants.reject(person)

    assert save(person).qq == "10001"


def test_the_latest_return_counts(world: World) -> None:
    person = applicants.returned(world)
    applicants.upload(world, person.person, "portrait", seed=2)
    applicants.submit(person)
    applicants.send_back(person, items=[("basics", "个人信息", "联系方式有误")])

    assert save(person).qq == "10001"
    assert applicants.refused(upload, person, "portrait") == "dossier:not-returned"


def test_an_approval_of_the_first_round_holds_in_the_second_and_not_in_the_next_cycle(world: World) -> None:
    approved = applicants.approved(world)
    next_year = SECOND_OPENS + timedelta(days=300)
    cycle = Cycle.objects.create(year=2027, name="2027 年度")
    round_ = Round.objects.create(cycle=cycle, number=1, name="第 1 批次")
    Stage.objects.create(round=round_, kind="registration", opens=next_year, closes=next_year + timedelta(days=20))

    assert applicants.refused(save, approved, SECOND_OPENS + timedelta(days=1)) == "dossier:approved"
    clock.freeze(next_year)
    assert save(approved, next_year + timedelta(hours=1)).qq == "10001"


def test_what_keeps_it_closed_is_read_on_the_way_of_the_lock(world: World) -> None:
    returned = applicants.returned(world)
    editing_queries.of_person(returned.person, world.cycle.pk)

    with counted() as first:
        applicants.refused(save, returned)

    assert first.trips <= 4, "savepoint, whether the calendar has changed, the lock with all that is asked, rollback"


@pytest.mark.parametrize(
    ("state", "item", "expected"),
    [
        (states.APPROVED, "basics", "dossier:approved"),
        (states.APPROVED, "document:degree:1", None),
        (states.RETURNED, "basics", "dossier:not-returned"),
        (states.RETURNED, "licence", None),
        (states.RETURNED, "document:portrait", "dossier:not-returned"),
        (states.RETURNED, "document:cet", None),
        (states.SUBMITTED, "basics", None),
        (states.DRAFT, "document:portrait", None),
    ],
)
def test_the_rule(state: str, item: str, expected: str | None) -> None:
    refusal: Any = rules.editing(state, item, {"licence"}, {"portrait"})

    assert (refusal and refusal.code) == expected
