"""What the people of the demonstration upload: drawn documents, marked 样例.

`drawn` is one person's own picture for a place of the document list. `pooled` is one of a few dozen small ones that
thousands share: a decoder has to look at each of them once only (`world.verdict_cache`), and a file of 20 KB serves
a queue as well as one of 120 KB. They carry the name of nobody in particular, so what is read of a card is never held
against the account of whoever shares it.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image

from zhupei.pure.identity import Sex
from zhupei.pure.reference import codes
from zhupei.pure.reference.schools import institutions, majors
from zhupei.world import drawn as drawings
from zhupei.world.fiction.people import PersonFacts, person

FACES, PAPERS = 12, 4
SHRINK, QUALITY = 0.7, 45
Draw = Callable[[int, PersonFacts, int], bytes]


def drawn(kind: str, facts: PersonFacts, row: int = 0) -> bytes:
    """The person's own picture of a document kind; `row` counts the rows of education."""
    return _DRAWINGS[kind](facts.index, facts, row)


def pooled(kind: str, index: int) -> bytes:
    """The one that the person of that index shares with others; portraits keep the size that the rules ask for."""
    return _pool(kind, number(kind, index))


def size(kind: str) -> int:
    """How many different pictures of a kind there are."""
    return FACES if kind == "portrait" else PAPERS


def number(kind: str, index: int) -> int:
    """Which of them the person of that index uploads."""
    return index % size(kind)


def shared(kind: str, facts: PersonFacts, row: int) -> bytes:
    """`pooled`, for people who upload it."""
    return pooled(kind, facts.index)


@cache
def _pool(kind: str, number: int) -> bytes:
    if kind == "portrait":
        return drawings.portrait_variant(number)
    with Image.open(BytesIO(_DRAWINGS[kind](number, _nobody(), 0)), formats=("JPEG",)) as picture:
        small = picture.resize((int(picture.width * SHRINK), int(picture.height * SHRINK)))
        out = BytesIO()
        small.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


@lru_cache(maxsize=1)
def _nobody() -> PersonFacts:
    """The person in whose name the shared pictures are drawn."""
    return person(0, 0, on=date(2026, 7, 1))


def _portrait(seed: int, facts: PersonFacts, row: int) -> bytes:
    return drawings.portrait_jpeg(seed)


def _id_front(seed: int, facts: PersonFacts, row: int) -> bytes:
    born = facts.birth_date
    return drawings.id_card_front(
        seed,
        name=facts.name,
        sex=Sex(facts.sex).label,
        ethnicity=_ethnicity(facts.ethnicity),
        birth=(born.year, born.month, born.day),
        address=facts.registered.detail,
        number=facts.document_number,
    )


def _id_back(seed: int, facts: PersonFacts, row: int) -> bytes:
    return drawings.id_card_back(seed, issuer="样例市公安局", valid_from="2018.03.01", valid_until="2038.03.01")


def _employer_consent(seed: int, facts: PersonFacts, row: int) -> bytes:
    return drawings.stamped_letter(
        seed,
        title="单位同意培训证明",
        paragraphs=[
            f"{facts.name}，系我单位在职职工，已签订劳动（聘用）合同。",
            "经研究，同意其报名参加住院医师规范化培训，培训期间保留人事关系并按规定发放工资。",
        ],
        issuer=facts.employer or "样例医院",
        date="2026 年",
    )


def _diploma(seed: int, facts: PersonFacts, row: int) -> bytes:
    return _school_paper(seed, facts, row, "毕业证书", "修完教学计划规定的全部课程，成绩合格，准予毕业。")


def _degree(seed: int, facts: PersonFacts, row: int) -> bytes:
    return _school_paper(seed, facts, row, "学位证书", "符合学位条例的规定，授予学位。")


def _school_paper(seed: int, facts: PersonFacts, row: int, title: str, words: str) -> bytes:
    education = facts.educations[min(row, len(facts.educations) - 1)]
    school = _schools().get(education.institution, education.institution_other)
    major = _majors().get(education.major, "")
    if education.certificate_pending:
        return drawings.stamped_letter(
            seed,
            title="毕业证明",
            paragraphs=[f"兹证明 {facts.name} 系我校{major}专业学生，{words}", "证书正在办理。"],
            issuer=school,
            date=f"{education.graduated.year} 年",
        )
    number = education.diploma_number if title == "毕业证书" else education.degree_number
    lines = [f"于 {education.started.year} 年至 {education.graduated.year} 年在{major}专业学习，{words}"]
    year = f"{education.graduated.year} 年 {education.graduated.month} 月"
    return drawings.certificate(
        seed, title=title, name=facts.name, lines=lines, number=number or "样例", issuer=school, date=year
    )


def _qualification(seed: int, facts: PersonFacts, row: int) -> bytes:
    number = facts.licence.qualification_number if facts.licence else "样例"
    return _licence_paper(seed, facts, "医师资格证书", number)


def _practising(seed: int, facts: PersonFacts, row: int) -> bytes:
    number = facts.licence.practising_number if facts.licence else "样例"
    return _licence_paper(seed, facts, "医师执业证书", number)


def _licence_paper(seed: int, facts: PersonFacts, title: str, number: str) -> bytes:
    lines = ["经考核合格，具备医师资格。"]
    return drawings.certificate(
        seed, title=title, name=facts.name, lines=lines, number=number, issuer="样例省卫生健康委员会", date="2025 年"
    )


def _designation(seed: int, facts: PersonFacts, row: int) -> bytes:
    return drawings.stamped_letter(
        seed,
        title="指定学员证明",
        paragraphs=[f"{facts.name}系我校指定参加住院医师规范化培训的学员，培训基地与专业见名单。"],
        issuer="样例医科大学",
        date="2026 年",
    )


_DRAWINGS: dict[str, Draw] = {
    "portrait": _portrait,
    "id-front": _id_front,
    "id-back": _id_back,
    "employer-consent": _employer_consent,
    "diploma": _diploma,
    "degree": _degree,
    "qualification": _qualification,
    "practising": _practising,
    "designation": _designation,
}
KINDS = tuple(_DRAWINGS)


@lru_cache(maxsize=1)
def _schools() -> dict[str, str]:
    return {each.code: each.name for each in institutions()}


@lru_cache(maxsize=1)
def _majors() -> dict[str, str]:
    return {each.code: each.name for each in majors()}


@lru_cache(maxsize=1)
def _ethnicities() -> dict[str, str]:
    return {each.code: each.name for each in codes.ethnicities()}


def _ethnicity(code: str) -> str:
    """As on a card: 汉 for 汉族."""
    return _ethnicities().get(code, "汉族").removesuffix("族")
