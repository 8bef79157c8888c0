"""Saving drafts: what is kept, what is counted, and how two open tabs are told apart."""

import json
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.audit.models import Event
from zhupei.dossiers import actions, queries, rules
from zhupei.dossiers.models import Dossier, Education, Employment
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db

TAB, OTHER = "a" * 16, "b" * 16
LATER = AT + timedelta(minutes=1)


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def test_a_first_save_makes_the_dossier_and_leaves_a_trail() -> None:
    person = factories.applicant()
    dossier = actions.save_basics(
        actor=person, at=AT, values={"email": "a@example.com", "emergency_phone": "13800000000"}
    )
    assert (dossier.revision, dossier.saved_at) == (1, AT)
    event = Event.objects.get(verb="dossier.save")
    assert (event.object_id, event.actor_id) == (str(dossier.pk), str(person.pk))
    assert json.loads(event.detail) == {"changed": ["email", "emergency_phone"], "item": "basics", "revision": 1}


def test_saving_the_same_again_changes_nothing() -> None:
    person = people.filled()
    before = Dossier.objects.get(person=person)
    actions.save_basics(actor=person, at=LATER, values=people.BASICS)
    after = Dossier.objects.get(person=person)
    assert (after.revision, after.saved_at) == (before.revision, before.saved_at)
    assert Event.objects.filter(verb="dossier.save").count() == before.revision


def test_names_that_are_not_given_stay() -> None:
    person = people.filled()
    actions.save_basics(actor=person, at=LATER, values={"qq": "10001"})
    dossier = Dossier.objects.get(person=person)
    assert (dossier.qq, dossier.email, dossier.category) == ("10001", "hzy@example.com", "unaffiliated")


def test_contradictions_are_saved_and_shown_as_gaps() -> None:
    person = people.filled()
    row = person.dossier.educations.get()
    actions.save_education(actor=person, at=LATER, education_id=row.pk, values={"graduated": date(2010, 1, 1)})
    assert Education.objects.get(pk=row.pk).graduated == date(2010, 1, 1)


def test_addresses_and_phones_rest_sealed() -> None:
    person = people.filled()
    with connection.cursor() as cursor:
        cursor.execute("SELECT registered_detail, contact_detail, emergency_phone FROM dossiers_dossier")
        stored = "".join(cursor.fetchone())
        cursor.execute("SELECT detail FROM audit_event")
        trail = "".join(row[0] for row in cursor.fetchall())
    for plain in ("太和街道", "华山街道", "13812345678"):
        assert plain not in stored + trail
    assert Dossier.objects.get(person=person).registered_detail.plain() == "太和街道文化路 2 号"


def test_an_older_form_does_not_overwrite_a_newer_save() -> None:
    person = people.filled()
    seen = Dossier.objects.get(person=person).revision
    actions.save_basics(actor=person, at=LATER, values={"qq": "10001"}, revision=seen, form=OTHER)
    with pytest.raises(Refused) as refused:
        actions.save_basics(actor=person, at=LATER, values={"qq": "10002"}, revision=seen, form=TAB)
    assert code(refused) == "dossier:conflict"
    assert "12:01:00" in refused.value.refusal.message
    assert Dossier.objects.get(person=person).qq == "10001"


def test_a_form_continues_its_own_saves_even_when_the_answer_was_lost() -> None:
    person = people.filled()
    seen = Dossier.objects.get(person=person).revision
    actions.save_basics(actor=person, at=LATER, values={"qq": "10001"}, revision=seen, form=TAB)
    actions.save_basics(actor=person, at=LATER, values={"qq": "10002"}, revision=seen, form=TAB)
    assert Dossier.objects.get(person=person).qq == "10002"


def test_an_older_form_that_says_the_same_is_no_conflict() -> None:
    person = people.filled()
    seen = Dossier.objects.get(person=person).revision
    for tab in (OTHER, TAB):
        actions.save_basics(actor=person, at=LATER, values={"qq": "10001"}, revision=seen, form=tab)
    assert Dossier.objects.get(person=person).revision == seen + 1


