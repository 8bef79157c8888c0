"""Finding dossiers and documents, always within what a person may see, and the bundle that the rules read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
)

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Consent, ConsentText, User
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Cycle, DesignatedPlace, DocumentDemand
from zhupei.dossiers.models import Document, Dossier, Education, Employment, Region
from zhupei.dossiers.sections import DOCUMENTS, EDUCATION, WORK
from zhupei.kernel.prepared import Prepared, Question, prepared
from zhupei.kernel.settled import settled
from zhupei.pure.identity import DocumentType, IdentityCheck, Sex, check

IMAGES_CONSENT = "sensitive-images"
PARTS = (EDUCATION.key, WORK.key, DOCUMENTS.key)
ACCEPTED, RECEIVED, REFUSED = Document.State.ACCEPTED, Document.State.RECEIVED, Document.State.REFUSED
OFFERED = Document.State.OFFERED


class Category(NamedTuple):
    """人员类型 of the cycle, as far as a dossier is concerned."""

    code: str
    name: str
    choice_mode: str
    needs_employer: bool


class Demand(NamedTuple):
    """One line of the document matrix."""

    kind: str
    condition: str
    demand: str


@dataclass(frozen=True)
class Policies:
    """What a cycle asks of dossiers. `assistant_level`: lowest level of education for assistant GP (GB/T 4658)."""

    year: int
    assistant_level: str
    categories: Mapping[str, Category]
    demands: tuple[Demand, ...]
    cycle_id: UUID

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[Demand]]:
        """The lines of the matrix for each kind of document."""
        found: dict[str, list[Demand]] = {}
        for line in self.demands:
            found.setdefault(line.kind, []).append(line)
        return found


@dataclass(frozen=True)
class DossierData:
    """One person's dossier as it is now. `documents` are those in force by slot; `attempts` newer ones that are being
    checked or were refused. `listed_cycles`: cycles on whose list of designated people the person stands.
    `images_agreed`: the separate consent to portrait and ID images has been given in its present version.

    `dossier` is a blank, unsaved row while nothing has been saved. `read_at` is the system's time then, for rules that
    speak of today; None for the blank one, which has no date to be judged.
    """

    person: User
    dossier: Dossier
    educations: tuple[Education, ...] = ()
    employments: tuple[Employment, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    attempts: Mapping[str, Document] = field(default_factory=dict)
    listed_cycles: frozenset[UUID] = frozenset()
    images_agreed: bool = False
    read_at: datetime | None = None

    @cached_property
    def number(self) -> IdentityCheck:
        """What the document number says about the person (domain section 5.1: never asked twice)."""
        return check(DocumentType(self.person.document_type), self.person.document_number.plain())

    @property
    def sex(self) -> str:
        """Code of the sex: from the number, else as answered."""
        return self.number.sex.value if self.number.sex else self.dossier.sex

    @property
    def sex_label(self) -> str:
        return Sex(self.sex).label if self.sex else ""

    @property
    def birth_date(self) -> date | None:
        return self.number.birth_date or self.dossier.birth_date

    def rows(self, key: str) -> Sequence[Education | Employment]:
        """The rows of a section with several rows."""
        return self.educations if key == EDUCATION.key else self.employments


def load(person: User, *, parts: Collection[str] = PARTS) -> DossierData:
    """The whole bundle in four queries; a page that needs less names the `parts` (of PARTS) it shows."""
    dossier = _dossier.first(person, _consent_texts())
    if dossier is None:
        return DossierData(person, Dossier(person_id=person.pk))
    dossier.registered_region = regions().get(dossier.registered_region_id or "")
    dossier.contact_region = regions().get(dossier.contact_region_id or "")
    documents: dict[str, Document] = {}
    attempts: dict[str, Document] = {}
    for document in _current_documents(person) if DOCUMENTS.key in parts else ():
        (documents if document.state == ACCEPTED else attempts)[document.slot] = document
    return DossierData(
        person=person,
        dossier=dossier,
        educations=tuple(_educations(person) if EDUCATION.key in parts else ()),
        employments=tuple(_employments(person) if WORK.key in parts else ()),
        documents=documents,
        attempts=attempts,
        listed_cycles=frozenset(dossier.listed_cycles),
        images_agreed=dossier.images_agreed,
        read_at=dossier.read_at,
    )


def asked(person: User, parts: Collection[str] = PARTS) -> list[Question[Any]]:
    """What `load` is going to ask, for `prepared.ahead`."""
    every: dict[str, Prepared[[User], Any]] = {
        EDUCATION.key: _educations,
        WORK.key: _employments,
        DOCUMENTS.key: _current_documents,
    }
    return [_dossier.first_of(person, _consent_texts()), *(every[part].of(person) for part in parts)]


def _consent_texts() -> list[int]:
    return [text.pk for text in accounts.consent_texts((IMAGES_CONSENT,))]


@prepared
def _dossier(person: User, texts: list[int]) -> QuerySet[Any]:
    """The dossier with `listed_cycles`, `images_agreed` (to one of `texts`) and the system's time of reading."""
    listed = DesignatedPlace.objects.filter(document_index=OuterRef("person__document_index"))
    return Dossier.objects.filter(person=person).annotate(
        listed_cycles=ArraySubquery(listed.values("round__cycle_id")),
        images_agreed=Exists(Consent.objects.filter(user=OuterRef("person"), text__among=texts)),
        read_at=Func(function="zhupei_now", output_field=DateTimeField()),
    )


