"""A portrait that the machine could repair: offered beside the refused one, in force only once it has been taken."""

import hashlib
import io
from datetime import timedelta

import pytest
from PIL import Image, ImageFilter

from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.cycles.models import Cycle, PictureCheck, Round
from zhupei.dossiers import actions, decoding, queries, rules, tasks
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Notice
from zhupei.pure.portrait import PORTRAIT_CHECKS, PortraitReport, Repair
from zhupei.pure.scans.results import Rejected
from zhupei.world.drawn import portrait_jpeg

pytestmark = pytest.mark.django_db

PORTRAIT = portrait_jpeg(1)
GREY = portrait_jpeg(1, background=231)


@pytest.fixture
def person() -> User:
    people.cycle()
    clock.freeze(AT)
    return people.agreed(people.filled())


def sent(person: User, data: bytes = GREY, name: str = "照片.jpg", at=AT) -> Document:
    document = actions.upload(actor=person, slot="portrait", data=data, at=at, name=name, round_=Round.objects.get())
    tasks.check_document.func(str(document.pk))
    document.refresh_from_db()
    return document


def take(person: User, document: Document) -> Document:
    return actions.take(actor=person, at=AT + timedelta(minutes=2), slot=document.slot, document_id=document.pk)


def test_a_grey_wall_is_refused_and_a_white_one_offered(person: User) -> None:
    refused = sent(person)
    assert (refused.state, refused.refusal_code) == (Document.State.REFUSED, "portrait:background_white")
    assert "231" in refused.refusal_message and "255" in refused.refusal_message
    offer = refused.offer
    assert offer.state == Document.State.OFFERED
    assert offer.report["portrait"]["verdict"] == "pass"
    assert [check["name"] for check in offer.report["portrait"]["checks"]] == list(PORTRAIT_CHECKS)
    repaired = vault.get(offer.clean_key)
    assert hashlib.sha256(repaired).hexdigest() == offer.digest
    with Image.open(io.BytesIO(repaired)) as picture:
        assert (offer.width, offer.height) == picture.size == (826, 1052)
        assert picture.getpixel((5, 5)) == (255, 255, 255)
    assert vault.get(refused.original_key) == GREY, "the original is kept"
    data = queries.load(person)
    assert (data.documents, data.attempts) == ({}, {"portrait": offer}), "nothing is in force yet"
    notice = Notice.objects.get(recipient=person)
    assert notice.title == "免冠照片已修复，等您确认" and "还没有更换" in notice.body
    assert Event.objects.filter(verb="document.offer", object_id=str(offer.pk)).count() == 1


def test_taken_it_is_in_force_and_replaces_the_one_before(person: User) -> None:
    before = sent(person, PORTRAIT)
    offer = sent(person, at=AT + timedelta(minutes=1)).offer
    revision = queries.load(person).dossier.revision
    taken = take(person, offer)
    before.refresh_from_db()
    data = queries.load(person)
    assert (data.documents, data.attempts) == ({"portrait": taken}, {})
    assert before.replaced_at is not None
    assert data.dossier.revision == revision + 1, "a check page shown before is out of date"
    assert Event.objects.filter(verb="document.take", object_id=str(offer.pk)).count() == 1


def test_taken_twice_it_is_taken_once(person: User) -> None:
    offer = sent(person).offer
    assert take(person, offer) == take(person, offer)
    assert Event.objects.filter(verb="document.take").count() == 1


def test_what_was_taken_and_has_been_replaced_is_outdated(person: User) -> None:
    offer = sent(person).offer
    take(person, offer)
    newer = sent(person, data=portrait_jpeg(2), at=AT + timedelta(minutes=3))
    assert newer.state == Document.State.ACCEPTED
    with pytest.raises(Refused) as refused:
        take(person, offer)
    assert refused.value.refusal.code == "offer:outdated"


def test_nobody_takes_what_was_offered_to_another(person: User) -> None:
    offer = sent(person).offer
    with pytest.raises(Refused) as refused:
        take(people.filled(), offer)
    assert refused.value.refusal.code == "offer:unknown"
    offer.refresh_from_db()
    assert offer.state == Document.State.OFFERED


