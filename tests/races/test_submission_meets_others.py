"""An applicant's act meets somebody else's: approval, return, a moved deadline, a replaced document."""

import time
from datetime import datetime, timedelta
from threading import Event, local
from typing import Any

import pytest
from django.db import transaction

from tests import applicants
from tests.effort import TURNS, turns
from tests.races import together
from tests.races.test_submission import codes_of, unlocked
from tests.races.unlocking import unlock
from tests.world_small import CLOSES, World, later
from zhupei.applications import lock_queries, rules, states
from zhupei.applications.models import Application, RefusedAttempt, Version
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.dossiers import actions as dossier_actions
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers.models import Document
from zhupei.dossiers.tasks import check_document
from zhupei.reports import invariants
from zhupei.world.drawn import portrait_variant

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STEP = 0.004  # seconds: the second act begins a little later in every repeat, so that it meets each part of the first
CLICKS = 8


def withdraw_or_approve(submitted: applicants.WorldApplicant) -> list[Any]:
    version_id, at = submitted.version_id, later()
    code_id = applicants.code(submitted.person, "withdraw", at)
    acts = (
        lambda: applicants.withdraw(submitted, at, code_id),
        lambda: applicants.approve(submitted, version_id=version_id, at=at),
    )
    return together(2, lambda i: acts[i]())


def test_withdraw_and_approve_exclude_each_other(world: World) -> None:
    submitted = applicants.submitted(world)
    for _ in turns():
        words = codes_of(withdraw_or_approve(submitted))
        assert words in (["ok", "move:draft:approve"], ["withdraw:approved", "ok"])
        if words[0] == "ok":
            assert submitted.reloaded().state == states.DRAFT and submitted.application.version is None
            applicants.submit(submitted)
        else:
            assert submitted.reloaded().state == states.APPROVED
            applicants.revoke(submitted)
    assert invariants.findings() == []


def test_control_without_the_lock_both_succeed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted = applicants.submitted(world)
    unlocked(monkeypatch, 2)
    assert codes_of(withdraw_or_approve(submitted)) == ["ok", "ok"]
    assert {finding.number for finding in invariants.findings()} & {3, 4, 9}


def close_at(stage: Stage, closes: datetime) -> bool:
    """The province moves the deadline; not when a submission after the new one is already there."""
    with transaction.atomic():
        row = Stage.objects.select_for_update().get(pk=stage.pk)
        if Version.objects.filter(application__round=row.round, received_at__gte=closes).exists():
            return False
        row.closes = closes
        row.save()
    return True


def submit_or_close(ready: applicants.WorldApplicant, n: int) -> tuple[list[Any], bool]:
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    stage = ready.world.stage("registration")

    def close() -> bool:
        time.sleep(n * STEP)
        return close_at(stage, at)

    results = together(2, lambda i: close() if i else applicants.submit(ready, at, code_id, **form))
    assert isinstance(results[1], bool)
    return results, results[1]


def test_a_moved_deadline_and_a_submission_agree(world: World) -> None:
    ready = applicants.ready(world)
    outcomes = set()
    for n in range(TURNS):
        results, moved = submit_or_close(ready, n)
        submitted = codes_of(results)[0] == "ok"
        assert submitted is not moved, "either the submission stands or the deadline"
        outcomes.add(submitted)
        if submitted:
            applicants.withdraw(ready)
        else:
            assert codes_of(results)[0] == "window:closed"
            assert RefusedAttempt.objects.latest("received_at").closes == ready.world.stage("registration").closes
            Stage.objects.filter(round=world.first, kind="registration").update(closes=CLOSES)
    assert outcomes == {True, False}, "both orders have been met"
    assert invariants.findings() == []


def test_control_without_the_held_window_a_late_submission_slips_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, looked, moved = applicants.ready(world), Event(), Event()
    form, at = applicants.check_page(ready), later()
    code_id, stage = applicants.code(ready.person, "submit", at), world.stage("registration")

    def glance(round_: Round, kind: str) -> Stage | None:
        window = cycles.stage(round_, kind)
        looked.set()
        moved.wait(timeout=5)
        return window

    def close() -> bool:
        looked.wait(timeout=5)
        done = close_at(stage, at)
        moved.set()
        return done

    monkeypatch.setattr(lock_queries, "held_window", glance)
    results = together(2, lambda i: close() if i else applicants.submit(ready, at, code_id, **form))
    assert codes_of(results) == ["ok", "ok"] and results[1] is True
    assert {finding.number for finding in invariants.findings()} == {2}


def new_portrait(ready: applicants.WorldApplicant, seed: int) -> Document:
    """Uploaded and waiting for its check."""
    return dossier_actions.upload(
        actor=ready.person,
        at=later(),
        slot="portrait",
        name="照片.jpg",
        data=portrait_variant(seed),
        round_=ready.world.first,
    )


