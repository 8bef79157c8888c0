"""Telling people that registration has been extended: a slice of them in each job, nobody twice."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications import concerned_queries, lock_queries, notices, states
from zhupei.applications.models import Application
from zhupei.approvals import states as motion_states
from zhupei.approvals.models import Motion
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.kernel import jobs, locks, writes

TELL_PEOPLE, TELL_STAFF = "applications.tell_people", "applications.tell_staff"
MOVE_CORRECTION = "applications.move_correction"
SLICE = 200


def begin_telling(motion_id: UUID) -> None:
    """In the transaction of the extension."""
    jobs.enqueue(TELL_PEOPLE, motion_id=str(motion_id), after="")
    jobs.enqueue(TELL_STAFF, motion_id=str(motion_id))


@locks.action
def tell_people(*, motion_id: UUID, after: str, at: datetime) -> int:
    """The next slice after this person, and a job for those that follow; returns how many were looked at.

    What each is told is decided by how far he has come now. A job that runs again finds its people told.
    """
    motion = _confirmed(motion_id)
    round_ = Round.objects.select_related("cycle").get(pk=motion.subject_id)
    path = notices.announcement_path(motion.pk)
    found = concerned_queries.to_tell(round_.cycle, notices.EXTENDED, path, motion.decision.at, after, SLICE)
    if not found:
        return 0
    registration = cycles.stage(round_, Stage.Kind.REGISTRATION)
    assert registration is not None
    in_cycle = _by_person(found, round_)
    for person in found:
        _tell(person, in_cycle.get(person.pk, []), motion, registration, at)
    jobs.enqueue(TELL_PEOPLE, motion_id=str(motion.pk), after=str(found[-1].pk))
    return len(found)


@locks.action
def move_correction(*, application_id: UUID, motion_id: UUID, at: datetime) -> bool:
    """Whoever corrects a returned application has at least until the new end of registration, and is told so."""
    application = lock_queries.locked(application_id)
    window = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    until = application.correction_until
    if application.state != states.RETURNED or window is None or (until is not None and window.window.is_over(until)):
        return False
    application.correction_until = window.closes
    writes.update(application, ("correction_until",))
    notices.correction_extended(application, motion_id, at)
    return True


@locks.action
def tell_staff(*, motion_id: UUID, at: datetime) -> int:
    """Who works for a base, if the end of the review has moved; by SMS, for their desks have no inbox."""
    motion = _confirmed(motion_id)
    review = cycles.stage(Round(pk=UUID(motion.subject_id)), Stage.Kind.REVIEW)
    if review is None or review.window.is_over(at):
        return 0
    people = list(concerned_queries.staff_to_tell(notices.REVIEW_EXTENDED, motion.decision.at))
    for person in people:
        notices.review_extended(person, review, at)
    return len(people)


def _confirmed(motion_id: UUID) -> Motion:
    found = Motion.objects.select_related("decision").filter(state=motion_states.CONFIRMED)
    return found.get(pk=motion_id)


def _by_person(people: Sequence[User], round_: Round) -> dict[UUID, list[Application]]:
    found: dict[UUID, list[Application]] = {}
    for application in concerned_queries.in_cycle(people, round_.cycle_id):
        found.setdefault(application.person_id, []).append(application)
    return found


def _tell(person: User, own: list[Application], motion: Motion, registration: Stage, at: datetime) -> None:
    """Nothing to those who are through: rejected, given up, or in force in another round."""
    here = next((each for each in own if str(each.round_id) == motion.subject_id), None)
    elsewhere = any(each.state in states.IN_FORCE for each in own if each is not here)
    if here is not None and here.state == states.RETURNED:
        jobs.enqueue(MOVE_CORRECTION, application_id=str(here.pk), motion_id=str(motion.pk))
    elif here is not None and here.state in states.WITH_BASE:
        notices.extended_for_the_submitted(person, registration, motion.pk, at)
    elif not elsewhere and (here is None or here.state == states.DRAFT):
        notices.extended(person, registration, motion.pk, at)
