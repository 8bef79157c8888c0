"""Finding dossiers and documents, always within what a person may see, and the bundle that the rules read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Lookup, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from zhupei.accounts.models import Consent, ConsentText, User
from zhupei.cycles.models import Cycle, DesignatedPlace, DocumentDemand, PersonCategory
from zhupei.dossiers.models import Document, Dossier, Education, Employment, Institution, Major, Region
from zhupei.dossiers.sections import DOCUMENTS, EDUCATION, WORK
from zhupei.pure.identity import DocumentType, IdentityCheck, Sex, check
from zhupei.pure.reference.search import like_pattern, order

IMAGES_CONSENT = "sensitive-images"
MOST_ANSWERS = 20
KEPT = "_dossier_policies"
PARTS = (EDUCATION.key, WORK.key, DOCUMENTS.key)
ACCEPTED, RECEIVED, REFUSED = Document.State.ACCEPTED, Document.State.RECEIVED, Document.State.REFUSED
E = TypeVar("E", Institution, Major)


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


@dataclass(frozen=True)
class DossierData:
    """One person's dossier as it is now. `documents` are those in force by slot; `attempts` newer ones that are being
    checked or were refused. `listed_cycles`: cycles on whose list of designated people the person stands.
    `images_agreed`: the separate consent to portrait and ID images has been given in its present version.

    `dossier` is a blank, unsaved row while nothing has been saved.
    """

    person: User
    dossier: Dossier
    educations: tuple[Education, ...] = ()
    employments: tuple[Employment, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    attempts: Mapping[str, Document] = field(default_factory=dict)
    listed_cycles: frozenset[UUID] = frozenset()
    images_agreed: bool = False

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


def load(person: User, *, hold: bool = False, parts: Collection[str] = PARTS) -> DossierData:
    """The whole bundle in four queries; a page that needs less names the `parts` (of PARTS) it shows.

    `hold` locks the dossier until the end of the transaction: nothing of it, documents in force included, can change
    between the reading and a commit that depends on it.
    """
    dossiers = _dossiers()
    if hold:
        dossiers = dossiers.select_for_update(of=("self",))
    dossier = dossiers.filter(person=person).first()
    if dossier is None:
        return DossierData(person, Dossier(person_id=person.pk))
    documents: dict[str, Document] = {}
    attempts: dict[str, Document] = {}
    for document in _current_documents(dossier) if DOCUMENTS.key in parts else ():
        (documents if document.state == ACCEPTED else attempts)[document.slot] = document
    educations = Education.objects.filter(dossier=dossier).select_related("institution", "major")
    employments = Employment.objects.filter(dossier=dossier)
    return DossierData(
        person=person,
        dossier=dossier,
        educations=tuple(educations.order_by("created_at", "pk") if EDUCATION.key in parts else ()),
        employments=tuple(employments.order_by("created_at", "pk") if WORK.key in parts else ()),
        documents=documents,
        attempts=attempts,
        listed_cycles=frozenset(dossier.listed_cycles),
        images_agreed=dossier.images_agreed,
    )


def _dossiers() -> QuerySet[Any]:
    """Dossiers with their regions, `listed_cycles` and `images_agreed`."""
    listed = DesignatedPlace.objects.filter(document_index=OuterRef("person__document_index"))
    text = ConsentText.objects.filter(key=IMAGES_CONSENT).order_by("-version").values("pk")[:1]
    return Dossier.objects.select_related(
        "registered_region__parent__parent", "contact_region__parent__parent"
    ).annotate(
        listed_cycles=ArraySubquery(listed.values("round__cycle_id")),
        images_agreed=Exists(Consent.objects.filter(user=OuterRef("person"), text=text)),
    )


def _current_documents(dossier: Dossier) -> QuerySet[Document]:
    """Per slot the one in force, and the latest upload when it is another one."""
    own = Document.objects.filter(dossier=dossier)
    latest = own.order_by("slot", "-uploaded_at", "-pk").distinct("slot").values("pk")
    return own.filter(Q(state=ACCEPTED, replaced_at=None) | Q(pk__in=latest, state__in=[RECEIVED, REFUSED]))


def policies(cycle: Cycle) -> Policies:
    """One query at the first call for this instance of the cycle, none later."""
    if (kept := cycle.__dict__.get(KEPT)) is not None:
        return kept
    categories = PersonCategory.objects.filter(cycle=OuterRef("pk")).order_by("position", "pk")
    demands = DocumentDemand.objects.filter(cycle=OuterRef("pk")).order_by("pk")
    asked = Cycle.objects.filter(pk=cycle.pk).values_list(
        _together(categories, Category._fields), _together(demands, Demand._fields)
    )
    found = asked.first() or ((), ())
    kept = Policies(
        year=cycle.year,
        assistant_level=cycle.assistant_level,
        categories={row["code"]: Category(**row) for row in found[0]},
        demands=tuple(Demand(**row) for row in found[1]),
        cycle_id=cycle.pk,
    )
    cycle.__dict__[KEPT] = kept
    return kept


def _together(rows: QuerySet[Any], columns: Iterable[str]) -> ArraySubquery:
    """Rows of another table as a list of dictionaries, within the same query."""
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns})))


def locked(person: User) -> Dossier:
    """The person's row, locked until the end of the transaction; made when it is not there yet."""
    rows = Dossier.objects.select_for_update(of=("self",))
    dossier = rows.filter(person=person).first()
    if dossier is None:
        Dossier.objects.bulk_create([Dossier(person_id=person.pk)], ignore_conflicts=True)
        dossier = rows.get(person=person)
    return dossier