def test_other_sections_and_rows_are_no_conflict() -> None:
    person = people.filled(educations=2)
    first, second = person.dossier.educations.all()
    seen = Dossier.objects.get(person=person).revision
    actions.save_licence(actor=person, at=LATER, values={"licence_held": True}, revision=seen, form=OTHER)
    save = actions.save_education
    save(actor=person, at=LATER, education_id=first.pk, values={"degree": "0"}, revision=seen, form=OTHER)
    save(actor=person, at=LATER, education_id=second.pk, values={"degree": "0"}, revision=seen, form=TAB)
    actions.save_basics(actor=person, at=LATER, values={"qq": "10001"}, revision=seen, form=TAB)
    with pytest.raises(Refused) as refused:
        save(actor=person, at=LATER, education_id=first.pk, values={"degree": "410"}, revision=seen, form=TAB)
    assert code(refused) == "dossier:conflict"


@pytest.mark.parametrize(
    ("last", "revision", "form", "refused"),
    [
        (None, 0, TAB, False),
        (5, 5, TAB, False),
        (5, 4, TAB, True),
        (5, 4, OTHER, False),
        (5, 4, "", True),
        (5, None, "", False),
        (5, 9, TAB, False),
    ],
)
def test_when_two_forms_are_in_conflict(last: int | None, revision: int | None, form: str, refused: bool) -> None:
    saves = {"licence": {"revision": last, "at": AT.isoformat(), "form": OTHER}} if last else {}
    assert bool(rules.conflict(Dossier(saves=saves), "licence", revision, form)) is refused


def test_a_row_is_made_once_however_often_it_is_sent() -> None:
    person = people.filled(educations=0)
    row_id = uuid.uuid4()
    for degree in ("410", "410", "0"):
        values = {**people.EDUCATION, "degree": degree}
        actions.add_education(actor=person, at=AT, education_id=row_id, values=values, form=TAB)
    assert Education.objects.get().degree == "0"


def test_rows_of_another_dossier_do_not_exist() -> None:
    person, stranger = people.filled(), people.filled()
    row = person.dossier.educations.get()
    with pytest.raises(Education.DoesNotExist):
        actions.save_education(actor=stranger, at=AT, education_id=row.pk, values={"degree": "0"})
    with pytest.raises(Education.DoesNotExist):
        actions.remove_education(actor=stranger, at=AT, education_id=row.pk)
    with pytest.raises(Education.DoesNotExist):
        actions.add_education(actor=stranger, at=AT, education_id=row.pk, values={"degree": "0"})
    assert Education.objects.get(pk=row.pk).degree == "410"


def test_there_is_room_for_so_many_rows_and_no_more() -> None:
    person = people.filled(educations=0)
    for _ in range(rules.MOST_ROWS["work"]):
        actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values={})
    with pytest.raises(Refused) as refused:
        actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values={})
    assert code(refused) == "dossier:rows"
    assert Employment.objects.count() == rules.MOST_ROWS["work"]


def test_a_removed_row_leaves_its_documents() -> None:
    person = people.filled()
    row = person.dossier.educations.get()
    slot = f"diploma:{row.pk}"
    document = people.document(person, slot)
    actions.remove_education(actor=person, at=LATER, education_id=row.pk)
    document.refresh_from_db()
    assert (document.education_id, document.slot, document.state) == (None, slot, "accepted")
    assert queries.load(person).educations == ()
    event = Event.objects.filter(verb="dossier.save").latest("pk")
    assert json.loads(event.detail)["changed"] == [f"removed:{row.pk}"]


def test_naming_a_job_answers_whether_there_is_one() -> None:
    person = people.filled()
    actions.save_work(actor=person, at=AT, values={"has_work": False})
    actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values={"employer": "医院"})
    assert Dossier.objects.get(person=person).has_work is True
