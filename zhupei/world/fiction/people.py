"""Fictional applicants, plausible and reproducible: `person(seed, i, on=day)` is always the same person.

The ID numbers pass the check digit and are unique for i below 1,000,000; the mobile numbers are of the unassigned
range 154, unique too; mail goes to example.com. One person in 250 holds a Hong Kong or Macao travel permit.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from zhupei.pure.reference.files import document
from zhupei.world.fiction import generate, homes
from zhupei.world.fiction.births import birth
from zhupei.world.fiction.homes import AddressFacts
from zhupei.world.fiction.names import Weighted, person_name, pick, relative_name
from zhupei.world.fiction.province import categories
from zhupei.world.fiction.schooling import BACHELOR, MASTER, EducationFacts, major_groups, schooling

RESIDENT_ID, HK_MACAO_PERMIT = "resident-id", "hk-macao-permit"

_PERMIT_EVERY = 250
_WOMEN, _TCM, _ASSISTANT, _MARRIED, _LICENSED = 0.62, 0.15, 0.10, 0.35, 0.6
_STAFF_PHONES = 10_000  # smaller serials belong to the staff of the demonstration
_LEVELS = {True: "1", False: "2"}  # of the certificate: physician 执业医师, assistant 执业助理医师


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """`qualification_number` has 27 digits, `practising_number` 15. `category` is a code of licence_categories."""

    qualification_number: str
    qualification_date: date
    practising_number: str
    practising_date: date
    category: str
    category_name: str
    scope: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a person would write on the form. Codes as in dossiers/data and world/data.

    `ability` is the score he would reach in an exam, in hundredths of 100 points; `kind` and `track` are what he wants.
    """

    index: int
    name: str
    sex: str
    birth_date: date
    document_type: str
    document_number: str
    phone: str
    email: str
    qq: str
    nationality: str
    ethnicity: str
    marital_status: str
    military: bool
    registered: AddressFacts
    contact: AddressFacts
    category: str
    employer: str
    emergency_name: str
    emergency_relation: str
    emergency_phone: str
    track: str
    kind: str
    educations: tuple[EducationFacts, ...]
    licence: LicenceFacts | None
    accepts_adjustment: bool
    ability: int


def person(seed: int, index: int, *, on: date) -> PersonFacts:
    """Person `index` (0 to 999,999) of the world `seed`, aged 22 to 35 on `on`. Raises ValueError beyond."""
    random = Random(f"{seed}/{index}")  # noqa: S311  people are drawn, not secrets
    born, half = birth(seed, index, on=on)
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    sex = "female" if random.random() < _WOMEN else "male"
    name, ethnicity = person_name(random, sex)
    from_hong_kong = index % _PERMIT_EVERY == _PERMIT_EVERY - 1
    registered = homes.home_in(random, _permit_province(index)) if from_hong_kong else homes.home(random)
    track, kind, category = _wish(random, age)
    educations = schooling(random, born, on=on, track=track, kind=kind, category=category)
    number = _number(seed, index, registered.region, born, half * 2 + (sex == "male"), permit=from_hong_kong)
    licence = None if from_hong_kong else _licence(random, number, educations, on, track, kind)
    married = age >= 25 and random.random() < _MARRIED
    emergency_name, relation = _emergency(random, name, sex, married=married)
    return PersonFacts(
        index=index,
        name=name,
        sex=sex,
        birth_date=born,
        document_type=HK_MACAO_PERMIT if from_hong_kong else RESIDENT_ID,
        document_number=number,
        phone=generate.mobile(_serial(seed, index)),
        email=f"u{index}.w{seed}@example.com",
        qq=str(random.randrange(10**5, 10**10)) if random.random() < 0.6 else "",
        nationality=("HKG" if _permit_province(index) == "81" else "MAC") if from_hong_kong else "CHN",
        ethnicity="01" if from_hong_kong else ethnicity,
        marital_status="20" if married else "10",
        military=random.random() < 0.008,
        registered=registered,
        contact=homes.contact(random, registered),
        category=category,
        employer=homes.employer(random, registered.region) if _employed(category) else "",
        emergency_name=emergency_name,
        emergency_relation=relation,
        emergency_phone=generate.mobile(10**8 - 1 - _serial(seed, index)),
        track=track,
        kind=kind,
        educations=educations,
        licence=licence,
        accepts_adjustment=random.random() < 0.72,
        ability=_ability(random, educations, licence, kind),
    )


