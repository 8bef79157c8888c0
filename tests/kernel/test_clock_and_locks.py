"""One clock for all; losers of races get a defined answer."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from zhupei.kernel import clock, locks
from zhupei.kernel.models import ClockSetting
from zhupei.kernel.refusals import Refused


@pytest.mark.django_db
def test_the_demonstration_clock_moves_the_database_too(noon: datetime) -> None:
    assert abs(clock.now() - datetime.now(tz=clock.SHANGHAI)) < timedelta(minutes=1)
    clock.move_to(noon)
    first, second = clock.now(), clock.now()
    assert noon <= first < second < noon + timedelta(minutes=1)
    with clock.frozen(noon):
        assert clock.now() == clock.now() == noon
    assert clock.is_shifted() and second < clock.now() < noon + timedelta(minutes=1)
    clock.shift(timedelta(days=1))
    assert ClockSetting.objects.count() == 1
    clock.reset()
    assert abs(clock.skew()) < timedelta(seconds=2)


class Fault(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def failing(sqlstate: str, times: int) -> tuple[list[int], object]:
    calls: list[int] = []

    @locks.action
    def act() -> str:
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError("x") from Fault(sqlstate)
        return "done"

    return calls, act


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_deadlocks_are_retried_three_times_then_refused(sqlstate: str) -> None:
    calls, act = failing(sqlstate, 2)
    assert act() == "done" and len(calls) == 3  # type: ignore[operator]
    calls, act = failing(sqlstate, 9)
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    assert refused.value.refusal.code == "busy" and len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_other_database_errors_are_not_hidden() -> None:
    calls, act = failing("53300", 9)
    with pytest.raises(OperationalError):
        act()  # type: ignore[operator]
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_stays_locked_becomes_the_answer_busy(noon: datetime) -> None:
    clock.freeze(noon)
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(ClockSetting.objects.select_for_update())
            holding.set()
            release.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)

    @locks.action
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        list(ClockSetting.objects.select_for_update())

    with pytest.raises(Refused) as refused:
        act()
    release.set()
    thread.join()
    assert refused.value.refusal.code == "busy"
