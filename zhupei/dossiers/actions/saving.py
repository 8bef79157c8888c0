"""Saving a section: whatever is well-formed is kept, gaps and contradictions included (domain section 5).

`values` maps names of the section's fields to typed values: text, date, bool or None, and for regions, institutions and
majors the code of an existing row or None. Names that are not given stay as they are.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.dossiers import lock_queries, rules
from zhupei.dossiers.fields import ACCOUNT, DossierField, DossierSection
from zhupei.dossiers.models import Dossier, Education, Employment
from zhupei.dossiers.sections import BASICS, LICENCE, WORK
from zhupei.kernel import locks, writes
from zhupei.kernel.crypto.sealed import Sealed
from zhupei.kernel.refusals import require

Values = Mapping[str, Any]


@locks.action
def save_basics(*, actor: User, at: datetime, values: Values, revision: int | None = None, form: str = "") -> Dossier:
    """`revision` and `form` are those of the posted form. Raises `Refused`: `dossier:conflict`, or what
    `rules.editing` says.
    """
    return _save(BASICS, actor=actor, at=at, values=values, revision=revision, form=form)


@locks.action
def save_licence(*, actor: User, at: datetime, values: Values, revision: int | None = None, form: str = "") -> Dossier:
    return _save(LICENCE, actor=actor, at=at, values=values, revision=revision, form=form)


@locks.action
def save_work(*, actor: User, at: datetime, values: Values, revision: int | None = None, form: str = "") -> Dossier:
    """Only the answer whether there is any; the rows save by themselves."""
    return _save(WORK, actor=actor, at=at, values=values, revision=revision, form=form)


def _save(
    section: DossierSection, *, actor: User, at: datetime, values: Values, revision: int | None, form: str
) -> Dossier:
    dossier = own_dossier(actor, section.key, at)
    changed = assign(dossier, section.fields, values)
    if changed:
        require(rules.conflict(dossier, section.key, revision, form))
        settle(dossier, section.key, actor=actor, at=at, form=form, changed=changed, columns=stored(section.fields))
    return dossier


def own_dossier(actor: User, item: str, at: datetime) -> Dossier:
    """The actor's own, locked, where `item` may be edited now; made when it is not there yet. Raises `Refused`."""
    held = lock_queries.locked_for(actor, at)
    require(rules.editing(held, item, at))
    return held.dossier or lock_queries.locked(actor)


def stored(fields: Iterable[DossierField]) -> tuple[str, ...]:
    """The columns of a section: one statement writes them all, whichever of them are different."""
    return tuple(field.name for field in fields if field.kind != ACCOUNT)


def assign(row: Dossier | Education | Employment, fields: Iterable[DossierField], values: Values) -> list[str]:
    """Set the given values; returns the names of the fields that are different now."""
    changed = []
    for field in fields:
        if field.kind == ACCOUNT or field.name not in values:
            continue
        new, old = values[field.name], getattr(row, field.attribute)
        if (old.plain() if isinstance(old, Sealed) else old) != new:
            setattr(row, field.attribute, new)
            changed.append(field.name)
    return changed


def settle(
    dossier: Dossier,
    item: str,
    *,
    actor: User,
    at: datetime,
    form: str,
    changed: list[str],
    columns: Iterable[str] = (),
) -> None:
    """Count the change, remember whose form it was, write the trail: names of fields, never their values."""
    dossier.revision += 1
    dossier.saved_at = at
    dossier.saves = {**dossier.saves, item: {"revision": dossier.revision, "at": at.isoformat(), "form": form}}
    writes.update(dossier, ("revision", "saved_at", "saves", *columns))
    record(
        verb="dossier.save",
        actor=actor,
        role=actor.kind,
        at=at,
        object_type="dossier",
        object_id=dossier.pk,
        item=item,
        changed=changed,
        revision=dossier.revision,
    )
