"""The conditions by name: when a field is needed, when a document is asked (domain sections 5 and 5.5).

`sections.py` and the rows of `cycles.DocumentDemand` name them; nothing else decides what is asked of whom.
"""

from collections.abc import Callable
from dataclasses import dataclass

from zhupei.cycles.models import PersonCategory
from zhupei.dossiers.fields import DossierField
from zhupei.dossiers.models import Education
from zhupei.dossiers.options import NO_DEGREE
from zhupei.dossiers.queries import Category, DossierData, Policies

# Test of a dossier under the policies of a cycle; the row only for what concerns one row of education.
Test = Callable[[DossierData, Policies, Education | None], bool]

CATEGORY = "category:"
MAINLAND = ("", "CHN")
CHINESE = (*MAINLAND, "HKG", "MAC", "TWN")


def category_of(data: DossierData, policies: Policies) -> Category | None:
    return policies.categories.get(data.dossier.category)


def graduated(row: Education) -> bool:
    return row.studying is False


def pending(row: Education) -> bool:
    """证书待取得: a graduate whose school has not issued the certificates yet."""
    return graduated(row) and row.certificate_pending


def has_degree(row: Education) -> bool:
    return graduated(row) and row.degree not in ("", NO_DEGREE)


def _needs_employer(data: DossierData, policies: Policies, row: Education | None) -> bool:
    category = category_of(data, policies)
    return category is not None and category.needs_employer


def _designated(data: DossierData, policies: Policies, row: Education | None) -> bool:
    category = category_of(data, policies)
    return category is not None and category.choice_mode == PersonCategory.ChoiceMode.DESIGNATED


def _unlisted(data: DossierData, policies: Policies, row: Education | None) -> bool:
    return _designated(data, policies, row) and policies.cycle_id not in data.listed_cycles


def _practising(data: DossierData, policies: Policies, row: Education | None) -> bool:
    return data.dossier.licence_held is True and bool(data.dossier.practising_number)


def _of_row(test: Callable[[Education], bool]) -> Test:
    """For one row; without a row, for any of the person's rows."""

    def ask(data: DossierData, policies: Policies, row: Education | None) -> bool:
        return test(row) if row is not None else any(test(each) for each in data.educations)

    return ask


def _of_category(code: str) -> Test:
    return lambda data, policies, row: data.dossier.category == code


NEEDED: dict[str, Test] = {
    "always": lambda data, policies, row: True,
    "never": lambda data, policies, row: False,
    "sex-unknown": lambda data, policies, row: data.number.sex is None,
    "birth-date-unknown": lambda data, policies, row: data.number.birth_date is None,
    "mainland": lambda data, policies, row: data.dossier.nationality in MAINLAND,
    "chinese": lambda data, policies, row: data.dossier.nationality in CHINESE,
    "employer": _needs_employer,
    "graduated": _of_row(graduated),
    "pending": _of_row(pending),
    "diploma": _of_row(lambda row: graduated(row) and not row.certificate_pending),
    "degree": _of_row(has_degree),
    "degree-certificate": _of_row(lambda row: has_degree(row) and not row.certificate_pending),
    "licence": lambda data, policies, row: data.dossier.licence_held is True,
    "practising": _practising,
}


def asked(field: DossierField, data: DossierData, policies: Policies, row: Education | None = None) -> bool:
    """Whether what the field holds counts; a field that is not asked is as good as empty, wherever it is read."""
    return NEEDED[field.condition](data, policies, row)


@dataclass(frozen=True)
class DemandCondition:
    """`label` is for the people who edit the document matrix."""

    label: str
    test: Test


CONDITIONS: dict[str, DemandCondition] = {
    "always": DemandCondition("所有人", NEEDED["always"]),
    "needs_employer": DemandCondition("人员类型须填工作单位", _needs_employer),
    "designated": DemandCondition("指定学员", _designated),
    "designated_unlisted": DemandCondition("指定学员，但不在省级名单中", _unlisted),
    "education_row": DemandCondition("每条学历", _of_row(lambda row: True)),
    "graduated_row": DemandCondition("每条已毕业的学历", _of_row(graduated)),
    "degree_row": DemandCondition("每条已毕业且有学位的学历", _of_row(has_degree)),
    "pending": DemandCondition("每条证书待取得的学历", _of_row(pending)),
    "licence_held": DemandCondition("已取得医师资格", NEEDED["licence"]),
    "practising": DemandCondition("已取得医师执业证书", _practising),
}


def condition(name: str) -> DemandCondition | None:
    """The condition of that name, also `category:<code>` for one person category; None for an unknown name."""
    if name.startswith(CATEGORY):
        code = name.removeprefix(CATEGORY)
        return DemandCondition(f"人员类型：{code}", _of_category(code))
    return CONDITIONS.get(name)
