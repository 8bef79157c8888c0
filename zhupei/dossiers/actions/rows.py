"""The rows of education and work. A row is found within the person's own dossier or not at all."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.dossiers import rules
from zhupei.dossiers.actions.saving import Values, assign, own_dossier, settle, stored
from zhupei.dossiers.fields import DossierSection
from zhupei.dossiers.models import Education, Employment
from zhupei.dossiers.sections import EDUCATION, WORK
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import require

Row = TypeVar("Row", Education, Employment)


@locks.action
def add_education(*, actor: User, at: datetime, education_id: UUID, values: Values, form: str = "") -> Education:
    """A new row under an id drawn with the form: a double click or a lost reply finds the same row again.

    Raises `Refused` (`dossier:rows`), and DoesNotExist for an id of another dossier.
    """
    return _add(Education, EDUCATION, education_id, actor=actor, at=at, values=values, form=form)


@locks.action
def save_education(
    *, actor: User, at: datetime, education_id: UUID, values: Values, revision: int | None = None, form: str = ""
) -> Education:
    """Raises `Refused` (`dossier:conflict`) and DoesNotExist."""
    return _save(Education, EDUCATION, education_id, actor=actor, at=at, values=values, revision=revision, form=form)


@locks.action
def remove_education(*, actor: User, at: datetime, education_id: UUID) -> None:
    """The row goes, its documents stay: a submitted version may refer to them."""
    _remove(Education, EDUCATION, education_id, actor=actor, at=at)


@locks.action
def add_employment(*, actor: User, at: datetime, employment_id: UUID, values: Values, form: str = "") -> Employment:
    """As `add_education`. Naming a job answers the question whether there is one."""
    row = _add(Employment, WORK, employment_id, actor=actor, at=at, values=values, form=form)
    row.dossier.has_work = True
    writes.update(row.dossier, ("has_work",))
    return row


@locks.action
def save_employment(
    *, actor: User, at: datetime, employment_id: UUID, values: Values, revision: int | None = None, form: str = ""
) -> Employment:
    return _save(Employment, WORK, employment_id, actor=actor, at=at, values=values, revision=revision, form=form)


@locks.action
def remove_employment(*, actor: User, at: datetime, employment_id: UUID) -> None:
    _remove(Employment, WORK, employment_id, actor=actor, at=at)


def _add(
    model: type[Row], section: DossierSection, row_id: UUID, *, actor: User, at: datetime, values: Values, form: str
) -> Row:
    dossier = own_dossier(actor, section.key, at)
    row = model._default_manager.filter(pk=row_id).first()
    if row is not None:
        return _save(model, section, row_id, actor=actor, at=at, values=values, revision=None, form=form)
    require(rules.room(section, model._default_manager.filter(dossier=dossier).count()))
    row = model(pk=row_id, dossier=dossier, created_at=at)
    changed: list[str] = assign(row, section.row, values)
    writes.insert(row)
    settle(dossier, f"{section.key}:{row_id}", actor=actor, at=at, form=form, changed=["added", *changed])
    return row


def _save(
    model: type[Row],
    section: DossierSection,
    row_id: UUID,
    *,
    actor: User,
    at: datetime,
    values: Values,
    revision: int | None,
    form: str,
) -> Row:
    dossier = own_dossier(actor, section.key, at)
    row = model._default_manager.get(pk=row_id, dossier=dossier)
    row.dossier = dossier
    item = f"{section.key}:{row_id}"
    changed = assign(row, section.row, values)
    if changed:
        require(rules.conflict(dossier, item, revision, form))
        writes.update(row, stored(section.row))
        settle(dossier, item, actor=actor, at=at, form=form, changed=changed)
    return row


def _remove(model: type[Row], section: DossierSection, row_id: UUID, *, actor: User, at: datetime) -> None:
    dossier = own_dossier(actor, section.key, at)
    model._default_manager.get(pk=row_id, dossier=dossier).delete()
    dossier.saves.pop(f"{section.key}:{row_id}", None)
    settle(dossier, section.key, actor=actor, at=at, form="", changed=[f"removed:{row_id}"])
