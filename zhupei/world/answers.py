"""What a generated person types into the forms of the dossier: field → value, as the actions know them."""

from datetime import date

from zhupei.pure.identity import DocumentType, check
from zhupei.world.fiction.people import PersonFacts
from zhupei.world.fiction.schooling import EducationFacts


def basics(facts: PersonFacts) -> dict[str, object]:
    """个人信息."""
    known = check(DocumentType(facts.document_type), facts.document_number)
    return {
        "sex": "" if known.sex else facts.sex,
        "birth_date": None if known.birth_date else facts.birth_date,
        "marital_status": facts.marital_status,
        "nationality": facts.nationality,
        "ethnicity": facts.ethnicity,
        "military": facts.military,
        "registered_region": facts.registered.region,
        "registered_detail": facts.registered.detail,
        "contact_region": facts.contact.region,
        "contact_detail": facts.contact.detail,
        "category": facts.category,
        "employer": facts.employer,
        "email": facts.email,
        "qq": facts.qq,
        "emergency_name": facts.emergency_name,
        "emergency_relation": facts.emergency_relation,
        "emergency_phone": facts.emergency_phone,
    }


def employment(facts: PersonFacts, today: date) -> dict[str, object]:
    """Since graduation; this year's graduates may register before that day."""
    started = min(today, max(row.graduated for row in facts.educations if not row.studying))
    return {"employer": facts.employer, "post": "住院医师", "started": started, "ended": None, "note": ""}


def licence(facts: PersonFacts) -> dict[str, object]:
    """执业资格信息."""
    held = facts.licence
    if held is None:
        return {"licence_held": False}
    return {
        "licence_held": True,
        "qualification_number": held.qualification_number,
        "qualification_date": held.qualification_date,
        "licence_category": held.category,
        "practising_number": held.practising_number,
        "practising_date": held.practising_date,
        "licence_scope": held.scope,
    }


def education(row: EducationFacts) -> dict[str, object]:
    """A row as typed into the form; what a student does not have yet stays empty."""
    return {
        "studying": row.studying,
        "level": row.level,
        "degree": "" if row.studying else row.degree,
        "institution": row.institution or None,
        "institution_other": row.institution_other,
        "major": row.major,
        "major_other": "",
        "started": row.started,
        "graduated": None if row.studying else row.graduated,
        "certificate_pending": row.certificate_pending,
        "certificate_promised": row.certificate_promised,
        "diploma_number": row.diploma_number,
        "degree_number": row.degree_number,
    }
