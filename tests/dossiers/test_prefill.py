"""What a person's own identity card puts into his empty form, and whose card puts nothing there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.dossiers import people
from tests.dossiers.people import AT
from tests.dossiers.test_inspecting import front
from zhupei.accounts.models import User
from zhupei.cycles.models import Round
from zhupei.dossiers import actions, document_queries, rules, tasks
from zhupei.dossiers.models import Document, Dossier
from zhupei.kernel import clock

pytestmark = pytest.mark.django_db

PROPOSED = {"ethnicity": "01", "registered_region": "532901", "registered_detail": "样例路1号"}
NOTE = "已按您上传的身份证填入"


@pytest.fixture
def person() -> User:
    people.cycle()
    clock.freeze(AT)
    person = people.agreed(people.filled())
    leave_empty(person.dossier)
    return person


def leave_empty(dossier: Dossier) -> None:
    dossier.ethnicity, dossier.registered_region, dossier.registered_detail = "", None, ""
    dossier.save()


def uploads(person: User, data: bytes) -> Document:
    document = actions.upload(actor=person, at=AT, slot="id-front", name="a.jpg", data=data, round_=Round.objects.get())
    tasks.check_document.func(str(document.pk))
    tasks.read_document.func(str(document.pk))
    document.refresh_from_db()
    return document


def proposed(person: User) -> dict[str, str]:
    dossier = Dossier.objects.get(person=person)
    return rules.prefill(dossier, document_queries.own_card(dossier.person))


def test_an_empty_form_takes_what_the_card_says_and_saves_nothing(person: User, client: Client) -> None:
    document = uploads(person, front(person))
    assert proposed(person) == PROPOSED
    assert "样例路" not in Document.objects.filter(pk=document.pk).values_list("card", flat=True)[0]
    client.force_login(person)
    page = client.get(reverse("applicant:basics")).content.decode()
    assert f"{NOTE}：民族、户籍所在地、户籍详细地址" in page and "样例路1号" in page
    assert Dossier.objects.get(person=person).ethnicity == ""


def test_what_has_been_written_stays(person: User, client: Client) -> None:
    uploads(person, front(person))
    Dossier.objects.filter(person=person).update(ethnicity="02")
    assert proposed(person) == {key: PROPOSED[key] for key in ("registered_region", "registered_detail")}
    dossier = Dossier.objects.get(person=person)
    dossier.registered_detail = "别处 2 号"
    dossier.save()
    assert proposed(person) == {}
    client.force_login(person)
    assert NOTE not in client.get(reverse("applicant:basics")).content.decode()


def test_the_card_of_somebody_else_proposes_nothing(person: User) -> None:
    document = uploads(person, front(person, number="530702199904125217"))
    assert document.state == Document.State.ACCEPTED and not document.card.plain()
    assert proposed(person) == {}


def test_without_a_card_nothing_is_proposed(person: User, client: Client) -> None:
    assert proposed(person) == {}
    client.force_login(person)
    assert NOTE not in client.get(reverse("applicant:basics")).content.decode()