def test_a_submission_holds_the_documents_that_were_shown(world: World) -> None:
    ready = applicants.ready(world)
    outcomes = set()
    for n in range(CLICKS):
        waiting = new_portrait(ready, n + 2)
        form, at = applicants.check_page(ready), later()
        shown, code_id = in_force(ready), applicants.code(ready.person, "submit", at)

        def click(n: int = n, w: Any = waiting, at: Any = at, code_id: Any = code_id, form: Any = form) -> Version:
            """Ever later; the last click comes after the check, however long that takes on a busy machine."""
            time.sleep(n * STEP * 5)
            while n == CLICKS - 1 and Document.objects.get(pk=w.pk).state == Document.State.RECEIVED:
                time.sleep(STEP)
            return applicants.submit(ready, at, code_id, **form)

        results = together(2, lambda i, w=waiting, c=click: check_document(document_id=str(w.pk)) if i else c())
        words = codes_of(results)
        assert words in (["ok", "ok"], ["submit:changed", "ok"])
        assert in_force(ready) != shown, "the new one is in force now"
        outcomes.add(words[0])
        if words[0] == "ok":
            assert results[0].documents.get(slot="portrait").digest == shown
            applicants.withdraw(ready)
    assert outcomes == {"ok", "submit:changed"}, "both orders have been met"
    assert invariants.findings() == []


def in_force(ready: applicants.WorldApplicant) -> str:
    return Document.objects.get(
        dossier__person=ready.person, slot="portrait", state="accepted", replaced_at=None
    ).digest


def test_control_neither_held_nor_compared_another_document_is_submitted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, half_read, replaced = applicants.ready(world), Event(), Event()
    waiting = new_portrait(ready, 2)
    form, at = applicants.check_page(ready), later()
    shown, code_id = in_force(ready), applicants.code(ready.person, "submit", at)
    documents = dossiers._current_documents

    def slowly(person: Any) -> Any:
        half_read.set()
        replaced.wait(timeout=5)
        return documents(person)

    def replace() -> None:
        half_read.wait(timeout=5)
        check_document(document_id=str(waiting.pk))
        replaced.set()

    monkeypatch.setattr(rules, "as_checked", lambda changed: None)
    monkeypatch.setattr("zhupei.applications.submission_loading.hold_dossier", lambda person: None)
    monkeypatch.setattr(dossiers, "asked", lambda person: [])  # one after another
    monkeypatch.setattr(dossiers, "_current_documents", slowly)
    results = together(2, lambda i: replace() if i else applicants.submit(ready, at, code_id, **form))
    assert codes_of(results) == ["ok", "ok"]
    assert results[0].documents.get(slot="portrait").digest != shown


here = local()


def return_twice_and_resubmit(submitted: applicants.WorldApplicant) -> list[Any]:
    """Two reviewers return the same version; the applicant answers as soon as one of them has."""
    seen, at = submitted.version_id, later()
    world = submitted.world

    def answer() -> Version:
        for _ in range(1000):
            if Application.objects.get(pk=submitted.application.pk).state == states.RETURNED:
                break
            time.sleep(STEP)
        return applicants.submit(submitted, at + timedelta(seconds=1))

    def send_back(i: int) -> Any:
        here.reviewer = i
        actor = (world.reviewer, world.colleague)[i]
        return applicants.send_back(submitted, version_id=seen, actor=actor, at=at + timedelta(milliseconds=i))

    return together(3, lambda i: answer() if i == 2 else send_back(i))


def test_a_second_return_does_not_touch_the_answer_to_the_first(world: World) -> None:
    submitted = applicants.submitted(world)
    for n in turns():
        results = return_twice_and_resubmit(submitted)
        words = codes_of(results)
        assert words[2] == "ok" and sorted(words[:2])[1] == "ok"
        assert sorted(words[:2])[0] in ("move:returned:return", "review:version")
        assert submitted.reloaded().state == states.SUBMITTED and submitted.application.version == results[2]
        assert results[2].ordinal == n + 2
        later(seconds=2)
    assert invariants.findings() == []


def test_control_without_the_lock_a_return_undoes_the_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted, answered = applicants.submitted(world), Event()

    def read(application_id: object) -> Application:
        application = Application.objects.select_related("round__cycle").get(pk=application_id)
        if getattr(here, "reviewer", None) == 1:
            answered.wait(timeout=5)
        return application

    def note(application: Application, *_: object) -> None:
        transaction.on_commit(answered.set)

    unlock(monkeypatch, read)
    monkeypatch.setattr("zhupei.applications.notices.submitted", note)
    results = return_twice_and_resubmit(submitted)
    assert codes_of(results) == ["ok", "ok", "ok"]
    assert submitted.reloaded().version != results[2], "the resubmission is lost"
    assert {finding.number for finding in invariants.findings()} == {3}
