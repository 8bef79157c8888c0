"""Two tabs, two checks, two first saves at the same moment; each with a control in which the lock is off."""

from datetime import timedelta
from threading import Barrier
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from tests.effort import turns
from tests.races import failures, together
from zhupei.accounts.models import User
from zhupei.dossiers import actions, lock_queries, queries
from zhupei.dossiers.actions.documents import Clean, Judged
from zhupei.dossiers.lock_queries import LockedDossier
from zhupei.dossiers.models import Document, Dossier
from zhupei.kernel.refusals import Refused

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TABS = ("a" * 16, "b" * 16)


def two_tabs(person: User, round_: int) -> list[Any]:
    """Both forms were rendered at the same revision; both change the same field."""
    seen = Dossier.objects.get(person=person).revision

    def save(i: int) -> Dossier:
        actor = User.objects.get(pk=person.pk)
        values = {"qq": f"{10_000 + round_ * 2 + i}"}
        return actions.save_basics(actor=actor, at=AT, values=values, revision=seen, form=TABS[i])

    return together(2, save)


def test_of_two_tabs_one_saves_and_the_other_is_told() -> None:
    person = people.filled()
    for round_ in turns():
        results = two_tabs(person, round_)
        (lost,) = failures(results)
        assert isinstance(lost, Refused) and lost.refusal.code == "dossier:conflict"
        (won,) = [result for result in results if isinstance(result, Dossier)]
        assert Dossier.objects.get(person=person).qq == won.qq


def test_control_without_the_lock_a_save_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    person = people.filled()
    meeting = Barrier(2)

    def read(actor: User, at: Any) -> LockedDossier:
        dossier = Dossier.objects.get(person=actor)
        meeting.wait(timeout=5)
        return LockedDossier(dossier, actor, [])

    monkeypatch.setattr(lock_queries, "locked_for", read)
    assert failures(two_tabs(person, 0)) == [], "both believe to have saved"


def test_two_first_saves_make_one_dossier() -> None:
    for _ in turns():
        person = factories.applicant()

        def save(i: int, pk: Any = person.pk) -> Dossier:
            actor = User.objects.get(pk=pk)
            if i:
                return actions.save_licence(actor=actor, at=AT, values={"licence_held": False})
            return actions.save_basics(actor=actor, at=AT, values={"qq": "10001"})

        assert failures(together(2, save)) == []
        dossier = Dossier.objects.get(person=person)
        assert (dossier.revision, dossier.qq, dossier.licence_held) == (2, "10001", False)


def clean(i: int) -> Clean:
    return Clean(f"aa/{i}", f"bb/{i}", (), "image/jpeg", f"{i}" * 64, 1, 1, 1)


def two_checks(person: User, round_: int) -> tuple[list[Any], list[Document]]:
    """Two uploads of one slot, judged at the same moment."""
    at = AT + timedelta(minutes=round_)
    waiting = [
        people.document(person, "portrait", state=Document.State.RECEIVED, uploaded_at=at + timedelta(seconds=i))
        for i in range(2)
    ]

    def judge(i: int) -> None:
        document = Document.objects.get(pk=waiting[i].pk)
        actions.accept(document=document, judged=Judged(clean(i), {}), at=at + timedelta(seconds=5))

    return together(2, judge), waiting


def test_of_two_checks_the_newer_upload_is_in_force() -> None:
    person = people.filled()
    for round_ in turns():
        results, waiting = two_checks(person, round_)
        assert failures(results) == []
        assert queries.load(person).documents == {"portrait": waiting[1]}
        assert Document.objects.filter(slot="portrait", replaced_at=None).count() == 1


class Unlocked:
    """Counts the change without touching the row, and so without locking it."""

    def filter(self, **_: Any) -> "Unlocked":
        return self

    def update(self, **_: Any) -> int:
        return 1


def until_somebody_waits() -> None:
    """For what this transaction has written."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            sleep(0.01)


def test_control_without_the_lock_the_constraint_has_to_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    person, record = people.filled(), actions.documents._record

    def record_late(*args: Any, **detail: Any) -> None:
        until_somebody_waits()
        record(*args, **detail)

    monkeypatch.setattr(actions.documents, "Dossier", SimpleNamespace(objects=Unlocked()))
    monkeypatch.setattr(actions.documents, "_record", record_late)
    (stopped,) = failures(two_checks(person, 0)[0])
    assert isinstance(stopped, IntegrityError)
    assert Document.objects.filter(slot="portrait", state="accepted", replaced_at=None).count() == 1
