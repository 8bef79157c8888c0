"""The bytes of documents: only what was submitted to this base, never cached, never guessed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import cast as acts
from tests.cast import Cast
from tests.desks.base.desk import Desk, words
from tests.dossiers import people
from tests.world_small import AT, World
from zhupei.applications import snapshot
from zhupei.dossiers import actions as dossiers
from zhupei.dossiers.models import Document, Education
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault

Apply = Callable[..., Cast]


def submitted(cast: Cast, kind: str) -> str:
    documents = snapshot.read(cast.fresh().version)["dossier"]["documents"]  # type: ignore[arg-type]
    return next(each["id"] for each in documents if each["kind"] == kind)


def replaced(cast: Cast, slot: str, content: bytes, **given: object) -> Document:
    """A newer accepted file of the same slot, as the check leaves it."""
    at = clock.now()
    Document.objects.filter(dossier__person=cast.person, slot=slot, replaced_at=None).update(replaced_at=at)
    fields = {"content": content, "digest": "2" * 64, "uploaded_at": at, "checked_at": at, **given}
    return people.document(cast.person, slot, **fields)


def test_an_image_is_shown_and_never_kept(desk: Desk, apply: Apply) -> None:
    cast = apply()
    answer = desk.get("document", cast.application.pk, submitted(cast, "portrait"))
    assert answer.content == b"content of portrait"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'inline; filename="{cast.application.number}-portrait.jpg"'


def test_the_thumbnail_and_the_pages_of_a_pdf(desk: Desk, apply: Apply) -> None:
    cast = apply()
    pdf = submitted(cast, "id-back")
    keys = [vault.put(b"first"), vault.put(b"second")]
    Document.objects.filter(pk=pdf).update(page_keys=keys, media_type="application/pdf")
    place = (cast.application.pk, pdf)
    assert desk.get("document_thumbnail", *place).content == b"small content of id-back"
    assert [desk.get("document_page", *place, n).content for n in (1, 2)] == [b"first", b"second"]
    assert [desk.get("document_page", *place, n).status_code for n in (0, 3)] == [404, 404]
    assert desk.get("document", *place)["Content-Disposition"].startswith("attachment;")
    page = desk.get("application", cast.application.pk).content.decode()
    assert desk.address("document_page", *place, 2) in page


def test_a_file_that_was_not_submitted_is_not_there(desk: Desk, apply: Apply) -> None:
    cast = apply()
    newer = replaced(cast, "portrait", b"newer")
    assert desk.get("document", cast.application.pk, newer.pk).status_code == 404
    assert desk.get("document", cast.application.pk, submitted(cast, "portrait")).status_code == 200


def test_what_a_repaired_portrait_was_made_from_can_be_compared(desk: Desk, apply: Apply) -> None:
    cast = apply()
    sent = people.document(cast.person, "portrait", content=b"as it was sent", state=Document.State.REFUSED)
    assert desk.get("document", cast.application.pk, sent.pk).status_code == 404
    Document.objects.filter(pk=submitted(cast, "portrait")).update(made_from=sent)
    assert desk.get("document", cast.application.pk, sent.pk).content == b"as it was sent"
    page = desk.get("application", cast.application.pk).content.decode()
    assert "系统修复过" in page and desk.address("document", cast.application.pk, sent.pk) in page


def test_a_file_of_somebody_else_is_not_there(desk: Desk, apply: Apply) -> None:
    one, other = apply(), apply()
    assert desk.get("document", one.application.pk, submitted(other, "portrait")).status_code == 404


def test_what_an_earlier_base_saw_stays_there(desk: Desk, apply: Apply, world: World) -> None:
    cast = apply(plans=(("0100", "B"),))
    first = submitted(cast, "portrait")
    acts.withdraw(cast)
    replaced(cast, "portrait", b"newer")
    acts.actions.set_choices(
        application_id=cast.application.pk,
        plan_ids=[world.line("0100", "A").pk],
        accepts_adjustment=True,
        revision=cast.fresh().revision,
        actor=cast.person,
        at=clock.now(),
    )
    acts.submit(cast)
    assert desk.get("document", cast.application.pk, first).status_code == 404
    assert desk.get("document", cast.application.pk, submitted(cast, "portrait")).content == b"newer"


def test_a_withdrawn_application_takes_its_files_along(desk: Desk, apply: Apply) -> None:
    cast = apply()
    portrait = submitted(cast, "portrait")
    acts.withdraw(cast)
    assert desk.get("document", cast.application.pk, portrait).status_code == 404


@pytest.fixture
def promised(world: World, apply: Apply) -> Cast:
    """Approved, with a certificate still to come."""

    def pend(cast: Cast) -> Cast:
        acts.withdraw(cast)
        row = Education.objects.get(dossier__person=cast.person)
        pending = {
            **people.EDUCATION,
            "graduated": AT.date(),
            "certificate_pending": True,
            "certificate_promised": (AT + timedelta(days=60)).date(),
            "diploma_number": "",
            "degree_number": "",
        }
        dossiers.save_education(actor=cast.person, at=clock.now(), education_id=row.pk, values=pending)
        acts.submit(cast)
        acts.approve(cast)
        return cast

    return pend(apply())


def test_a_certificate_supplied_later_is_shown_as_a_supplement(desk: Desk, promised: Cast) -> None:
    row = Education.objects.get(dossier__person=promised.person)
    acts.later(days=30)
    supplement = replaced(promised, f"diploma:{row.pk}", b"the real diploma")
    unasked = replaced(promised, "portrait", b"another face")
    page = words(desk.get("application", promised.application.pk, state="approved"))
    assert "后补材料：学历照片" in page
    assert desk.get("document", promised.application.pk, supplement.pk).content == b"the real diploma"
    assert desk.get("document", promised.application.pk, unasked.pk).status_code == 404


def test_a_supplement_that_was_refused_or_is_being_checked_is_not_there(desk: Desk, promised: Cast) -> None:
    row = Education.objects.get(dossier__person=promised.person)
    acts.later(days=30)
    for state in (Document.State.RECEIVED, Document.State.REFUSED):
        unchecked = replaced(promised, f"diploma:{row.pk}", b"unchecked", state=state)
        assert desk.get("document", promised.application.pk, unchecked.pk).status_code == 404
    assert "后补材料" not in words(desk.get("application", promised.application.pk, state="approved"))
