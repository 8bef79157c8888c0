"""What the machine sees on documents: hints beside the file, a decision only where the province wants one."""

import io
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from PIL import Image, ImageFilter
from procrastinate.contrib.django.models import ProcrastinateJob
from structlog.testing import capture_logs

from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle, PictureCheck, Round, Stage
from zhupei.dossiers import actions, decoding, queries, rules, tasks
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.pure.scans.document_check import DOCUMENT_CHECKS, SEEN_CHECKS
from zhupei.pure.scans.results import Rejected
from zhupei.world.drawn import certificate, id_card_back, id_card_front

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    people.cycle()
    clock.freeze(AT)
    return people.agreed(people.filled())


def front(person: User, number: str = "") -> bytes:
    found = person.document_number.plain()
    return id_card_front(
        1,
        name=person.name,
        sex="男" if int(found[16]) % 2 else "女",
        ethnicity="汉",
        birth=(int(found[6:10]), int(found[10:12]), int(found[12:14])),
        address="云南省大理市样例路 1 号",
        number=number or found,
    )


def back(until: str = "2038.03.01") -> bytes:
    return id_card_back(1, issuer="大理市公安局", valid_from="2018.03.01", valid_until=until)


def diploma(name: str = "和丽", number: str = "106781202601000001") -> bytes:
    return certificate(
        1,
        title="毕业证书",
        name=name,
        lines=["于 2021 年至 2026 年在临床医学专业学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"],
        number=number,
        issuer="昆明医科大学",
        date="2026 年 6 月",
    )


def again(data: bytes, change) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        change(picture.convert("RGB")).save(out, "JPEG", quality=90)
    return out.getvalue()


def looked(person: User, slot: str, data: bytes) -> Document:
    document = actions.upload(actor=person, slot=slot, data=data, at=AT, name="a.jpg", round_=Round.objects.get())
    tasks.check_document.func(str(document.pk))
    tasks.read_document.func(str(document.pk))
    document.refresh_from_db()
    return document


def hints(document: Document) -> dict[str, str]:
    return {check["name"]: check["advice"] for check in document.report["document"] if check["verdict"] != "pass"}


def test_ones_own_card_says_nothing(person: User) -> None:
    document = looked(person, "id-front", front(person))
    assert document.state == Document.State.ACCEPTED
    assert hints(document) == {}
    assert {check["name"] for check in document.report["document"]} == set(DOCUMENT_CHECKS) - {"issuer", "validity"}


def test_somebody_elses_card_is_a_hint_and_no_number_rests_in_the_report(person: User) -> None:
    other = people.filled()
    document = looked(person, "id-front", front(other))
    assert document.state == Document.State.ACCEPTED, "a person decides"
    assert "不一致" in hints(document)["number"]
    assert other.document_number.plain() not in str(document.report)
    assert other.name not in str(document.report)


def test_the_wrong_side_is_named(person: User) -> None:
    assert "这里需要国徽面" in hints(looked(person, "id-back", front(person)))["side"]


def test_a_card_that_ends_before_the_exam_is_a_hint(person: User) -> None:
    round_ = Round.objects.get()
    Stage.objects.create(round=round_, kind="exam", opens=AT + timedelta(days=60), closes=AT + timedelta(days=61))
    ends = (AT + timedelta(days=30)).strftime("%Y.%m.%d")
    advice = hints(looked(person, "id-back", back(ends)))["validity"]
    assert "早于考试日期" in advice
    assert "validity" not in hints(looked(person, "id-back", back()))


def test_a_picture_that_lies_wrong_is_turned(person: User) -> None:
    lying = again(diploma(), lambda picture: picture.transpose(Image.Transpose.ROTATE_270))
    document = looked(person, "cet", lying)
    assert "自动转正" in hints(document)["orientation"]
    with Image.open(io.BytesIO(diploma())) as upright:
        assert (document.width > document.height) == (upright.width > upright.height)
    with Image.open(io.BytesIO(vault.get(document.clean_key))) as kept:
        assert kept.size == (document.width, document.height)
    assert vault.get(document.original_key) == lying


def test_blur_is_a_hint_unless_the_province_blocks_it(person: User) -> None:
    blurred = again(diploma(), lambda picture: picture.filter(ImageFilter.GaussianBlur(6)))
    document = looked(person, "cet", blurred)
    assert document.state == Document.State.ACCEPTED and "blur" in hints(document)
    PictureCheck.objects.create(cycle=Cycle.objects.get(), code="blur", mode="block")
    strict = looked(person, "cet", blurred)
    assert (strict.state, strict.refusal_code) == (Document.State.REFUSED, "document:blur")
    PictureCheck.objects.update(mode="off")
    assert "blur" not in hints(looked(person, "cet", blurred))


def test_thresholds_are_settings_of_the_cycle(person: User) -> None:
    Cycle.objects.update(scan_thresholds={"long_side": 3000})
    assert "size" in hints(looked(person, "cet", diploma()))


def test_nonsense_in_the_database_is_told_in_the_log_and_stops_no_check(person: User) -> None:
    nonsense = {"long_side": 3000, "sharp": -5, "of": 1}
    Cycle.objects.update(scan_thresholds=nonsense, portrait_thresholds=nonsense)
    with capture_logs() as logs:
        found = hints(looked(person, "cet", diploma()))
    assert "size" in found and "blur" not in found, "what is right counts, what is wrong has its default"
    ignored = {entry["threshold"] for entry in logs if entry["event"] == "threshold ignored"}
    assert ignored == {"sharp", "of"} and {entry["log_level"] for entry in logs} >= {"error"}
    Cycle.objects.update(scan_thresholds=[3])
    assert "size" not in hints(looked(person, "cet", diploma()))


