"""The bytes of documents: only what was submitted to this base, never cached, never guessed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import applicants as acts
from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.dossiers import people
from tests.world_small import AT, World
from zhupei.applications import snapshot
from zhupei.dossiers import actions as dossiers
from zhupei.dossiers.models import Document, Education
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault

Apply = Callable[..., WorldApplicant]


def submitted(applicant: WorldApplicant, kind: str) -> str:
    documents = snapshot.read(applicant.reloaded().version)["dossier"]["documents"]  # type: ignore[arg-type]
    return next(each["id"] for each in documents if each["kind"] == kind)


def replaced(applicant: WorldApplicant, slot: str, content: bytes, **given: object) -> Document:
    """A newer accepted file of the same slot, as the check leaves it."""
    at = clock.now()
    Document.objects.filter(dossier__person=applicant.person, slot=slot, replaced_at=None).update(replaced_at=at)
    fields = {"content": content, "digest": "2" * 64, "uploaded_at": at, "checked_at": at, **given}
    return people.document(applicant.person, slot, **fields)


def test_an_image_is_shown_and_never_kept(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    answer = desk.get("document", applicant.application.pk, submitted(applicant, "portrait"))
    assert answer.content == b"content of portrait"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'inline; filename="{applicant.application.number}-portrait.jpg"'


def test_the_thumbnail_and_the_pages_of_a_pdf(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    pdf = submitted(applicant, "id-back")
    keys = [vault.put(b"first"), vault.put(b"second")]
    Document.objects.filter(pk=pdf).update(page_keys=keys, media_type="application/pdf")
    place = (applicant.application.pk, pdf)
    assert desk.get("document_thumbnail", *place).content == b"small content of id-back"
    assert [desk.get("document_page", *place, n).content for n in (1, 2)] == [b"first", b"second"]
    assert [desk.get("document_page", *place, n).status_code for n in (0, 3)] == [404, 404]
    assert desk.get("document", *place)["Content-Disposition"].startswith("attachment;")
    page = desk.get("application", applicant.application.pk).content.decode()
    assert desk.address("document_page", *place, 2) in page


def test_a_file_that_was_not_submitted_is_not_there(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    newer = replaced(applicant, "portrait", b"newer")
    assert desk.get("document", applicant.application.pk, newer.pk).status_code == 404
    assert desk.get("document", applicant.application.pk, submitted(applicant, "portrait")).status_code == 200


def test_what_a_repaired_portrait_was_made_from_can_be_compared(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    sent = people.document(applicant.person, "portrait", content=b"as it was sent", state=Document.State.REFUSED)
    assert desk.get("document", applicant.application.pk, sent.pk).status_code == 404
    Document.objects.filter(pk=submitted(applicant, "portrait")).update(made_from=sent)
    assert desk.get("document", applicant.application.pk, sent.pk).content == b"as it was sent"
    page = desk.get("application", applicant.application.pk).content.decode()
    assert "系统修复过" in page and desk.address("document", applicant.application.pk, sent.pk) in page


def test_a_file_of_somebody_else_is_not_there(desk: Desk, apply: Apply) -> None:
    one, other = apply(), apply()
    assert desk.get("document", one.application.pk, submitted(other, "portrait")).status_code == 404


def test_what_an_earlier_base_saw_stays_there(desk: Desk, apply: Apply, world: World) -> None:
    applicant = apply(plans=(("0100", "B"),))
    first = submitted(applicant, "portrait")
    acts.withdraw(applicant)
    replaced(applicant, "portrait", b"newer")
    acts.actions.set_choices(
        application_id=applicant.application.pk,
        plan_ids=[world.line("0100", "A").pk],
        accepts_adjustment=True,
        revision=applicant.reloaded().revision,
        actor=applicant.person,
        at=clock.now(),
    )
    acts.submit(applicant)
    assert desk.get("document", applicant.application.pk, first).status_code == 404
    assert desk.get("document", applicant.application.pk, submitted(applicant, "portrait")).content == b"newer"


def test_a_withdrawn_application_takes_its_files_along(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    portrait = submitted(applicant, "portrait")
    acts.withdraw(applicant)
    assert desk.get("document", applicant.application.pk, portrait).status_code == 404


@pytest.fixture
def promised(world: World, apply: Apply) -> WorldApplicant:
    """Approved, with a certificate still to come."""

    def pend(applicant: WorldApplicant) -> WorldApplicant:
        acts.withdraw(applicant)
        row = Education.objects.get(dossier__person=applicant.person)
        pending = {
            **people.EDUCATION,
            "graduated": AT.date(),
            "certificate_pending": True,
            "certificate_promised": (AT + timedelta(days=60)).date(),
            "diploma_number": "",
            "degree_number": "",
        }
        dossiers.save_education(actor=applicant.person, at=clock.now(), education_id=row.pk, values=pending)
        acts.submit(applicant)
        acts.approve(applicant)
        return applicant

    return pend(apply())


def test_a_certificate_supplied_later_is_shown_as_a_supplement(desk: Desk, promised: WorldApplicant) -> None:
    row = Education.objects.get(dossier__person=promised.person)
    acts.later(days=30)
    supplement = replaced(promised, f"diploma:{row.pk}", b"the real diploma")
    unasked = replaced(promised, "portrait", b"another face")
    page = words(desk.get("application", promised.application.pk, state="approved"))
    assert "后补材料：学历照片" in page
    assert desk.get("document", promised.application.pk, supplement.pk).content == b"the real diploma"
    assert desk.get("document", promised.application.pk, unasked.pk).status_code == 404


def test_a_supplement_that_was_refused_or_is_being_checked_is_not_there(desk: Desk, promised: WorldApplicant) -> None:
    row = Education.objects.get(dossier__person=promised.person)
    acts.later(days=30)
    for state in (Document.State.RECEIVED, Document.State.REFUSED):
        unchecked = replaced(promised, f"diploma:{row.pk}", b"unchecked", state=state)
        assert desk.get("document", promised.application.pk, unchecked.pk).status_code == 404
    assert "后补材料" not in words(desk.get("application", promised.application.pk, state="approved"))
