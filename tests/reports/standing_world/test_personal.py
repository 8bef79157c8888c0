"""What counts as a plain personal number, and what only looks like one."""

from datetime import date

import pytest

from tests import factories
from tests.reports.standing_world.standing import Standing, change, sql
from zhupei.dossiers.models import Dossier, Education
from zhupei.kernel.crypto.sealed import seal_text
from zhupei.pure.identity import DocumentType
from zhupei.pure.identity.eighteen import check_digit
from zhupei.reports import invariants
from zhupei.reports.invariants.personal import personal
from zhupei.world.fiction import generate

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "11010519491231002X", "13812345678"


def diploma(year: int) -> str:
    """Eighteen digits as on a diploma, of the kind whose check digit happens to fit."""
    first = f"106781{year}05120"
    return next(n + check_digit(n) for n in (f"{first}{serial:02d}" for serial in range(99)) if check_digit(n) != "X")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.lower(),
        f"号码{NUMBER}。",
        f'{{"n":"{NUMBER}"}}',
        PHONE,
        f"电话:{PHONE},",
        f"+86{PHONE}",
        f"86-{PHONE}",
        f"+86 {PHONE}",
        f"{PHONE}@139.com",
        "154" + "0" * 8,
    ],
)
def test_numbers(text: str) -> None:
    assert personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110105194912310021",  # the check digit does not fit
        "11010519491331002" + check_digit("11010519491331002"),  # no such day
        diploma(2019),
        f"0{NUMBER}",
        f"{NUMBER}1",
        f"a{PHONE}",
        f"{PHONE}9",
        f"9{PHONE}",
        "12812345678",
        "0871-60000000",
        "2026-W1-004821-1",
        "2026-07-01T12:00:00.123456+08:00",
        "0f" * 32,
        f"z1.a.k1.{PHONE}+/=",
        "H12345678",
    ],
)
def test_lookalikes(text: str) -> None:
    assert not personal(text)


def test_a_travel_permit_counts_when_it_is_somebodys() -> None:
    permit = generate.hk_macao_permit("H", 12_345_678)
    assert not personal(f"证件 {permit}")
    factories.applicant(document_type=DocumentType.HK_MACAO_PERMIT.value, document_number=permit)
    assert personal(f"证件 {permit}")


def test_a_young_persons_number_counts_when_it_is_somebodys() -> None:
    number = generate.resident_id("530102", date(2019, 5, 12), 7)
    assert not personal(number)
    factories.applicant(document_number=number)
    assert personal(number)


def test_certificates_qq_and_public_telephones_are_in_their_place(touched: Standing) -> None:
    education, dossier = Education.objects.first(), Dossier.objects.first()
    assert education and dossier
    change("dossiers_education", "diploma_number = %s, degree_number = %s", education.pk, diploma(2001), diploma(1998))
    change("dossiers_dossier", "qq = %s", dossier.pk, "13900000000")
    sql("UPDATE bases_base SET phone = %s", PHONE)
    assert personal(diploma(2001)), "anywhere else it would be taken for a person's"
    assert invariants.findings({14}) == []


def test_ones_own_phone_is_none_of_these(touched: Standing) -> None:
    dossier = Dossier.objects.get(person=touched.submitted.person)
    change("dossiers_dossier", "qq = %s", dossier.pk, dossier.person.phone.plain())
    assert [finding.text.split()[1] for finding in invariants.findings({14})] == ["dossiers_dossier.qq"]


def test_sealed_columns_are_passed_over_and_plain_text_in_them_is_not(touched: Standing) -> None:
    dossier = Dossier.objects.get(person=touched.submitted.person)
    assert invariants.findings({14}) == []
    change("dossiers_dossier", "emergency_phone = %s", dossier.pk, seal_text(PHONE, "anywhere"))
    assert invariants.findings({14}) == []
    change("dossiers_dossier", "emergency_phone = %s", dossier.pk, PHONE)
    assert [finding.text.split()[1] for finding in invariants.findings({14})] == ["dossiers_dossier.emergency_phone"]


def test_a_crowd_of_lookalikes_hides_nobody(touched: Standing) -> None:
    review = sql("SELECT id FROM applications_review LIMIT 1")[0][0]
    lookalikes = " ".join(f"{n:017d}".replace("0", "1", 1) + "1" for n in range(300))
    change("applications_review", "reason = %s", review, f"{lookalikes} {NUMBER}")
    assert len(invariants.findings({14})) == 1
