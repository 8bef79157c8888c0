"""账号注册, the sections of the dossier, 证明材料: as the actions of accounts and dossiers do it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zhupei.accounts import notices
from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Consent, User
from zhupei.dossiers import queries, rules
from zhupei.dossiers.actions.documents import MOMENT
from zhupei.dossiers.actions.saving import assign
from zhupei.dossiers.fields import DossierSection
from zhupei.dossiers.models import Document, Dossier, Education, Employment
from zhupei.dossiers.queries import DossierData
from zhupei.dossiers.sections import BASICS, EDUCATION, LICENCE, WORK
from zhupei.pure.identity import DocumentType, check, normalise_name, normalise_phone
from zhupei.world import answers
from zhupei.world.bulk.person import Person

CHECKED_AFTER, READ_AFTER = timedelta(seconds=5), timedelta(seconds=90)


def register(person: Person) -> None:
    """账号注册, with the SMS that went with it."""
    facts, at = person.applicant.facts, person.at("registered")
    number = check(DocumentType(facts.document_type), facts.document_number).number
    person.user = User(
        kind=User.Kind.APPLICANT,
        name=normalise_name(facts.name),
        document_type=facts.document_type,
        document_number=number,
        document_index=accounts.number_index(number),
        phone=normalise_phone(facts.phone),
        phone_index=accounts.phone_index(facts.phone),
        password=person.context.password,
        password_changed_at=at,
        created_at=at,
    )
    person.sheaf.add(person.user, *(Consent(user=person.user, text=text, at=at) for text in person.context.texts))
    person.record("account.register", at, person.user)
    person.sent("register", at)
    person.sent("account.phone-proven", at)
    person.told(notices.REGISTERED, at)


def complete(person: Person) -> DossierData:
    """Everything filled in, every required document uploaded and accepted. Returns the dossier as the rules see it."""
    at = person.at("complete")
    person.dossier = Dossier(person=person.user)
    _fill(person, at)
    _agree(person, at)
    data = _data(person)
    for place in rules.demanded(data, person.context.setting.cycle):
        if place.required:
            _upload(person, place, at)
    for document in person.documents.values():
        _accepted(person, document)
    person.sheaf.add(person.dossier, *person.educations, *person.employments, *person.documents.values())
    return data


def _fill(person: Person, at: datetime) -> None:
    facts = person.applicant.facts
    _save(person, BASICS, answers.basics(facts), at)
    for number, education in enumerate(facts.educations):
        row = Education(pk=person.row_id("education", number), dossier=person.dossier, created_at=at)
        _add(person, EDUCATION, row, answers.education(education), at)
        row.institution = person.context.institutions.get(row.institution_id or "")
        row.major = person.context.majors.get(row.major_id or "")
        person.educations.append(row)
    if facts.employer:
        job = Employment(pk=person.row_id("employment", 0), dossier=person.dossier, created_at=at)
        _add(person, WORK, job, answers.employment(facts, at.date()), at)
        person.dossier.has_work = True
        person.employments.append(job)
    else:
        _save(person, WORK, {"has_work": False}, at)
    _save(person, LICENCE, answers.licence(facts), at)
    person.educations.sort(key=lambda row: row.pk.int)
    person.dossier.registered_region = queries.regions().get(person.dossier.registered_region_id or "")
    person.dossier.contact_region = queries.regions().get(person.dossier.contact_region_id or "")


def _save(person: Person, section: DossierSection, values: Mapping[str, Any], at: datetime) -> None:
    if changed := assign(person.dossier, section.fields, values):
        _settle(person, section.key, changed, at)


def _add(
    person: Person, section: DossierSection, row: Education | Employment, values: Mapping[str, Any], at: datetime
) -> None:
    changed = assign(row, section.row, values)
    _settle(person, f"{section.key}:{row.pk}", ["added", *changed], at)


def _settle(person: Person, item: str, changed: list[str], at: datetime) -> None:
    dossier = person.dossier
    dossier.revision += 1
    dossier.saved_at = at
    dossier.saves[item] = {"revision": dossier.revision, "at": at.isoformat(), "form": ""}
    person.record("dossier.save", at, dossier, item=item, changed=changed, revision=dossier.revision)


def _agree(person: Person, at: datetime) -> None:
    texts = person.context.images
    person.sheaf.add(*(Consent(user=person.user, text=text, at=at) for text in texts))
    person.record("account.consent", at, person.user, texts=[f"{text.key}:{text.version}" for text in texts])


def _data(person: Person) -> DossierData:
    place = person.context.places.get(person.user.document_index or "")
    return DossierData(
        person=person.user,
        dossier=person.dossier,
        educations=tuple(person.educations),
        employments=tuple(person.employments),
        documents=person.documents,
        listed_cycles=frozenset({person.context.setting.cycle.pk} if place else ()),
        images_agreed=True,
        read_at=person.at("submitted"),
    )


def _upload(person: Person, place: rules.Demanded, at: datetime) -> None:
    """Uploads of a dossier have an order: each a moment after the one before."""
    document = Document(
        dossier=person.dossier,
        kind=place.kind,
        education_id=place.education_id,
        slot=place.slot,
        state=Document.State.ACCEPTED,
        uploaded_at=at + MOMENT * len(person.documents),
        **person.context.album.columns(place.kind, person.applicant.facts.index, person.user),
    )
    document.checked_at = document.uploaded_at + CHECKED_AFTER
    if document.kind != Document.Kind.PORTRAIT:
        document.read_at = document.uploaded_at + READ_AFTER
    person.documents[place.slot] = document
    person.record("document.upload", at, document, slot=document.slot, digest=document.original_digest)


def _accepted(person: Person, document: Document) -> None:
    assert document.checked_at is not None
    person.dossier.revision += 1
    person.record_by_machine(
        "document.accept", document.checked_at, document, slot=document.slot, digest=document.digest
    )
    if document.read_at is not None:
        person.record_by_machine("document.read", document.read_at, document, slot=document.slot)


def gaps(person: Person, data: DossierData) -> list[str]:
    """What is still missing, in words."""
    found = rules.gaps(data, cycle=person.context.setting.cycle, kind=person.applicant.facts.kind)
    return [gap.message for gap in found]