def documents_visible_to(user: User) -> QuerySet[Document]:
    """Checked files of the person's own dossier, replaced ones included. Nobody enters another's through this door."""
    if not user.is_authenticated or not user.is_applicant:
        return Document.objects.none()
    return Document.objects.filter(dossier__person=user, state=ACCEPTED)


def educations_visible_to(user: User) -> QuerySet[Education]:
    return Education.objects.filter(dossier__person=user).select_related("institution", "major")


def employments_visible_to(user: User) -> QuerySet[Employment]:
    return Employment.objects.filter(dossier__person=user)


def unchecked(document_id: str | UUID) -> Document | None:
    """The upload that waits for its check, with its owner; None when somebody has been quicker."""
    return Document.objects.filter(pk=document_id, state=RECEIVED).select_related("dossier__person").first()


def forgotten_checks(before: datetime) -> list[tuple[UUID, UUID]]:
    """(document, dossier) of uploads that have waited since `before`, oldest first."""
    waiting = Document.objects.filter(state=RECEIVED, uploaded_at__lt=before).order_by("uploaded_at", "pk")
    return list(waiting.values_list("pk", "dossier_id"))


class ImageConsent(NamedTuple):
    """The separate consent to portrait and ID images in its present version, and whether it has been given.

    Who has given it need not be shown the text: then it may be None.
    """

    text: ConsentText | None
    given: bool


def image_consent(person: User) -> ImageConsent | None:
    """One query; None while no text has been published."""
    agreed = Consent.objects.filter(user=person, text=OuterRef("pk"))
    text = ConsentText.objects.filter(key=IMAGES_CONSENT).annotate(given=Exists(agreed)).order_by("-version").first()
    return ImageConsent(text, text.given) if text else None


def find_institutions(text: str) -> list[Institution]:
    """The best twenty answers to Chinese words, pinyin or initials: kmykdx → 昆明医科大学. One query."""
    return _found(Institution.objects.all(), text)


def find_majors(text: str) -> list[Major]:
    return _found(Major.objects.all(), text)


class Like(Lookup):
    """`column LIKE pattern`, the pattern as it is given."""

    lookup_name = "like"
    prepare_rhs = False
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*values, self.rhs)


def _found(entries: QuerySet[E], text: str) -> list[E]:
    pattern = like_pattern(text.replace("\x00", "").encode("utf-8", "ignore").decode())
    if not pattern:
        return []
    return order(text, entries.filter(Like(F("search_text"), pattern)).order_by("pk"))[:MOST_ANSWERS]


def region_children(code: str) -> QuerySet[Region]:
    """The present divisions below a region; the provinces for an empty code."""
    return Region.objects.filter(parent_id=code or None, valid_to=None).order_by("code")


def region_choices(chosen: Iterable[Region | None]) -> list[Region]:
    """In one query: all provinces, and what lies below each chosen region and its parents."""
    parents = {code for region in chosen if region for code in (region.pk, region.parent_id) if code}
    parents |= {region.parent.parent_id for region in chosen if region and region.parent and region.parent.parent_id}
    return list(Region.objects.filter(Q(level=1) | Q(parent__in=parents), valid_to=None).order_by("code"))


def region_by_code(codes: Iterable[str]) -> dict[str, Region]:
    """Known regions by code, with their parents. One query."""
    return {region.pk: region for region in Region.objects.filter(pk__in=set(codes)).select_related("parent__parent")}
