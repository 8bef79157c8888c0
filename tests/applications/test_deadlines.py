"""The deadline itself, through the actions: one microsecond decides, and who was late has that on record."""

from datetime import datetime, timedelta

import pytest

from tests import applicants
from tests.applications.given import MOMENT
from tests.world_small import AT, CLOSES, EXAM, OPENS, REVIEW_CLOSES, World
from zhupei.applications import actions, queries, states
from zhupei.applications.models import RefusedAttempt, Transition, Version
from zhupei.applications.tasks import UNDER_WAY, lapse
from zhupei.kernel import clock
from zhupei.notifications.models import Notice

HOURS = timedelta(hours=1)
LATE_RETURN = CLOSES - 10 * HOURS
UNTIL = LATE_RETURN + 48 * HOURS


@pytest.fixture
def late(world: World) -> applicants.WorldApplicant:
    """Returned ten hours before the end: there are 48 hours for the correction."""
    submitted = applicants.submitted(world)
    applicants.send_back(submitted, at=LATE_RETURN)
    return submitted


def test_the_last_microsecond_counts(world: World) -> None:
    ready = applicants.ready(world)
    version = applicants.submit(ready, CLOSES - MOMENT)
    assert version.received_at == CLOSES - MOMENT and not RefusedAttempt.objects.exists()


@pytest.mark.parametrize("at", [CLOSES, CLOSES + MOMENT, CLOSES + timedelta(days=1)])
def test_too_late_leaves_evidence_and_nothing_else(world: World, at: datetime) -> None:
    ready = applicants.ready(world)
    left_out = ["accounts_verificationcode", "applications_refusedattempt"]
    before = applicants.dump(left_out)
    assert applicants.refused(applicants.submit, ready, at) == "window:closed"
    attempt = RefusedAttempt.objects.get()
    assert (attempt.person, attempt.round, attempt.verb) == (ready.person, world.first, "submit")
    assert (attempt.code, attempt.received_at, attempt.closes) == ("window:closed", at, CLOSES)
    assert applicants.dump(left_out) == before
    assert not Version.objects.exists() and ready.reloaded().state == states.DRAFT


def test_every_late_attempt_is_kept(world: World) -> None:
    ready = applicants.ready(world)
    for n in range(3):
        applicants.refused(applicants.submit, ready, CLOSES + n * HOURS)
    assert RefusedAttempt.objects.count() == 3


def test_too_early_or_incomplete_is_no_late_attempt(world: World) -> None:
    ready = applicants.ready(world, adjustment=None)
    assert applicants.refused(applicants.submit, ready, OPENS - MOMENT) == "window:not-yet"
    assert applicants.refused(applicants.submit, ready, OPENS) == "adjustment:unanswered"
    assert not RefusedAttempt.objects.exists()


def test_a_return_near_the_end_gives_48_hours(late: applicants.WorldApplicant) -> None:
    assert late.reloaded().correction_until == UNTIL > CLOSES
    first = late.application.version
    applicants.upload(late.world, late.person, "portrait", seed=2)
    version = applicants.submit(late, UNTIL - MOMENT)
    assert (version.ordinal, version.grace_until, late.reloaded().state) == (2, UNTIL, states.SUBMITTED)
    assert first is not None and first.grace_until is None
    assert Transition.objects.latest("pk").verb == "resubmit"


def test_after_the_grace_a_correction_is_too_late(late: applicants.WorldApplicant) -> None:
    assert applicants.refused(applicants.submit, late, UNTIL) == "correction:over"
    attempt = RefusedAttempt.objects.get()
    assert (attempt.verb, attempt.code, attempt.closes) == ("resubmit", "correction:over", CLOSES)
    assert late.reloaded().state == states.RETURNED and late.application.versions.count() == 1


@pytest.mark.parametrize(("at", "expected"), [(CLOSES - MOMENT, None), (CLOSES, "correction:over")])
def test_no_grace_is_the_manuals_strict_reading(world: World, at: datetime, expected: str | None) -> None:
    world.first.correction_grace = timedelta(0)
    world.first.save()
    returned = applicants.returned(world)
    assert returned.reloaded().correction_until == CLOSES
    if expected:
        assert applicants.refused(applicants.submit, returned, at) == expected
    else:
        assert applicants.submit(returned, at).grace_until == CLOSES


