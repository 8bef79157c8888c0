"""提交报名: what one click writes, and that it writes it all or nothing."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from tests import applicants
from tests.world_small import AT, World, later
from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import ConsentText, VerificationCode
from zhupei.applications import snapshot, states
from zhupei.applications.models import Transition, Version
from zhupei.audit.models import Event
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice


def test_a_submission_writes_everything_at_once(world: World) -> None:
    ready = applicants.ready(world, plans=[world.line("0700"), world.line("0100")], adjustment=False)
    at = later()
    version = applicants.submit(ready, at)
    application = ready.reloaded()
    assert (application.state, application.version_id) == (states.SUBMITTED, version.pk)
    assert application.number == version.receipt_number.removesuffix("-1")
    assert application.number.startswith("2026-W1-") and application.changed_at == at
    assert (version.ordinal, version.received_at, version.grace_until) == (1, at, None)
    assert (version.base, version.name, version.category) == (world.a, ready.person.name, "unaffiliated")
    assert version.accepts_adjustment is False and version.consent_version == 1
    assert [p.plan_id for p in version.preferences.all()] == [world.line("0700").pk, world.line("0100").pk]
    assert [p.rank for p in version.preferences.all()] == [1, 2]
    in_force = dict(Document.objects.filter(dossier__person=ready.person).values_list("slot", "digest"))
    assert {d.slot: d.digest for d in version.documents.all()} == in_force and len(in_force) == 3
    assert [d.position for d in version.documents.all()] == [1, 2, 3]


def test_transition_and_audit_event_stand_beside_it(world: World) -> None:
    ready = applicants.ready(world)
    at = later()
    version = applicants.submit(ready, at)
    transition = Transition.objects.get()
    moved = (transition.source, transition.verb, transition.role, transition.target)
    assert moved == ("draft", "submit", "applicant", "submitted")
    assert (transition.actor, transition.at, transition.version) == (ready.person, at, version)
    event = transition.event
    assert event.transaction_id == transition.transaction_id
    assert (event.verb, event.object_id, event.at) == ("application.submit", str(ready.application.pk), at)
    assert (event.actor_id, event.actor_role) == (str(ready.person.pk), "applicant")
    assert json.loads(event.detail) == {
        "source": "draft",
        "target": "submitted",
        "version": str(version.pk),
        "digest": version.digest,
    }


def test_the_person_is_told_with_number_and_time(world: World) -> None:
    ready = applicants.ready(world)
    version = applicants.submit(ready, AT + timedelta(hours=1, seconds=7))
    notice = Notice.objects.get(recipient=ready.person, kind="application.submitted")
    assert version.receipt_number in notice.body and "7 月 1 日 13:00:07" in notice.body
    assert world.a.name in notice.body and "如非本人操作" in notice.body
    sms = Delivery.objects.get(recipient=ready.person, purpose="application.submitted")
    assert sms.phone == ready.person.phone and version.receipt_number in sms.body.plain()
    assert sms.state == Delivery.State.QUEUED


def test_the_snapshot_is_what_was_shown_and_stays_so(world: World) -> None:
    ready = applicants.ready(world, emergency_name="和建国")
    version = applicants.submit(ready)
    text = Version.objects.get(pk=version.pk).snapshot.plain()
    content = json.loads(text)
    assert version.digest == snapshot.digest(text) and text == snapshot.canonical(content)
    assert content["application"]["number"] == ready.reloaded().number
    assert content["preferences"][0]["specialty_code"] == "0100"
    assert content["adjustment"]["text"] == ConsentText.objects.get(key="adjustment").body
    fields = {f["name"]: f for f in content["dossier"]["sections"][0]["fields"]}
    assert fields["emergency_name"]["value"] == "和建国"
    assert fields["document_number"]["value"] == ready.person.document_number.plain()
    applicants.dossier_actions.save_basics(actor=ready.person, at=later(), values={"emergency_name": "和建军"})
    assert snapshot.read(Version.objects.get(pk=version.pk)) == content


def test_the_short_digest_is_read_aloud(world: World) -> None:
    assert snapshot.short("0123456789abcdef" + "0" * 48) == "0123 4567 89AB CDEF"


def test_the_code_is_used_up_by_success_only(world: World) -> None:
    ready = applicants.ready(world, adjustment=None)
    at = later()
    code_id = applicants.code(ready.person, "submit", at)
    assert applicants.refused(applicants.submit, ready, at, code_id=code_id) == "adjustment:unanswered"
    assert VerificationCode.objects.get(pk=code_id).used_at is None
    applicants.arrange(ready, [world.line()], True)
    applicants.submit(ready, at, code_id=code_id)
    assert VerificationCode.objects.get(pk=code_id).used_at == at


@pytest.mark.parametrize("spoil", ["purpose", "user", "used", "expired", "unknown"])
def test_without_a_code_of_ones_own_nothing_is_submitted(world: World, spoil: str) -> None:
    ready = applicants.ready(world)
    at = later()
    owner = ready.world.reviewer if spoil == "user" else ready.person
    code_id = applicants.code(owner, "withdraw" if spoil == "purpose" else "submit", at)
    if spoil == "used":
        VerificationCode.objects.filter(pk=code_id).update(used_at=at)
    if spoil == "expired":
        VerificationCode.objects.filter(pk=code_id).update(expires_at=clock.real() - account_rules.QUEUE)
    before = applicants.dump()
    expected = {"used": "code:used-up", "expired": "code:expired"}.get(spoil, "code:none")
    assert (
        applicants.refused(applicants.submit, ready, at, code_id=uuid4() if spoil == "unknown" else code_id) == expected
    )
    assert applicants.dump() == before


def test_a_second_submission_continues_the_first(world: World) -> None:
    """Withdrawn and submitted again: the same 报名号, the next receipt, both versions kept."""
    once = applicants.submitted(world)
    first = once.reloaded().version
    applicants.withdraw(once)
    second = applicants.submit(once)
    assert first is not None and second.receipt_number == f"{once.reloaded().number}-2"
    assert first.receipt_number == f"{once.application.number}-1"
    assert [v.ordinal for v in once.application.versions.all()] == [1, 2]
    assert once.application.version_id == second.pk and second.token != first.token


def test_numbers_run_by_track_and_year(world: World) -> None:
    numbers = [applicants.submitted(world).reloaded().number for _ in range(2)]
    running = [int(number.rpartition("-")[2]) for number in numbers if number]
    assert running[1] == running[0] + 1


def test_two_people_submit_into_one_chain_of_events(world: World) -> None:
    for _ in range(2):
        applicants.submitted(world)
    assert Event.objects.filter(verb="application.submit").count() == 2
    assert Transition.objects.values("event").distinct().count() == 2


def test_the_incomplete_and_the_unassigned_are_refused_whole(world: World) -> None:
    ready = applicants.ready(world)
    applicants.dossier_actions.save_basics(actor=ready.person, at=later(), values={"emergency_name": ""})
    before = applicants.dump()
    assert applicants.refused(applicants.submit, ready) == "dossier:gaps"
    assert applicants.dump() == before


def test_a_refusal_carries_words_for_the_page(world: World) -> None:
    ready = applicants.ready(world, plans=[])
    with pytest.raises(Refused) as refused:
        applicants.submit(ready)
    assert refused.value.refusal.message == "请至少选择一个专业志愿。"
