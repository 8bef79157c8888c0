"""Uploads from the person to a document in force: the real decoder, the real vault, the real job function."""

import hashlib
import io
import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.cycles.models import Round
from zhupei.dossiers import actions, decoding, filing, queries, rules, tasks
from zhupei.dossiers.models import Document
from zhupei.dossiers.tasks import checking
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Notice
from zhupei.pure.child import parent
from zhupei.pure.scans import child
from zhupei.world.drawn import certificate, id_card_back, portrait_jpeg
from zhupei.world.drawn.bust import Appearance, draw_bust

pytestmark = pytest.mark.django_db

PORTRAIT = portrait_jpeg(1)
BETTER = portrait_jpeg(2)
GREY = portrait_jpeg(1, background=231)
NOBODY = people.blank_jpeg()
BACK = id_card_back(3, issuer="大理市公安局", valid_from="2018.03.01", valid_until="2038.03.01")


@pytest.fixture
def person() -> User:
    people.cycle()
    clock.freeze(AT)
    return people.agreed(people.filled())


def upload(person: User, slot: str = "portrait", data: bytes = PORTRAIT, **given: Any) -> Document:
    fields = {"at": AT, "name": "照片.jpg", "round_": Round.objects.get()}
    return actions.upload(actor=person, slot=slot, data=data, **{**fields, **given})


def checked(document: Document) -> Document:
    tasks.check_document.func(str(document.pk))
    document.refresh_from_db()
    return document