def test_withdrawing_ends_with_registration(world: World) -> None:
    first, second = applicants.submitted(world), applicants.submitted(world)
    applicants.withdraw(first, CLOSES - MOMENT)
    assert applicants.refused(applicants.withdraw, second, CLOSES) == "window:closed"
    assert (first.reloaded().state, second.reloaded().state) == (states.DRAFT, states.SUBMITTED)


def test_giving_up_begins_where_withdrawing_ends(world: World) -> None:
    submitted = applicants.submitted(world)
    assert applicants.refused(applicants.give_up, submitted, CLOSES - MOMENT) == "give-up:open"
    applicants.give_up(submitted, CLOSES)
    assert submitted.reloaded().state == states.GIVEN_UP


def test_reviewing_ends_with_the_review(world: World) -> None:
    first, second = applicants.submitted(world), applicants.submitted(world)
    for act in (applicants.send_back, applicants.approve, applicants.reject):
        assert applicants.refused(act, second, at=REVIEW_CLOSES) == "window:closed"
    applicants.approve(first, at=REVIEW_CLOSES - MOMENT)
    assert (first.reloaded().state, second.reloaded().state) == (states.APPROVED, states.SUBMITTED)


def test_revoking_ends_with_the_exam(world: World) -> None:
    first, second = applicants.approved(world), applicants.approved(world)
    applicants.revoke(first, at=EXAM - MOMENT)
    assert applicants.refused(applicants.revoke, second, at=EXAM) == "revoke:exam"
    assert (first.reloaded().state, second.reloaded().state) == (states.SUBMITTED, states.APPROVED)


def test_a_round_whose_dates_are_not_known_takes_nothing(world: World) -> None:
    submitted, ready = applicants.submitted(world), applicants.ready(world)
    world.stage("registration").delete()
    assert applicants.refused(applicants.submit, ready, AT) == "window:none"
    assert applicants.refused(applicants.withdraw, submitted, AT) == "window:none"


@pytest.mark.parametrize(("at", "lapsed"), [(UNTIL - MOMENT, False), (UNTIL, True)])
def test_the_clock_ends_a_correction(late: applicants.WorldApplicant, at: datetime, lapsed: bool) -> None:
    for _ in range(2):
        actions.lapse(application_id=late.application.pk, at=at)
    assert late.reloaded().state == (states.REJECTED if lapsed else states.RETURNED)
    last = Transition.objects.latest("pk")
    assert (last.verb == "lapse") is lapsed
    assert Notice.objects.filter(kind="application.lapsed").count() == int(lapsed)
    if lapsed:
        assert (last.actor, last.role, last.at, last.event.actor_id) == (None, "clock", at, "")


@pytest.mark.parametrize(("wait", "lapsed"), [(timedelta(0), False), (UNDER_WAY - MOMENT, False), (UNDER_WAY, True)])
def test_the_job_leaves_time_for_what_is_under_way(
    late: applicants.WorldApplicant, wait: timedelta, lapsed: bool
) -> None:
    """A resubmission that reached the server in time is not overtaken by the minute's job."""
    clock.freeze(UNTIL + wait)
    lapse(timestamp=0)
    assert (late.reloaded().state == states.REJECTED) is lapsed
    if not lapsed:
        assert applicants.submit(late, UNTIL - MOMENT).ordinal == 2


def test_the_job_leaves_others_alone(late: applicants.WorldApplicant) -> None:
    others = [applicants.submitted(late.world), applicants.returned(late.world), applicants.approved(late.world)]
    stage = late.world.stage("registration")
    clock.freeze(UNTIL + UNDER_WAY)
    assert list(queries.overdue_corrections(UNTIL)) != []
    stage.closes = UNTIL + timedelta(days=1)
    stage.save()
    lapse(timestamp=0)
    assert late.reloaded().state == states.RETURNED, "the window has been extended"
    assert [each.reloaded().state for each in others] == ["submitted", "returned", "approved"]


def test_a_correction_that_arrives_after_the_review_can_still_be_decided_but_not_returned(world: World) -> None:
    late = applicants.submitted(world)
    applicants.send_back(late, at=REVIEW_CLOSES - MOMENT)
    until = late.reloaded().correction_until
    assert until == REVIEW_CLOSES - MOMENT + world.first.correction_grace
    applicants.submit(late, at=until - MOMENT)
    assert applicants.refused(applicants.send_back, late, at=until) == "window:closed"
    over = until + world.first.correction_grace
    for act in (applicants.approve, applicants.reject):
        assert applicants.refused(act, late, at=over) == "window:closed"
    applicants.approve(late, at=over - MOMENT)
    assert late.reloaded().state == states.APPROVED
