"""Loading costs the same however much there is; finding stays within one's own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.bases.models import Specialty
from zhupei.cycles.models import Cycle, DesignatedPlace, PersonCategory, PlanLine, Round
from zhupei.dossiers import actions, catalogue_queries, document_queries, lock_queries, queries, rules
from zhupei.dossiers.models import Document
from zhupei.kernel import clock, settled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_the_bundle_costs_four_queries_and_the_rules_none(rows: int, django_assert_num_queries) -> None:
    cycle = Cycle.objects.get(pk=people.cycle().pk)
    person = people.filled(educations=rows)
    for row in person.dossier.educations.all():
        people.document(person, f"diploma:{row.pk}")
    rules.gaps(queries.load(person), cycle=cycle)
    with settled.one_request():
        clock.now()
        with django_assert_num_queries(4):
            data = queries.load(person)
        assert len(data.educations) == len(data.documents) == rows
        with django_assert_num_queries(0):
            gaps = rules.gaps(data, cycle=cycle)
            rules.tasks(data, gaps, cycle)
            rules.demanded(data, cycle)


def test_a_person_without_a_dossier_has_a_blank_one() -> None:
    person = factories.applicant()
    data = queries.load(person)
    assert data.dossier.revision == 0
    assert data.educations == data.employments == ()
    assert data.sex == "male" or data.sex == "female"


def test_a_page_loads_only_the_parts_it_shows(django_assert_num_queries) -> None:
    person = people.filled()
    queries.load(person)
    with settled.one_request():
        clock.now()
        with django_assert_num_queries(1):
            assert queries.load(person, parts=()).educations == ()
        with django_assert_num_queries(2):
            assert len(queries.load(person, parts=("education",)).educations) == 1


def test_in_force_and_newer_attempts_are_kept_apart() -> None:
    person = people.filled()
    people.document(person, "portrait", uploaded_at=AT - timedelta(days=2), replaced_at=AT - timedelta(days=1))
    in_force = people.document(person, "portrait", uploaded_at=AT - timedelta(days=1))
    refused = people.document(person, "portrait", state=Document.State.REFUSED, uploaded_at=AT)
    older = people.document(person, "id-front", state=Document.State.REFUSED, uploaded_at=AT - timedelta(days=1))
    newer = people.document(person, "id-front", uploaded_at=AT)
    data = queries.load(person)
    assert data.documents == {"portrait": in_force, "id-front": newer}
    assert data.attempts == {"portrait": refused}
    assert older not in data.attempts.values()


def test_documents_are_found_by_their_owner_only() -> None:
    person, stranger, reviewer = people.filled(), factories.applicant(), factories.staff("reviewer")
    accepted = people.document(person, "portrait")
    people.document(person, "id-front", state=Document.State.RECEIVED)
    assert list(document_queries.visible_to(person)) == [accepted]
    assert not document_queries.visible_to(stranger).exists()
    assert not document_queries.visible_to(reviewer).exists()


def test_a_name_on_the_designated_list_is_known() -> None:
    cycle = people.cycle()
    person = people.filled(category="postgraduate")
    assert queries.load(person).listed_cycles == frozenset()
    specialty = Specialty.objects.create(code="0700", name="全科", track="western", kind="residency", since=2020)
    round_ = Round.objects.get(cycle=cycle)
    plan = PlanLine.objects.create(round=round_, base=factories.base(), specialty=specialty, seats=2)
    DesignatedPlace.objects.create(
        round=round_,
        category=PersonCategory.objects.get(cycle=cycle, code="postgraduate"),
        name=person.name,
        document_number=person.document_number.plain(),
        document_index=person.document_index,
        plan=plan,
    )
    assert queries.load(person).listed_cycles == {cycle.pk}


@pytest.mark.parametrize("words", ["kmykdx", "昆明医", "昆医大", "kunming", "ＫＭＹＫＤＸ", "  kmyk dx "])
def test_schools_are_found_by_words_pinyin_and_initials(words: str, django_assert_num_queries) -> None:
    people.reference()
    with django_assert_num_queries(1):
        assert catalogue_queries.find_institutions(words)[0].name == "昆明医科大学"


@pytest.mark.parametrize("words", ["", " ", "%", "_", "\\", "\x00", "\ud800", "‮", "查无此校", "x" * 10_000])
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    people.reference()
    assert catalogue_queries.find_institutions(words) == []


def test_regions_come_with_what_lies_beside_and_below() -> None:
    people.reference()
    person = people.filled()
    data = queries.load(person)
    offered = queries.region_choices([data.dossier.registered_region, None])
    codes = {region.pk for below in offered.values() for region in below}
    assert codes == {"110000", "530000", "530100", "532900", "532901"}
    assert [region.pk for region in queries.region_children("")] == ["110000", "530000"]


def test_a_held_dossier_waits_for_the_end_of_the_transaction() -> None:
    person = people.filled()
    with CaptureQueriesContext(connection) as asked:
        lock_queries.hold(person)
    assert "FOR UPDATE" in asked[0]["sql"]
    actions.save_licence(actor=person, at=AT, values={"licence_held": True})
    assert queries.load(person).dossier.licence_held is True
