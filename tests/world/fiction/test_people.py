"""Generated people: the same every time, different from one another, and fit for the form."""

import os
import subprocess
import sys
from datetime import date

import pytest

from zhupei.pure.identity import DocumentType
from zhupei.pure.identity.checking import check
from zhupei.pure.identity.licences import check_practising, check_qualification
from zhupei.pure.identity.names import check_name, normalise_name
from zhupei.pure.identity.phones import check_phone
from zhupei.pure.reference import codes, files
from zhupei.pure.reference.regions import COUNTY, regions
from zhupei.pure.reference.schools import institutions, majors
from zhupei.world.fiction import province
from zhupei.world.fiction.births import CAPACITY, birth, years_before
from zhupei.world.fiction.choices import MOST_CHOICES, designation, open_lines, preferences
from zhupei.world.fiction.people import HK_MACAO_PERMIT, PersonFacts, person

TODAY = date(2026, 6, 26)
SEED = 7


@pytest.fixture(scope="module")
def people() -> list[PersonFacts]:
    return [person(SEED, index, on=TODAY) for index in range(3000)]


def test_the_same_person_every_time() -> None:
    assert person(SEED, 41, on=TODAY) == person(SEED, 41, on=TODAY)
    assert person(SEED, 41, on=TODAY) != person(SEED + 1, 41, on=TODAY)


def test_the_same_person_in_another_process() -> None:
    program = (
        "from datetime import date; from zhupei.world.fiction.people import person;"
        f"print([person({SEED}, index, on=date.fromisoformat('{TODAY}')) for index in range(40)])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=files.path("world", "").parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].decode().strip() == str([person(SEED, index, on=TODAY) for index in range(40)])


@pytest.mark.slow
def test_twenty_thousand_are_different() -> None:
    many = [person(SEED, index, on=TODAY) for index in range(20_000)]
    for field in ("document_number", "phone", "email", "emergency_phone"):
        assert len({getattr(each, field) for each in many}) == len(many), field
    assert not {each.phone for each in many} & {each.emergency_phone for each in many}
    assert not {each.phone for each in many} & {each.phone for each in province.staff()}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 20260701])
def test_no_two_births_alike_up_to_a_million(seed: int) -> None:
    step = 1 if seed == 1 else 7
    births = {birth(seed, index, on=TODAY) for index in range(0, CAPACITY, step)}
    assert len(births) == len(range(0, CAPACITY, step))


@pytest.mark.parametrize("index", [-1, CAPACITY])
def test_beyond_the_capacity(index: int) -> None:
    with pytest.raises(ValueError, match="index must be"):
        birth(SEED, index, on=TODAY)


@pytest.mark.parametrize("on", [TODAY, date(2028, 2, 29), date(2027, 3, 1), date(2026, 12, 31)])
def test_ages_from_22_to_35(on: date) -> None:
    youngest, oldest = years_before(on, 22), years_before(on, 36)
    births = [birth(SEED, index, on=on)[0] for index in range(12_000)]
    assert max(births) == youngest
    assert min(births).toordinal() == oldest.toordinal() + 1


def test_numbers_names_and_phones_pass_the_checks(people: list[PersonFacts]) -> None:
    for each in people:
        checked = check(DocumentType(each.document_type), each.document_number, today=TODAY)
        assert checked.verdict == "valid", each
        if each.document_type != HK_MACAO_PERMIT:
            assert (checked.birth_date, checked.sex) == (each.birth_date, each.sex)
        for name in (each.name, each.emergency_name):
            assert check_name(name) is None, name
            assert normalise_name(name) == name
        for phone in (each.phone, each.emergency_phone):
            assert check_phone(phone) is None
            assert phone.startswith("154")
        assert each.email.endswith("@example.com")


def test_codes_exist(people: list[PersonFacts]) -> None:
    counties = {region.code for region in regions() if region.level == COUNTY and region.valid_to is None}
    known = {
        "ethnicity": {each.code for each in codes.ethnicities()},
        "marital_status": {each.code for each in codes.marital_statuses() if each.offered},
        "nationality": {each.code for each in codes.nationalities()},
        "category": {each.code for each in province.categories()},
    }
    for each in people:
        for field, values in known.items():
            assert getattr(each, field) in values, (field, each)
        assert {each.registered.region, each.contact.region} <= counties
        assert each.registered.detail
        assert bool(each.employer) == (each.category in ("own_employee", "entrusted"))


def test_education_rows_fit(people: list[PersonFacts]) -> None:
    schools = {each.code for each in institutions()}
    levels = {each.code: each.levels for each in majors()}
    degrees = {each.code for each in codes.degrees() if each.offered}
    for each in people:
        first = each.educations[0]
        assert not first.studying
        assert first.level == ("31" if each.kind == "assistant_gp" else "21")
        for row in each.educations:
            assert row.level in levels[row.major]
            assert row.degree in degrees
            assert (row.institution in schools) != bool(row.institution_other)
            assert row.started < row.graduated
            assert bool(row.diploma_number) == (not row.studying and not row.certificate_pending)
            assert row.certificate_pending == (row.certificate_promised is not None)
            assert row.studying or row.graduated.year <= TODAY.year
            assert max(map(len, (row.diploma_number, row.degree_number))) <= 40
        if each.category == "postgraduate":
            assert each.educations[-1].studying


def test_licences_belong_to_their_holders(people: list[PersonFacts]) -> None:
    holders = [each for each in people if each.licence]
    assert 0.2 < len(holders) / len(people) < 0.5
    for each in holders:
        assert each.licence is not None
        checked = check_qualification(each.licence.qualification_number, each.document_number, today=TODAY)
        assert checked.valid
        assert not checked.warnings
        assert check_practising(each.licence.practising_number).valid
        assert each.licence.qualification_date < each.licence.practising_date <= TODAY


def test_the_world_is_varied(people: list[PersonFacts]) -> None:
    names = [each.name for each in people]
    assert any("·" in name for name in names)
    assert any(ord(character) > 0xFFFF for name in names for character in name)
    assert len({each.ethnicity for each in people}) >= 20
    assert {each.category for each in people} == {each.code for each in province.categories()}
    assert {each.document_type for each in people} == {"resident-id", "hk-macao-permit"}
    assert any(each.educations[0].institution_other for each in people)
    former = [each for each in people if each.document_number.startswith(("5327", "5321", "5335", "530121"))]
    assert former, "people born before the codes changed carry the old ones"
    abilities = [each.ability for each in people]
    assert 2500 <= min(abilities) < 5500
    assert 8000 < max(abilities) <= 9800


def test_what_they_choose_is_open_to_them(people: list[PersonFacts]) -> None:
    for each in people[:800]:
        choice = preferences(SEED, each)
        assert choice is not None, each
        assert choice == preferences(SEED, each)
        possible = {(line.base, line.specialty) for line in open_lines(each, province.plan())}
        assert 1 <= len(choice.specialties) <= MOST_CHOICES
        assert len(set(choice.specialties)) == len(choice.specialties)
        assert {(choice.base, specialty) for specialty in choice.specialties} <= possible


def test_designated_people_have_a_place(people: list[PersonFacts]) -> None:
    oriented = [each for each in people if each.category == "order_oriented"]
    assert oriented
    for each in oriented:
        place = designation(SEED, each)
        assert place is not None
        assert place.specialties == (("0700",) if each.track == "western" else ("3600",))


def test_nothing_open_gives_no_choice(people: list[PersonFacts]) -> None:
    assert preferences(SEED, people[0], []) is None
    assert designation(SEED, people[0], []) is None