def refusal(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.refusal.code


def test_an_upload_is_received_sealed_and_handed_to_a_job(person: User) -> None:
    document = upload(person)
    assert document.state == Document.State.RECEIVED
    assert document.original_digest == hashlib.sha256(PORTRAIT).hexdigest()
    stored = (settings.DATA_DIR / "files" / document.original_key).read_bytes()
    assert PORTRAIT[:64] not in stored
    assert vault.get(document.original_key) == PORTRAIT
    job = ProcrastinateJob.objects.get(task_name="dossiers.check_document")
    assert (job.queue_name, job.lock) == ("images", f"dossier:{person.dossier.pk}")
    assert job.args == {"document_id": str(document.pk)}
    assert Event.objects.filter(verb="document.upload", object_id=str(document.pk)).count() == 1


def test_a_drawn_portrait_is_accepted(person: User) -> None:
    before = queries.load(person).dossier.revision
    document = checked(upload(person))
    assert (document.state, document.refusal_code) == (Document.State.ACCEPTED, "")
    assert document.media_type == "image/jpeg"
    assert document.report["portrait"]["verdict"] == "pass"
    clean = vault.get(document.clean_key)
    assert hashlib.sha256(clean).hexdigest() == document.digest
    assert len(clean) == document.size and 150 * 1024 <= document.size <= 500 * 1024
    assert (document.width, document.height) == (480, 640)
    assert vault.get(document.thumbnail_key).startswith(b"\xff\xd8")
    data = queries.load(person)
    assert data.documents == {"portrait": document}
    assert data.dossier.revision == before + 1, "a check page shown before is out of date"
    assert Event.objects.filter(verb="document.accept", object_id=str(document.pk)).count() == 1


def test_what_is_no_portrait_is_refused_with_what_was_measured(person: User) -> None:
    document = checked(upload(person, data=NOBODY))
    assert document.state == Document.State.REFUSED
    assert document.refusal_code == "portrait:face"
    assert "没有找到人脸" in document.refusal_message
    assert document.clean_key == ""
    notice = Notice.objects.get(recipient=person)
    assert document.refusal_message in notice.body
    assert notice.path == "/me/dossier/documents/#slot-portrait"


def padded(size: int) -> bytes:
    """A portrait of few bytes, without grain, that carries metadata up to `size`, as a camera's own files do."""
    canvas, out = Image.new("RGB", (480, 640), "white"), io.BytesIO()
    draw_bust(canvas, Appearance.of(4))
    canvas.save(out, "JPEG", quality=80)
    plain = out.getvalue()
    segments, rest = b"", size - len(plain)
    while rest:
        length = min(rest, 60_000)
        segments += b"\xff\xfe" + (length - 2).to_bytes(2, "big") + b"x" * (length - 4)
        rest -= length
    return plain[:2] + segments + plain[2:]


def test_the_size_of_a_portrait_is_that_of_the_file_that_was_sent(person: User) -> None:
    sent = padded(160_000)
    assert len(sent) == 160_000
    document = checked(upload(person, data=sent))
    assert document.state == Document.State.ACCEPTED, document.refusal_message
    assert document.size < 150 * 1024, "what is kept has no metadata"
    measured = document.report["portrait"]["checks"][0]
    assert (measured["name"], measured["value"], measured["verdict"]) == ("file", 156, "pass")


def test_a_pdf_gets_a_picture_of_each_page(person: User) -> None:
    document = checked(upload(person, "cet", people.pdf(pages=2), name="成绩单.pdf"))
    assert (document.state, document.media_type, document.name) == ("accepted", "application/pdf", "成绩单.pdf")
    assert len(document.page_keys) == 2
    assert all(vault.get(key).startswith(b"\xff\xd8") for key in document.page_keys)


def test_a_new_accepted_one_replaces_the_old_by_a_new_row(person: User) -> None:
    old = checked(upload(person))
    new = checked(upload(person, data=BETTER, at=AT + timedelta(minutes=1)))
    old.refresh_from_db()
    assert new.state == old.state == Document.State.ACCEPTED
    assert old.replaced_at is not None and new.replaced_at is None
    assert vault.get(old.clean_key), "what a submitted version refers to stays"
    assert queries.load(person).documents == {"portrait": new}


def test_until_the_new_one_is_accepted_the_old_one_stays_in_force(person: User) -> None:
    old = checked(upload(person))
    waiting = upload(person, data=NOBODY)
    data = queries.load(person)
    assert (data.documents["portrait"], data.attempts["portrait"]) == (old, waiting)
    checked(waiting)
    data = queries.load(person)
    assert (data.documents["portrait"], data.attempts["portrait"].state) == (old, "refused")


def test_an_older_check_that_ends_later_does_not_push_the_newer_aside(person: User) -> None:
    older = upload(person)
    newer = checked(upload(person, data=BETTER))
    checked(older)
    assert older.state == Document.State.ACCEPTED and older.replaced_at is not None
    assert queries.load(person).documents == {"portrait": newer}


def test_uploads_have_an_order_even_when_the_clock_stands_still(person: User) -> None:
    times = [upload(person).uploaded_at for _ in range(3)]
    assert times == sorted(set(times))


def test_checking_twice_judges_once(person: User) -> None:
    document = checked(upload(person))
    files = set(vault.stored())
    checked(document)
    assert set(vault.stored()) == files
    assert Event.objects.filter(verb="document.accept").count() == 1
    seen = Document.objects.get(pk=document.pk)
    with pytest.raises(actions.documents.AlreadyJudged):
        actions.refuse(document=seen, refusal=checking.LOST, report={}, at=AT)
    assert Document.objects.get(pk=document.pk).state == Document.State.ACCEPTED


def test_a_double_upload_is_harmless(person: User) -> None:
    first, second = upload(person), upload(person)
    for document in (first, second):
        checked(document)
    assert queries.load(person).documents == {"portrait": second}


def test_a_child_that_dies_refuses_the_file_and_the_next_one_works(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoding.decoder().close()
    with monkeypatch.context() as patch:
        patch.setattr(parent.sys, "executable", "/bin/false")
        broken = checked(upload(person))
    assert (broken.state, broken.refusal_code) == (Document.State.REFUSED, "crashed")
    assert checked(upload(person)).state == Document.State.ACCEPTED


def test_a_child_that_takes_too_long_refuses_the_file(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with child.Decoder(seconds=0.0001) as hasty:
        hasty.warm()
        monkeypatch.setattr(checking, "decoder", lambda: hasty)
        assert checked(upload(person)).refusal_code == "timeout"


def test_a_lost_or_altered_original_is_refused(person: User) -> None:
    document = upload(person)
    vault.delete(document.original_key)
    assert checked(document).refusal_code == "lost"
    altered = upload(person)
    path = settings.DATA_DIR / "files" / altered.original_key
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert checked(altered).refusal_code == "lost"


def test_the_check_takes_few_queries(person: User, django_assert_max_num_queries) -> None:
    document = upload(person, "id-back", BACK)
    with django_assert_max_num_queries(16):  # three ask whether settings still hold, three queue the reading
        tasks.check_document.func(str(document.pk))


def test_without_any_round_the_usual_limits_hold(person: User) -> None:
    document = upload(person)
    Round.objects.get().stages.all().delete()
    assert checked(document).state == Document.State.ACCEPTED


@pytest.mark.parametrize(
    ("slot", "data", "code"),
    [
        ("portrait", b"", "file:empty"),
        ("portrait", PORTRAIT + b"\x00" * 10 * 1024 * 1024, "file:too-big"),
        ("portrait", b"%PDF-1.7\n" + b" " * 200_000, "file:type"),
        ("id-front", b"GIF89a" + b" " * 2000, "file:type"),
        ("id-front", b"\xff\xd8\xff" + b" " * (10 * 1024 * 1024), "file:too-big"),
        ("passport", PORTRAIT, "slot:unknown"),
        ("diploma:6f1f4a6e-5d3b-4b6e-9f27-3d1c3c1d0a11", BACK, "slot:unknown"),
    ],
)
def test_what_is_not_even_kept(slot: str, data: bytes, code: str, person: User) -> None:
    assert refusal(lambda: upload(person, slot, data)) == code
    assert not Document.objects.exists()
    assert list(vault.stored()) == []


def test_refusals_name_the_measured_value_and_the_demand(person: User) -> None:
    with pytest.raises(Refused) as refused:
        upload(person, "id-front", PORTRAIT + b"\x00" * 10 * 1024 * 1024)
    assert refused.value.refusal.message.endswith("要求不超过 10 MB。")
    Round.objects.update(portrait_min_width=600)
    document = checked(upload(person))
    assert document.refusal_message == "宽 480 像素，要求不少于 600"


def test_the_row_of_another_person_is_no_slot(person: User) -> None:
    other = people.filled().dossier.educations.get()
    assert refusal(lambda: upload(person, f"diploma:{other.pk}", BACK)) == "slot:unknown"
    own = person.dossier.educations.get()
    assert upload(person, f"diploma:{own.pk}", BACK).education_id == own.pk


@pytest.mark.parametrize(("slot", "needed"), [("portrait", True), ("id-back", True), ("cet", False)])
def test_portrait_and_id_images_need_the_separate_consent(slot: str, needed: bool) -> None:
    people.cycle()
    person = people.filled()
    data = PORTRAIT if slot == "portrait" else BACK
    if needed:
        assert refusal(lambda: upload(person, slot, data)) == "consent:images"
    else:
        assert upload(person, slot, data).state == Document.State.RECEIVED
    people.agreed(person)
    assert upload(person, slot, data).state == Document.State.RECEIVED


def test_nobody_fills_the_store(person: User) -> None:
    for _ in range(rules.MOST_UPLOADS):
        people.document(person, "cet", uploaded_at=AT - timedelta(minutes=30))
        Document.objects.filter(replaced_at=None).update(replaced_at=AT)
    assert refusal(lambda: upload(person, "cet", BACK)) == "upload:pace"
    assert upload(person, "cet", BACK, at=AT + timedelta(minutes=31)).state == Document.State.RECEIVED


def test_the_reconciler_takes_up_what_has_waited_too_long(person: User) -> None:
    late = upload(person, at=AT - timedelta(minutes=3))
    upload(person, "id-back", BACK, at=AT)
    checked(upload(person, "cet", BACK, at=AT))
    Document.objects.filter(slot="id-back").update(uploaded_at=AT - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs")
    for _ in range(2):
        tasks.reconcile_checks.func(0)
    jobs = ProcrastinateJob.objects.filter(task_name="dossiers.check_document")
    assert [job.args for job in jobs] == [{"document_id": str(late.pk)}]


def test_a_waiting_check_is_not_queued_again(person: User) -> None:
    upload(person, at=AT - timedelta(minutes=3))
    tasks.reconcile_checks.func(0)
    assert ProcrastinateJob.objects.filter(task_name="dossiers.check_document").count() == 1


def aged(key: str, hours: float) -> str:
    moment = time.time() - hours * 3600
    os.utime(settings.DATA_DIR / "files" / key, (moment, moment))
    return key


def test_the_sweep_removes_old_orphans_only(person: User) -> None:
    pages = checked(upload(person, "cet", people.pdf(pages=2), name="a.pdf"))
    replaced = checked(upload(person))
    checked(upload(person, data=BETTER))
    kept = [aged(key, 48) for key in vault.stored()]
    assert set(pages.page_keys) | {replaced.original_key, replaced.clean_key} <= set(kept)
    fresh, orphan = aged(vault.put(b"just written"), 23), aged(vault.put(b"nobody's"), 25)
    clock.freeze(AT + timedelta(days=400))
    tasks.sweep_orphans.func(0)
    assert not vault.exists(orphan)
    assert vault.exists(fresh), "its row may be on the way"
    assert all(vault.exists(key) for key in kept)


def test_every_column_with_files_is_known_to_the_sweep() -> None:
    known = {f"{column.model._meta.label_lower}.{column.name}" for column in filing.key_columns()}
    assert known >= {
        "dossiers.document.original_key",
        "dossiers.document.clean_key",
        "dossiers.document.thumbnail_key",
        "dossiers.document.page_keys",
        "applications.formpaper.key",
    }


def test_certificates_and_names_of_files(person: User) -> None:
    lines = ["临床医学专业"]
    given = {"title": "毕业证书", "number": "1", "issuer": "昆明医科大学", "date": "2023 年 6 月"}
    drawn = certificate(5, name="和志远", lines=lines, **given)
    row = person.dossier.educations.get()
    document = upload(person, f"diploma:{row.pk}", drawn, name="../../etc/毕业<证>\u202e.exe")
    assert document.name == "毕业证.exe.jpg"
    assert checked(document).state == Document.State.ACCEPTED
