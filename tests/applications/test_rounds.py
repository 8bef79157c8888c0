"""One application in force per person and cycle, and what the first round leaves for the second."""

import pytest
from django.db import IntegrityError, transaction

from tests import applicants
from tests.world_small import SECOND_OPENS, World
from zhupei.applications import actions, queries, states
from zhupei.applications.models import Application
from zhupei.cycles.models import PlanLine
from zhupei.kernel import clock


def second_draft(first: applicants.WorldApplicant) -> applicants.WorldApplicant:
    """The same person's draft of the supplementary round, on its first day."""
    world = first.world
    clock.freeze(SECOND_OPENS)
    line = PlanLine.objects.get(round=world.second)
    application = actions.open_draft(
        actor=first.person, round_=world.second, track="western", kind="residency", at=SECOND_OPENS
    )
    second = applicants.WorldApplicant(world, first.person, application)
    applicants.arrange(second, [line])
    return second


@pytest.mark.parametrize("left", ["a draft", "a withdrawn one", "a rejected one", "one given up"])
def test_what_is_not_in_force_does_not_stand_in_the_way(world: World, left: str) -> None:
    first = applicants.ready(world) if left == "a draft" else applicants.submitted(world)
    if left == "a withdrawn one":
        applicants.withdraw(first)
    elif left == "a rejected one":
        applicants.reject(first)
    elif left == "one given up":
        applicants.give_up(first, world.stage("registration").closes)
    second = second_draft(first)
    version = applicants.submit(second)
    assert version.receipt_number.startswith("2026-W2-") and version.ordinal == 1
    assert first.reloaded().state != states.SUBMITTED and second.reloaded().state == states.SUBMITTED


@pytest.mark.parametrize("state", ["submitted", "returned", "approved"])
def test_nobody_applies_twice_in_a_cycle(world: World, state: str) -> None:
    first = getattr(applicants, state)(world)
    assert applicants.refused(second_draft, first) == "application:live"
    assert queries.in_force_elsewhere(first.person, world.second) == "第 1 批次"
    assert queries.in_force_elsewhere(first.person, world.first) == ""
    assert Application.objects.count() == 1


def test_the_first_is_judged_again_when_the_second_is_submitted(world: World) -> None:
    """Both were drafts when the second was opened; meanwhile the first has been submitted."""
    first = applicants.ready(world)
    second = second_draft(first)
    clock.freeze(world.stage("registration").opens)
    applicants.submit(first)
    clock.freeze(SECOND_OPENS)
    assert applicants.refused(applicants.submit, second) == "application:live"


def test_the_database_enforces_it_whoever_writes(world: World) -> None:
    first = applicants.ready(world)
    second = second_draft(first)
    Application.objects.filter(pk=first.application.pk).update(number="1", version=None)
    clock.freeze(world.stage("registration").opens)
    applicants.submit(first)
    version = first.reloaded().version
    with pytest.raises(IntegrityError, match="applications_one_live_per_cycle"), transaction.atomic():
        Application.objects.filter(pk=second.application.pk).update(state="submitted", number="2", version=version)
    with pytest.raises(IntegrityError, match="applications_submitted_has_version"), transaction.atomic():
        Application.objects.filter(pk=second.application.pk).update(state="rejected")


def test_the_dossier_is_carried_over(world: World) -> None:
    first = applicants.submitted(world)
    applicants.withdraw(first)
    second = second_draft(first)
    version = applicants.submit(second)
    before = first.application.versions.get()
    digests = [set(v.documents.values_list("slot", "digest")) for v in (before, version)]
    assert digests[0] == digests[1] and version.application_id != before.application_id
