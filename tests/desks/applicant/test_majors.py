"""所学专业: the list follows the level of the row, and a major that cannot belong to it is refused at once."""

import pytest
from django.test import Client

from tests import factories
from tests.dossiers.people import EDUCATION, filled
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle
from zhupei.dossiers import queries, rules
from zhupei.dossiers.models import Education, Major

pytestmark = pytest.mark.django_db
VOCATIONAL = "520101K"
WORDS = "“临床医学（高职专科，520101K）”不是大学本科的专业，应选“临床医学（本科，100201K）”"


@pytest.fixture
def person(client: Client) -> User:
    found = filled()
    Major.objects.create(code=VOCATIONAL, name="临床医学", levels=["31"], search_text="临床医学 linchuangyixue lcyx")
    factories.login(client, found)
    return found


def row(person: User) -> Education:
    return Education.objects.get(dossier__person=person)


def sent(**changed: str) -> dict[str, str]:
    yes_no = {True: "yes", False: "no"}
    written = {
        name: yes_no.get(value, value) if isinstance(value, bool) else value for name, value in EDUCATION.items()
    }
    written.pop("certificate_pending")
    return {**{name: str(value or "") for name, value in written.items()}, "version": "99", **changed}


def test_the_list_begins_with_what_is_taught_at_the_level(client: Client, person: User) -> None:
    for level, first, hints in (("21", "100201K", ["", "与所选学历不符"]), ("31", VOCATIONAL, ["", "与所选学历不符"])):
        found = client.get("/me/dossier/majors/", {"q": "lcyx", "level": level}).json()["results"]
        assert found[0]["value"] == first and [each["hint"] for each in found] == hints
    assert len({each["text"] for each in found}) == len(found)


def test_without_a_script_the_list_follows_the_level_too(client: Client, person: User) -> None:
    page = client.post(
        f"/me/dossier/educations/{row(person).pk}/", sent(level="31", major="", major_q="lcyx", find="major")
    )
    text = page.content.decode()
    assert text.index("临床医学（高职专科，520101K）") < text.index("临床医学（本科，100201K）")


def test_a_bachelor_of_the_vocational_catalogue_is_refused_and_the_right_one_offered(
    client: Client, person: User
) -> None:
    answer = client.post(f"/me/dossier/educations/{row(person).pk}/", sent(major=VOCATIONAL))
    page = answer.content.decode()
    assert answer.status_code == 422 and WORDS in page
    assert '<option value="100201K">临床医学（本科，100201K）</option>' in page
    assert row(person).major_id == "100201K"


def test_it_is_told_while_it_is_typed(client: Client, person: User) -> None:
    autosave = {"headers": {"X-Autosave": "1"}}
    answer = client.post(f"/me/dossier/educations/{row(person).pk}/", sent(major=VOCATIONAL), **autosave)
    assert answer.json()["errors"] == {"major": WORDS}
    assert row(person).major_id == "100201K"

    answer = client.post(f"/me/dossier/educations/{row(person).pk}/", sent(level="31", version="99"), **autosave)
    assert "不是大学专科的专业" in answer.json()["errors"]["major"]


def test_what_agrees_is_saved(client: Client, person: User) -> None:
    answer = client.post(f"/me/dossier/educations/{row(person).pk}/", sent(level="31", degree="0", major=VOCATIONAL))
    assert answer.status_code == 302
    assert (row(person).level, row(person).major_id) == ("31", VOCATIONAL)


def test_who_has_stored_such_a_row_before_does_not_apply_with_it(person: User) -> None:
    Education.objects.filter(pk=row(person).pk).update(major=VOCATIONAL)
    gaps = rules.gaps(queries.load(person), cycle=Cycle(year=2026))
    found = [gap for gap in gaps if gap.field == "major"]
    assert [gap.fault for gap in found] == [True] and "不是大学本科的专业" in found[0].message