@prepared
def _educations(person: User) -> QuerySet[Education]:
    return educations_visible_to(person).order_by("created_at", "pk")


@prepared
def _employments(person: User) -> QuerySet[Employment]:
    return employments_visible_to(person).order_by("created_at", "pk")


@prepared
def _current_documents(person: User) -> QuerySet[Document]:
    """Per slot the one in force, and the latest upload when it is another one."""
    own = Document.objects.filter(dossier__person=person)
    offers_first = F("made_from").desc(nulls_last=True)  # one is of the same moment as what it was made from
    latest = own.order_by("slot", "-uploaded_at", offers_first, "-pk").distinct("slot").values("pk")
    current = Q(state=ACCEPTED, replaced_at=None) | Q(pk__in=latest, state__in=[RECEIVED, REFUSED, OFFERED])
    return own.filter(current).select_related("made_from")


def policies(cycle: Cycle) -> Policies:
    return _policies(cycle.pk, cycle.year, cycle.assistant_level)


@settled
def _policies(cycle_id: UUID, year: int, assistant_level: str) -> Policies:
    return Policies(
        year=year,
        assistant_level=assistant_level,
        categories={
            code: Category(code, each.name, each.choice_mode, each.needs_employer)
            for code, each in cycles.categories(cycle_id).items()
        },
        demands=_demands(cycle_id),
        cycle_id=cycle_id,
    )


@settled
def _demands(cycle_id: UUID) -> tuple[Demand, ...]:
    rows = DocumentDemand.objects.filter(cycle=cycle_id).order_by("pk")
    return tuple(Demand(each.kind, each.condition, each.demand) for each in rows)


def educations_visible_to(user: User) -> QuerySet[Education]:
    return Education.objects.filter(dossier__person=user).select_related("institution", "major")


def employments_visible_to(user: User) -> QuerySet[Employment]:
    return Employment.objects.filter(dossier__person=user)


class ImageConsent(NamedTuple):
    """The separate consent to portrait and ID images in its present version, and whether it has been given.

    Who has given it need not be shown the text: then it may be None.
    """

    text: ConsentText | None
    given: bool


def image_consent(person: User) -> ImageConsent | None:
    """At most one query; None while no text has been published."""
    text = next(iter(accounts.consent_texts((IMAGES_CONSENT,))), None)
    return ImageConsent(text, _consents.first(person, text) is not None) if text else None


@prepared
def _consents(person: User, text: ConsentText) -> QuerySet[Consent]:
    return Consent.objects.filter(user=person, text=text)


@settled
def regions() -> Mapping[str, Region]:
    """All divisions by code, former ones included, each with its parent."""
    found: dict[str, Region] = {}
    for region in Region.objects.order_by("level", "code"):
        region.parent = found.get(region.parent_id or "")
        found[region.pk] = region
    return found


@settled
def _present_regions() -> Mapping[str, Sequence[Region]]:
    """Code ('' for the country) → the present divisions below it, in order of their codes."""
    found: dict[str, list[Region]] = {}
    for region in sorted(regions().values(), key=lambda each: each.pk):
        if region.valid_to is None:
            found.setdefault(region.parent_id or "", []).append(region)
    return found


def region_children(code: str) -> Sequence[Region]:
    """The present divisions below a region; the provinces for an empty code."""
    return _present_regions().get(code, ())


def region_choices(chosen: Iterable[Region | None]) -> dict[str, Sequence[Region]]:
    """All provinces (under ''), and under its code what lies below each chosen region and its parents."""
    codes = {""}
    for region in chosen:
        while region is not None:
            codes |= {region.parent_id or "", region.code}
            region = region.parent
    return {code: region_children(code) for code in codes}


def region_by_code(codes: Iterable[str]) -> dict[str, Region]:
    """Known regions by code, with their parents."""
    return {code: regions()[code] for code in set(codes) if code in regions()}