def test_the_first_page_of_a_pdf_is_looked_at(person: User) -> None:
    document = looked(person, "cet", people.pdf(pages=2))
    assert document.state == Document.State.ACCEPTED and document.report["document"]


def test_the_same_paper_of_another_person_is_shown_to_the_reviewer_only(person: User) -> None:
    other = people.agreed(people.filled())
    looked(other, "cet", diploma())
    same = again(diploma(), lambda picture: picture.resize((picture.width * 4 // 5, picture.height * 4 // 5)))
    document = looked(person, "cet", same)
    assert len(document.report["alike"]) == 1
    assert other.name not in document.report["alike"][0], "masked"
    assert document.state == Document.State.ACCEPTED


def test_another_person_is_told_once_by_the_latest_file(person: User) -> None:
    other = people.agreed(people.filled())
    replaced = looked(other, "cet", diploma())
    again_ = looked(other, "cet", again(diploma(), lambda picture: picture.resize((picture.width // 2,) * 2)))
    third = people.agreed(people.filled())
    looked(third, "cet", diploma())
    Document.objects.filter(pk=again_.pk).update(uploaded_at=AT + timedelta(days=40))
    told = looked(person, "cet", diploma()).report["alike"]
    day = (AT + timedelta(days=40)).astimezone(clock.SHANGHAI)
    assert replaced.pk != again_.pk and len(told) == 2
    assert sum(f"{day.year} 年 {day.month} 月" in words for words in told) == 1


def test_ones_own_paper_again_is_nothing_and_neither_is_another_on_the_same_form(person: User) -> None:
    looked(person, "cet", diploma())
    assert looked(person, "cet", diploma()).report["alike"] == []
    other = people.agreed(people.filled())
    assert looked(other, "cet", diploma("阿依夏木·买买提", "105331202601000877")).report["alike"] == []


def test_when_nothing_could_be_seen_a_person_looks_anyway(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for asked in ("inspect", "read"):
        monkeypatch.setattr(decoding.decoder(), asked, lambda *_, **__: Rejected("crashed", ""))
    document = looked(person, "cet", diploma())
    assert document.state == Document.State.ACCEPTED
    assert "unseen" in {each["code"] for each in document.report["findings"]}
    assert queries.load(person).documents["cet"] == document


@pytest.mark.parametrize(("size", "code"), [((1, 1), "too_narrow"), ((5, 3000), "too_narrow"), ((3000, 5), "too_low")])
def test_a_crumb_or_a_thread_is_refused_at_once(person: User, size: tuple[int, int], code: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 200, 200)).save(out, "PNG")
    document = looked(person, "cet", out.getvalue())
    assert (document.state, document.refusal_code) == (Document.State.REFUSED, code)


def test_a_check_that_breaks_on_a_file_refuses_it(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "seen", lambda *_: [][0])
    with capture_logs() as logs:
        document = looked(person, "cet", diploma())
    assert (document.state, document.refusal_code) == (Document.State.REFUSED, "unchecked")
    assert [entry["log_level"] for entry in logs if entry["event"] == "check broke"] == ["error"]


def test_a_check_that_misses_the_database_is_tried_again(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(rules, "seen", gone)
    with pytest.raises(OperationalError):
        looked(person, "cet", diploma())
    assert Document.objects.get(slot="cet").state == Document.State.RECEIVED


def test_reading_comes_after_the_document_counts(person: User) -> None:
    document = actions.upload(
        actor=person, slot="id-front", data=front(person), at=AT, name="a.jpg", round_=Round.objects.get()
    )
    tasks.check_document.func(str(document.pk))
    document.refresh_from_db()
    assert document.state == Document.State.ACCEPTED and document.read_at is None
    assert [check["name"] for check in document.report["document"]] == list(SEEN_CHECKS)
    job = ProcrastinateJob.objects.get(task_name="dossiers.read_document")
    assert (job.priority, job.args) == (-10, {"document_id": str(document.pk)})
    for _ in range(2):
        tasks.read_document.func(str(document.pk))
    document.refresh_from_db()
    names = [check["name"] for check in document.report["document"]]
    assert len(names) == len(set(names)) and {"side", "number", "name"} <= set(names)
    assert document.read_at is not None


def test_where_reading_decides_it_comes_first(person: User) -> None:
    PictureCheck.objects.create(cycle=Cycle.objects.get(), code="number", mode="block")
    document = looked(person, "id-front", front(people.filled()))
    assert (document.state, document.refusal_code) == (Document.State.REFUSED, "document:number")


@pytest.mark.parametrize("sent", [back, diploma])
def test_who_wants_a_number_gets_it_of_a_front_only(person: User, sent) -> None:
    PictureCheck.objects.create(cycle=Cycle.objects.get(), code="number", mode="block")
    document = looked(person, "id-front", sent())
    assert (document.state, document.refusal_code) == (Document.State.REFUSED, "document:number")


def test_a_lost_reading_is_taken_up_again(person: User) -> None:
    document = looked(person, "cet", diploma())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events; DELETE FROM procrastinate_jobs")
    Document.objects.update(read_at=None, checked_at=AT - timedelta(hours=1))
    for _ in range(2):
        tasks.reconcile_checks.func(0)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"document_id": str(document.pk)}]