@pytest.mark.parametrize("newer", [GREY, PORTRAIT])
def test_a_newer_upload_makes_an_offer_outdated(newer: bytes, person: User) -> None:
    offer = sent(person).offer
    sent(person, newer, at=AT + timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        take(person, offer)
    assert refused.value.refusal.code == "offer:outdated"


def test_an_ordinary_upload_cannot_be_taken_past_its_check(person: User) -> None:
    document = actions.upload(actor=person, slot="portrait", data=GREY, at=AT, name="a.jpg", round_=Round.objects.get())
    with pytest.raises(Refused) as refused:
        take(person, document)
    assert refused.value.refusal.code == "offer:unknown"


def test_until_it_is_taken_the_dossier_lacks_its_portrait(person: User) -> None:
    sent(person)
    data = queries.load(person)
    gaps = [gap.message for gap in rules.gaps(data, cycle=Cycle.objects.get(), kind="residency")]
    assert "免冠照片已自动修复，请对比后确认使用" in gaps


def test_a_photograph_from_a_phone_in_another_format_is_converted(person: User) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(PORTRAIT)) as picture:
        picture.save(out, "PNG")
    document = sent(person, out.getvalue(), "IMG_0001.png")
    assert document.state == Document.State.ACCEPTED, document.refusal_message
    assert vault.get(document.clean_key).startswith(b"\xff\xd8")


def test_what_cannot_be_repaired_says_so(person: User) -> None:
    small = io.BytesIO()
    with Image.open(io.BytesIO(GREY)) as picture:
        picture.resize((240, 320)).save(small, "JPEG", quality=95)
    document = sent(person, small.getvalue())
    assert document.state == Document.State.REFUSED
    assert "240" in document.refusal_message and "413" in document.refusal_message
    assert not Document.objects.filter(state=Document.State.OFFERED).exists()


def mode(name: str, chosen: str) -> None:
    PictureCheck.objects.create(cycle=Cycle.objects.get(), code=name, mode=chosen)


def test_the_province_may_only_warn(person: User) -> None:
    mode("background_white", "warn")
    mode("border", "warn")
    document = sent(person)
    assert document.state == Document.State.ACCEPTED
    found = {check["name"]: check["verdict"] for check in document.report["portrait"]["checks"]}
    assert found["background_white"] == "warn"


def blurred(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.filter(ImageFilter.GaussianBlur(4.6)).save(out, "JPEG", quality=100, subsampling=0)
    return out.getvalue()


def test_what_the_province_lets_pass_stops_no_repair(person: User) -> None:
    picture = blurred(portrait_jpeg(6, background=180))
    assert sent(person, picture).refusal_code == "portrait:sharp"
    mode("sharp", "warn")
    refused = sent(person, picture, at=AT + timedelta(seconds=1))
    assert refused.state == Document.State.REFUSED and "模糊" not in refused.refusal_message
    assert refused.offer.report["portrait"]["verdict"] == "warn"
    found = {check["name"]: check["verdict"] for check in refused.offer.report["portrait"]["checks"]}
    assert (found["sharp"], found["background_white"]) == ("warn", "pass")


def test_a_repair_that_fails_tells_only_what_to_do(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "头部四周画面不够（缺 24%），请离镜头远一些，在纯色墙前重拍"
    failed = Repair(None, PortraitReport(()), (reason,))
    monkeypatch.setattr(decoding.decoder(), "repair", lambda *_, **__: failed)
    document = sent(person)
    assert (document.refusal_code, document.refusal_message) == ("portrait:background_white", reason)
    assert "可自动修复" not in str(document.report)


def test_the_province_may_switch_a_check_off(person: User) -> None:
    mode("background_white", "off")
    mode("border", "off")
    document = sent(person)
    assert document.state == Document.State.ACCEPTED
    assert "background_white" not in {check["name"] for check in document.report["portrait"]["checks"]}


def test_thresholds_are_settings_of_the_cycle(person: User) -> None:
    Cycle.objects.update(portrait_thresholds={"head_height": [0.1, 0.2], "head_height_warn": [0.1, 0.2]})
    document = sent(person, PORTRAIT)
    assert document.refusal_code == "portrait:head_height"


def test_nonsense_in_the_database_stops_no_portrait(person: User) -> None:
    Cycle.objects.update(portrait_thresholds={"of": 1, "ring": -1, "max_pixels": 1})
    assert sent(person, PORTRAIT).state == Document.State.ACCEPTED


def test_a_repair_that_dies_leaves_the_plain_refusal(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding.decoder(), "repair", lambda *_, **__: Rejected("crashed", ""))
    document = sent(person)
    assert "可自动修复" not in document.refusal_message and "请在纯色墙前重拍" in document.refusal_message
    assert (document.state, document.refusal_code) == (Document.State.REFUSED, "portrait:background_white")
    assert document.clean_key == ""
