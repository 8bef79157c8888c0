"""Two persons confirm the same motion at the same moment; a control without the lock."""

from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError

from tests import factories
from tests.approvals.conftest import RENAME, VERB, Office
from tests.effort import turns
from tests.races import together
from zhupei.approvals import queries, verbs
from zhupei.approvals.models import Decision, Motion
from zhupei.approvals.verbs import ConfirmedMotion
from zhupei.audit import verbs as recorded
from zhupei.audit.actions import record
from zhupei.audit.models import Event
from zhupei.kernel.refusals import Refused

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DONE = "test.done"


def note(act: ConfirmedMotion) -> None:
    record(verb=DONE, actor=act.actor, role="second", at=act.at, object_type="account", object_id=act.motion.pk)


@pytest.fixture
def office(transactional_db: None, noon: Any, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An act that rests on nothing and locks nothing of its own: only the motion's lock keeps it from running twice."""
    loose = {**VERB.__dict__, "facts": lambda user: [], "hold": VERB.find, "run": note}
    monkeypatch.setitem(verbs._known, RENAME, verbs.MotionVerb(**loose))
    monkeypatch.setitem(recorded._verbs, DONE, recorded.Verb(DONE, "完成"))
    found = Office(noon)
    found.third = factories.staff(name="李雪")  # type: ignore[attr-defined]
    found.shown = lambda: verbs.get(RENAME).digest(found.subject)  # type: ignore[method-assign]
    return found


def both(office: Office, motion: Motion) -> list[Any]:
    pair = (office.second, office.third)  # type: ignore[attr-defined]
    at = office.at + timedelta(hours=1)
    return together(2, lambda i: office.confirm(motion, actor=pair[i], at=at))


def test_two_who_confirm_at_once_act_once(office: Office) -> None:
    for n, _ in enumerate(turns(), 1):
        results = both(office, office.propose())
        (loser,) = [result for result in results if isinstance(result, BaseException)]
        assert isinstance(loser, Refused) and loser.refusal.code == "move:confirmed:confirm"
        assert Decision.objects.count() == Event.objects.filter(verb=DONE).count() == n


def test_control_without_the_lock_the_loser_gets_no_clear_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read an open motion. Only the database's own guards are left: one fails with an error of theirs."""
    meeting = Barrier(2)

    def unlocked(motion_id: UUID) -> Motion:
        found = Motion.objects.select_related("proposed_by").get(pk=motion_id)
        meeting.wait(timeout=10)
        return found

    motion = office.propose()
    monkeypatch.setattr(queries, "locked", unlocked)
    results = both(office, motion)
    (loser,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(loser, DatabaseError)
