"""Jobs whose worker has died: queued again, unless the same work waits already or has been begun too often."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

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