def _emergency(random: Random, name: str, sex: str, *, married: bool) -> tuple[str, str]:
    """(name, relation): the spouse of married people, else a parent, brother or sister."""
    if married:
        return person_name(random, "male" if sex == "female" else "female")[0], "配偶"
    relation: str = pick(random, document("world", "places.json")["kin"])
    if relation == "母亲":
        return person_name(random, "female")[0], relation
    return relative_name(random, name, "female" if relation == "姐姐" else "male"), relation


def _wish(random: Random, age: int) -> tuple[str, str, str]:
    """(track, programme kind, person category); the two designated categories are young and never assistants."""
    track = "tcm" if random.random() < _TCM else "western"
    category = pick(random, _category_weights())
    if (category == "postgraduate" and age > 30) or (category == "order_oriented" and age > 26):
        category = "unaffiliated"
    designated = category in ("postgraduate", "order_oriented")
    assistant = track == "western" and not designated and random.random() < _ASSISTANT
    return track, "assistant_gp" if assistant else "residency", category


@cache
def _category_weights() -> Weighted:
    return tuple((category.code, category.weight) for category in categories())


@cache
def _employed(category: str) -> bool:
    return next(each.needs_employer for each in categories() if each.code == category)


def _permit_province(index: int) -> str:
    return "82" if index // _PERMIT_EVERY % 3 == 2 else "81"


def _number(seed: int, index: int, region: str, born: date, sequence: int, *, permit: bool) -> str:
    if permit:
        return generate.hk_macao_permit("H" if _permit_province(index) == "81" else "M", _serial(seed, index))
    return generate.resident_id(homes.number_prefix(region, born.year), born, sequence)


def _serial(seed: int, index: int) -> int:
    """A number of eight digits, unique for the index, in the lower half of those left to applicants."""
    span = 10**8 // 2 - _STAFF_PHONES
    return _STAFF_PHONES + (index * 12_345_677 + seed * 1_000_003) % span


def _licence(
    random: Random, number: str, educations: tuple[EducationFacts, ...], on: date, track: str, kind: str
) -> LicenceFacts | None:
    """Taken a year after graduation at the earliest, practising from the year after."""
    year = educations[0].graduated.year + 1
    if year >= on.year or random.random() > _LICENSED:
        return None
    category, name, scope = _category(educations, track)
    passed = date(random.randint(year, on.year - 1), 12, 1)
    level = _LEVELS[educations[0].level == BACHELOR]
    return LicenceFacts(
        qualification_number=f"{passed.year}53{level}{category}{number}",
        qualification_date=passed,
        practising_number=f"{category[0]}1053{random.randrange(10**10):010d}",
        practising_date=min(passed + timedelta(days=random.randint(60, 200)), on),
        category=category,
        category_name=name,
        scope="全科医学专业" if kind == "assistant_gp" else scope,
    )


def _category(educations: tuple[EducationFacts, ...], track: str) -> tuple[str, str, str]:
    """(code, name, scope) of the licence that the majors lead to."""
    groups = major_groups(educations)
    if "stomatology" in groups:
        return "20", "口腔", "口腔专业"
    if "preventive" in groups:
        return "30", "公共卫生", "公共卫生专业"
    if track == "tcm":
        return ("42", "中西医结合", "中西医结合专业") if "integrated" in groups else ("41", "中医", "中医专业")
    if "imaging" in groups or "radiation" in groups:
        return "10", "临床", "医学影像和放射治疗专业"
    return "10", "临床", "内科专业"


def _ability(random: Random, educations: tuple[EducationFacts, ...], licence: LicenceFacts | None, kind: str) -> int:
    """Bell-shaped around 66 points; a master's degree and a licence help, assistants are a little below."""
    middle = 6600.0
    middle += 400 if any(row.level == MASTER for row in educations) else 0
    middle += 250 if licence else 0
    middle -= 300 if kind == "assistant_gp" else 0
    return max(2500, min(9800, round(random.gauss(middle, 900))))
