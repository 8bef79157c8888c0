"""The sections as data: what they name exists."""

import pytest
from django.urls import reverse

from zhupei.dossiers import options, rules, sections
from zhupei.dossiers.fields import ACCOUNT, DossierField, DossierSection
from zhupei.dossiers.models import Dossier, Education, Employment

FIELDS = [(section, field) for section in sections.SECTIONS for field in (*section.fields, *section.row)]
NAMES = [f"{section.key}.{field.name}" for section, field in FIELDS]
MODELS = {"education": Education, "work": Employment}


@pytest.mark.parametrize(("section", "field"), FIELDS, ids=NAMES)
def test_a_field_names_a_column_a_condition_and_a_list(section: DossierSection, field: DossierField) -> None:
    assert field.required in rules.NEEDED
    if field.options and field.options != "categories":
        assert options.offered(field.options)
    if field.kind != ACCOUNT:
        model = MODELS[section.key] if field in section.row else Dossier
        column = model._meta.get_field(field.name)
        assert column.attname == field.attribute
        if field.longest and column.max_length:
            assert field.longest <= column.max_length


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("basics", "basics"),
        ("education", "educations"),
        ("work", "employments"),
        ("licence", "licence"),
        ("documents", "documents"),
    ],
)
def test_the_path_of_a_section_is_its_page(key: str, name: str) -> None:
    assert sections.BY_KEY[key].path == reverse(f"applicant:{name}")


def test_the_titles_are_the_words_of_the_manual() -> None:
    assert [section.title for section in sections.SECTIONS] == [
        "个人信息",
        "学历信息",
        "工作经历信息",
        "执业资格信息",
        "证明材料",
    ]


def test_a_code_that_is_no_longer_offered_keeps_its_label() -> None:
    assert "21" not in dict(options.offered("marital_statuses"))
    assert options.label("marital_statuses", "21") == "初婚"
    assert options.label("education_levels", "21") == "大学本科"
    assert options.label("ethnicities", "zz") == "zz"
    assert options.label("ethnicities", "") == ""


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        sections.BASICS.field("shoe_size")
