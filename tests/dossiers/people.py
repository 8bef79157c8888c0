"""A cycle with its policies, and people whose dossiers are complete, for the tests of dossiers and of the desks."""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pikepdf
from PIL import Image

from tests import factories
from zhupei.accounts.actions.consents import agree
from zhupei.accounts.models import ConsentText, User
from zhupei.cycles.models import Cycle, PersonCategory, Round, Stage
from zhupei.dossiers import actions, loading, queries, rules
from zhupei.dossiers.models import Document, Dossier, Institution, Major, Region
from zhupei.kernel.crypto import vault

AT = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
CATEGORIES = (
    ("own_employee", "本单位人", "free", True),
    ("entrusted", "外单位委培人员", "free", True),
    ("unaffiliated", "社会人", "free", False),
    ("postgraduate", "专硕研究生", "designated", False),
)


def cycle(year: int = 2026) -> Cycle:
    """A cycle whose first registration is open at AT, with categories, matrix and the consent to images."""
    made = Cycle.objects.create(year=year, name=f"{year} 年度")
    for position, (code, name, mode, employer) in enumerate(CATEGORIES):
        PersonCategory.objects.create(
            cycle=made, code=code, name=name, choice_mode=mode, needs_employer=employer, position=position
        )
    loading.load_document_matrix(made)
    first = Round.objects.create(cycle=made, number=1, name="第一批次")
    Stage.objects.create(
        round=first, kind=Stage.Kind.REGISTRATION, opens=AT - timedelta(days=5), closes=AT + timedelta(days=20)
    )
    ConsentText.objects.get_or_create(
        key=queries.IMAGES_CONSENT,
        version=1,
        defaults={"title": "人像与证件图像单独同意", "body": "…", "published_at": AT},
    )
    return made


REGIONS = (
    ("530000", "云南省", None, 1),
    ("110000", "北京市", None, 1),
    ("530100", "昆明市", "530000", 2),
    ("532900", "大理白族自治州", "530000", 2),
    ("530102", "五华区", "530100", 3),
    ("530103", "盘龙区", "530100", 3),
    ("532901", "大理市", "532900", 3),
)
INSTITUTIONS = (
    ("10678", "昆明医科大学", "昆明医科大学 kunmingyikedaxue kmykdx"),
    ("10679", "大理大学", "大理大学 dalidaxue dldx"),
)
MAJOR = Major(code="100201K", name="临床医学", levels=["21"], search_text="临床医学 linchuangyixue lcyx")


def reference() -> None:
    """A handful of regions, schools and majors: enough for a dossier, quicker than all of them; they are there once."""
    if Major.objects.filter(code=MAJOR.code).exists():
        return
    Region.objects.bulk_create(
        [Region(code=code, name=name, parent_id=parent, level=level) for code, name, parent, level in REGIONS],
        ignore_conflicts=True,
    )
    Institution.objects.bulk_create(
        [Institution(code=code, name=name, search_text=words) for code, name, words in INSTITUTIONS],
        ignore_conflicts=True,
    )
    Major.objects.bulk_create([MAJOR])


BASICS: dict[str, Any] = {
    "marital_status": "10",
    "nationality": "CHN",
    "ethnicity": "25",
    "registered_region": "532901",
    "registered_detail": "太和街道文化路 2 号",
    "contact_region": "530102",
    "contact_detail": "华山街道西昌路 295 号",
    "email": "hzy@example.com",
    "qq": "",
    "military": False,
    "category": "unaffiliated",
    "employer": "",
    "emergency_name": "和建国",
    "emergency_relation": "父亲",
    "emergency_phone": "13812345678",
}
EDUCATION: dict[str, Any] = {
    "studying": False,
    "level": "21",
    "degree": "410",
    "institution": "10678",
    "institution_other": "",
    "major": "100201K",
    "major_other": "",
    "started": date(2018, 9, 1),
    "graduated": date(2023, 6, 30),
    "certificate_pending": False,
    "certificate_promised": None,
    "diploma_number": "106781202305001234",
    "degree_number": "1067842023001234",
}
NO_LICENCE: dict[str, Any] = {"licence_held": False}


def filled(person: User | None = None, *, educations: int = 1, **basics: Any) -> User:
    """A person with every section saved but the documents."""
    reference()
    person = person or factories.applicant()
    actions.save_basics(actor=person, at=AT, values={**BASICS, **basics})
    for _ in range(educations):
        actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=EDUCATION)
    actions.save_licence(actor=person, at=AT, values=NO_LICENCE)
    return person


def agreed(person: User) -> User:
    """The separate consent to portrait and ID images."""
    agree(actor=person, texts=list(ConsentText.objects.filter(key=queries.IMAGES_CONSENT)), at=AT)
    return person


def document(person: User, slot: str, **given: Any) -> Document:
    """A checked document in force, as the task leaves it."""
    kind, _, education = slot.partition(":")
    content = given.pop("content", f"content of {slot}".encode())
    fields = {
        "dossier": person.dossier,
        "education_id": education or None,
        "slot": slot,
        "kind": kind,
        "state": Document.State.ACCEPTED,
        "name": "照片.jpg",
        "original_key": vault.put(content),
        "original_size": len(content),
        "original_digest": "0" * 64,
        "clean_key": vault.put(content),
        "thumbnail_key": vault.put(b"small " + content),
        "media_type": "image/jpeg",
        "digest": "1" * 64,
        "uploaded_at": AT,
        "checked_at": AT,
    }
    return Document.objects.create(**{**fields, **given})


def complete(person: User | None = None, *, cycle_: Cycle, **basics: Any) -> User:
    """A person without any gap: sections and documents."""
    if person is None or not Dossier.objects.filter(person=person).exists():
        person = filled(person, **basics)
    agreed(person)
    data = queries.load(person)
    for place in rules.demanded(data, cycle_):
        if place.required:
            document(person, place.slot)
    return person


def pdf(pages: int = 1) -> bytes:
    """A small PDF with blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 400))
        made.save(out)
    return out.getvalue()


def blank_jpeg() -> bytes:
    """Of a portrait's size in pixels and bytes, with nobody on it."""
    out = io.BytesIO()
    Image.effect_noise((480, 640), 20).save(out, "JPEG", quality=94)
    return out.getvalue()
