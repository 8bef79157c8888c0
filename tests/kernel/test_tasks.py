"""Jobs whose worker has died: queued again, unless the same work waits already or has been begun too often."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from tests.races import together
from zhupei.kernel import jobs, working
from zhupei.kernel.tasks import revive_jobs

pytestmark = pytest.mark.django_db(transaction=True)

LOCK, ONCE = "kernel-test:1", "kernel-test:once"
ran: list[int] = []


@jobs.app.task(**jobs.QUICK, name="kernel.test_note")
def note(number: int) -> None:
    ran.append(number)


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def begun_by(worker: int | None, number: int = 1) -> ProcrastinateJob:
    """A job that `worker` is in the middle of; None is one that has been found dead and removed."""
    jobs.enqueue(note, lock=LOCK, once=ONCE, number=number)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE status = 'todo'", [worker])
    return ProcrastinateJob.objects.get(task_name=note.name, status="doing")


def worker(seconds_since_heartbeat: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_since_heartbeat],
        )
        return int(cursor.fetchone()[0])


def states() -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=note.name).order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize("silent", [None, 60])
def test_what_a_dead_worker_was_doing_is_done_by_another_in_its_turn(silent: int | None) -> None:
    begun_by(None if silent is None else worker(silent))
    jobs.enqueue(note, lock=LOCK, number=2)
    revive_jobs.func(0)
    working.drain()
    assert ran == [1, 2]


def test_a_worker_that_lives_is_left_alone() -> None:
    begun_by(worker(5))
    revive_jobs.func(0)
    assert states() == ["doing"]


def test_work_that_is_queued_a_second_time_is_done_once() -> None:
    begun_by(None)
    jobs.enqueue(note, lock=LOCK, once=ONCE, number=1)
    revive_jobs.func(0)
    working.drain()
    assert ran == [1] and "doing" not in states()


def test_work_that_has_been_begun_too_often_has_failed_and_holds_nobody_up() -> None:
    lost = begun_by(None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s WHERE id = %s", [jobs.ATTEMPTS, lost.pk])
    jobs.enqueue(note, lock=LOCK, number=2)
    revive_jobs.func(0)
    working.drain()
    assert ran == [2]
    assert ProcrastinateJob.objects.get(pk=lost.pk).status == "failed"


class Refusals:
    """Counts what the database refuses: each would be an error in its log."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        try:
            return execute(*statement)
        except DatabaseError:
            self.count += 1
            raise


def test_asking_for_work_that_waits_already_is_no_error_of_the_database() -> None:
    refused = Refusals()

    with connection.execute_wrapper(refused):
        for _ in range(3):
            jobs.enqueue(note, once=ONCE, number=1)

    assert states() == ["todo"] and refused.count == 0


def test_control_asked_for_as_the_library_does_it_is() -> None:
    refused = Refusals()

    with connection.execute_wrapper(refused):
        note.configure(queueing_lock=ONCE).defer(number=1)
        for _ in range(2):
            with pytest.raises(AlreadyEnqueued):
                note.configure(queueing_lock=ONCE).defer(number=1)

    assert states() == ["todo"] and refused.count == 2


def test_a_periodic_job_that_still_waits_is_not_queued_again() -> None:
    refused, job = Refusals(), revive_jobs.configure(task_kwargs={"timestamp": 60}).job
    later = job.evolve(task_kwargs={"timestamp": 90})

    with connection.execute_wrapper(refused):
        first = async_to_sync(jobs.app.job_manager.defer_periodic_job)(job, "", 60)
        second = async_to_sync(jobs.app.job_manager.defer_periodic_job)(later, "", 90)

    assert first is not None and second is None and refused.count == 0


@jobs.app.task(**jobs.QUICK, name="kernel.test_fail", retry=jobs.RETRY)
def fail_once(number: int) -> None:
    """While it runs, the same work is asked for again."""
    ran.append(number)
    if len(ran) == 1:
        jobs.enqueue(fail_once, once=ONCE, number=2)
        raise RuntimeError("the first time it fails")


def test_a_job_that_fails_while_the_same_work_has_been_queued_gives_way_to_it() -> None:
    jobs.enqueue(fail_once, once=ONCE, number=1)

    working.drain()

    assert ran == [1, 2]
    assert not ProcrastinateJob.objects.filter(task_name=fail_once.name).exists()


def test_two_at_once_that_ask_for_the_same_work_do_not_meet_in_the_index() -> None:
    counts = []

    def ask(_: int) -> None:
        refused = Refusals()
        with connection.execute_wrapper(refused):
            jobs.enqueue(note, once=ONCE, number=1)
        counts.append(refused.count)

    for _ in range(20):
        assert together(4, ask) == [None] * 4
        assert states() == ["todo"]
        clear()
    assert sum(counts) == 0


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
