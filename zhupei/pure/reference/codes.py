"""Small code lists of national standards, as offered in forms. Sources and years: dossiers/data/README.md."""

from dataclasses import dataclass

from zhupei.pure.reference.files import table


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MaritalStatus:
    """GB/T 2261.2. Forms show the `offered` ones: a person need not say which marriage it is."""

    code: str
    name: str
    parent: str
    offered: bool


@dataclass(frozen=True, slots=True)
class Nationality:
    """ISO 3166-1 with Chinese names; `code` is alpha-3 (CHN)."""

    code: str
    alpha2: str
    numeric: str
    name: str


@dataclass(frozen=True, slots=True)
class EducationLevel:
    """GB/T 4658. `level` is doctoral, master, graduate_class, bachelor, junior_college, secondary, basic or other.

    `completed` means 毕业. A smaller code is a higher level. Forms show `label` of the `offered` ones.
    """

    code: str
    name: str
    label: str
    parent: str
    level: str
    completed: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Degree:
    """GB/T 6864. `level` is doctoral, master, bachelor or none; `source` own = not in the standard."""

    code: str
    name: str
    level: str
    source: str
    offered: bool


def ethnicities() -> tuple[Code, ...]:
    """GB/T 3304: the 56 peoples, then 97 其他 and 98 外国血统中国籍人士."""
    return tuple(Code(row["code"], row["name"]) for row in table("dossiers", "ethnicities.tsv"))


def marital_statuses() -> tuple[MaritalStatus, ...]:
    return tuple(
        MaritalStatus(row["code"], row["name"], row["parent"], row["offered"] == "1")
        for row in table("dossiers", "marital_statuses.tsv")
    )


def nationalities() -> tuple[Nationality, ...]:
    """中国 first, then 中国香港, 中国澳门, 中国台湾, then by pinyin."""
    return tuple(
        Nationality(row["code"], row["alpha2"], row["numeric"], row["name"])
        for row in table("dossiers", "nationalities.tsv")
    )


def education_levels() -> tuple[EducationLevel, ...]:
    return tuple(
        EducationLevel(
            code=row["code"],
            name=row["name"],
            label=row["label"],
            parent=row["parent"],
            level=row["level"],
            completed=row["completed"] == "1",
            offered=row["offered"] == "1",
        )
        for row in table("dossiers", "education_levels.tsv")
    )


def degrees() -> tuple[Degree, ...]:
    return tuple(
        Degree(row["code"], row["name"], row["level"], row["source"], row["offered"] == "1")
        for row in table("dossiers", "degrees.tsv")
    )


def licence_categories() -> tuple[Code, ...]:
    """执业类别; the code is the category part of a qualification certificate's number."""
    return tuple(Code(row["code"], row["name"]) for row in table("dossiers", "licence_categories.tsv"))
