"""A masked number in full: one answer only, with a reason, recorded, and so often a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.world_small import World, later
from zhupei.accounts.models import Reveal
from zhupei.audit.models import Event

Apply = Callable[..., WorldApplicant]


def reveal(desk: Desk, applicant: WorldApplicant, what: str = "document_number", reason: str = "与证件照片核对"):  # type: ignore[no-untyped-def]
    return desk.post("reveals", applicant.application.pk, query="?state=submitted", what=what, reason=reason)


def test_shows_it_once_and_records_who_saw_what_of_whom_and_why(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    number, phone = applicant.person.document_number.plain(), applicant.person.phone.plain()
    answer = reveal(desk, applicant)
    assert answer.status_code == 200
    assert number in words(answer)
    assert phone not in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert number not in words(desk.get("application", applicant.application.pk))
    row = Reveal.objects.get()
    assert (row.actor_id, row.person_id, row.what) == (world.reviewer.pk, applicant.person.pk, "document_number")
    assert row.reason == "与证件照片核对"
    event = Event.objects.get(verb="application.reveal")
    assert event.object_id == str(applicant.application.pk)
    assert number not in event.detail


def test_leaves_no_number_in_the_session(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    reveal(desk, applicant)
    kept = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert applicant.person.document_number.plain() not in kept
    assert applicant.person.document_number.plain() not in str(desk.client.cookies)


def test_the_phone_is_shown_in_the_same_way(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    assert applicant.person.phone.plain() in words(reveal(desk, applicant, "phone"))


@pytest.mark.parametrize("reason", ["", "   ", "\x00"])
def test_without_a_reason_nothing_is_shown(desk: Desk, apply: Apply, reason: str) -> None:
    applicant = apply()
    answer = reveal(desk, applicant, reason=reason)
    assert answer.status_code == 422
    assert "请写明查看完整号码的原因" in words(answer)
    assert applicant.person.document_number.plain() not in answer.content.decode()
    assert not Reveal.objects.exists()


def test_the_reason_repeats_no_number(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    answer = reveal(desk, applicant, reason=f"核对 {applicant.person.document_number.plain()}")
    assert answer.status_code == 422 and "请不要写证件号码和手机号" in words(answer)
    assert not Reveal.objects.exists()


def test_only_masked_fields_can_be_asked_for(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    assert reveal(desk, applicant, "registered_detail").status_code == 409
    assert not Reveal.objects.exists()


def test_a_day_of_reviewing_fits_in_the_limit(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    row = {"actor": world.reviewer, "person": applicant.person, "what": "phone", "reason": "核对", "at": later()}
    Reveal.objects.bulk_create(Reveal(**row) for _ in range(199))
    assert reveal(desk, applicant).status_code == 200
    assert reveal(desk, applicant).status_code == 409


def test_the_limit_of_a_day_holds_and_begins_anew_at_midnight(desk: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    at = later()
    Reveal.objects.bulk_create(
        Reveal(actor=world.reviewer, person=applicant.person, what="phone", reason="核对", at=at)
        for _ in range(settings.REVEALS_A_DAY - 1)
    )
    assert reveal(desk, applicant).status_code == 200
    answer = reveal(desk, applicant)
    assert answer.status_code == 409
    assert f"今天已查看 {settings.REVEALS_A_DAY} 次完整号码" in words(answer)
    assert applicant.person.document_number.plain() not in answer.content.decode()
    assert Reveal.objects.count() == settings.REVEALS_A_DAY
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    later(seconds=int((midnight - at).total_seconds()) - 1)
    assert reveal(desk, applicant).status_code == 409
    later()
    assert reveal(desk, applicant).status_code == 200


def test_one_persons_limit_is_not_anothers(chief: Desk, world: World, apply: Apply) -> None:
    applicant = apply()
    Reveal.objects.bulk_create(
        Reveal(actor=world.reviewer, person=applicant.person, what="phone", reason="核对", at=later())
        for _ in range(settings.REVEALS_A_DAY)
    )
    assert reveal(chief, applicant).status_code == 200
