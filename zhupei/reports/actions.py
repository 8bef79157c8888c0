"""Exports: asking for one, making it as the person who asked, taking it, letting it go. Each is in the trail."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from zhupei.accounts.models import Reveal, User
from zhupei.accounts.rules.rights import usable
from zhupei.applications.rules.revealing import day_began
from zhupei.audit import actions as audit
from zhupei.kernel import jobs, locks, writes
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refusal, Refused, require
from zhupei.reports import exports, queries, rules
from zhupei.reports.lists.columns import ListColumn
from zhupei.reports.lists.definition import Asked, ListDefinition, known
from zhupei.reports.models import Export

MAKE = "reports.make_export"
CLOCK = "clock"


@locks.action
def ask(
    *,
    of_list: str,
    desk: str,
    address: str,
    form: str,
    whole: bool,
    reason: str,
    token: UUID,
    actor: User,
    at: datetime,
) -> Export:
    """Ask for the list `of_list` of a desk as `address` spells it. A second click gets the same export. Raises
    `Refused`.
    """
    locks.hold(f"exports:{actor.pk}")
    if (before := queries.of_token(actor, token)) is not None:
        return before
    definition, scope, asked = _seen(of_list, desk, address, actor, at)
    expected = definition.count(scope, asked).total
    require(rules.asking(reason, expected, queries.waiting(actor)))
    if whole:
        values = expected * len(_sealed(definition, scope))
        require(rules.revealing(values, queries.revealed(actor, day_began(at))))
    export = Export(owner=actor, token=token, of_list=of_list, desk=desk, form=form, whole=whole, asked_at=at)
    export.address, export.reason, export.expected = address, reason.strip()[: rules.LONGEST_REASON], expected
    writes.insert(export)
    _record("export.ask", export, actor, at, form=form, whole=whole, list=of_list, rows=expected)
    enqueue(export)
    return export


def enqueue(export: Export) -> None:
    """One job at a time for each export, and only one that waits."""
    name = f"export:{export.pk}"
    jobs.enqueue(MAKE, lock=name, once=name, export_id=str(export.pk))


def make(*, export: Export, folder: Path, at: datetime) -> None:
    """Write the file as its owner sees the list now, and put it into the vault. Whoever has lost his role meanwhile
    gets none. May be begun again after having been killed: until the end nothing has happened.
    """
    try:
        definition, scope, asked = _seen(export.of_list, export.desk, export.address.plain(), export.owner, at)
    except Refused as refused:
        refuse(export_id=export.pk, refusal=refused.refusal, at=at)
        return
    people: list[UUID] = []
    columns = definition.file_columns(scope)
    head = exports.ExportHead(
        title=definition.title,
        where=definition.heading(scope),
        told=definition.told(asked, scope),
        reason=export.reason.plain(),
        who=f"{export.owner.name}（{export.owner.login_name}）",
        at=at,
        whole=export.whole,
        unit=definition.unit,
    )
    path = folder / f"{export.pk}.{export.form}"
    rows = definition.every(scope, asked)
    if export.whole:
        rows = _noted(rows, definition, people)
    try:
        written = exports.write(export.form, path, head, columns, rows, _progress(export))
    except exports.Unwritable:
        refuse(export_id=export.pk, refusal=rules.UNWRITABLE, at=at)
        return
    data = path.read_bytes()
    key = vault.put(data)
    try:
        digest = hashlib.sha256(data).hexdigest()
        what = [column.name for column in _sealed(definition, scope)] if export.whole else []
        kept = _finish(
            export_id=export.pk,
            key=key,
            digest=digest,
            size=len(data),
            written=written,
            people=people,
            what=what,
            at=at,
        )
    except Refused as refused:
        vault.delete(key)
        refuse(export_id=export.pk, refusal=refused.refusal, at=at)
    else:
        if not kept:
            vault.delete(key)


@locks.action
def _finish(
    *,
    export_id: UUID,
    key: str,
    digest: str,
    size: int,
    written: int,
    people: Sequence[UUID],
    what: Sequence[str],
    at: datetime,
) -> bool:
    """False when another run has been quicker. Whole numbers are counted and recorded before anybody can have them."""
    export = queries.held(export_id)
    if not export.waits:
        return False
    if export.whole:
        locks.hold(f"reveal:{export.owner_id}")
        used = queries.revealed(export.owner, day_began(at))
        require(rules.revealing(len(people) * len(what), used))
        reason = export.reason.plain()
        writes.insert_all(
            [
                Reveal(actor_id=export.owner_id, person_id=person, what=each, reason=reason, at=at)
                for person in people
                for each in what
            ]
        )
    export.key, export.digest, export.size, export.written, export.made_at = key, digest, size, written, at
    writes.update(export, ("key", "digest", "size", "written", "made_at"))
    _record("export.make", export, export.owner, at, rows=written, digest=digest, whole=export.whole)
    return True


@locks.action
def refuse(*, export_id: UUID, refusal: Refusal, at: datetime) -> None:
    """There will be no file, and why; once."""
    export = queries.held(export_id)
    if export.waits:
        export.refusal = refusal.code
        writes.update(export, ("refusal",))
        _record("export.refuse", export, None, at, reason=refusal.code)


@locks.action
def take(*, export_id: UUID, actor: User, at: datetime) -> Export:
    """One download by the owner, who must still be allowed to see the list. Raises `Refused`, Export.DoesNotExist."""
    export = queries.held(export_id)
    if export.owner_id != actor.pk:
        raise Export.DoesNotExist
    _seen(export.of_list, export.desk, export.address.plain(), actor, at)
    require(rules.NOT_YET if export.waits else None)
    require(None if export.ready and at < export.made_at + queries.LIFE else rules.GONE)  # type: ignore[operator]
    _record("export.download", export, actor, at, digest=export.digest, whole=export.whole)
    return export


@locks.action
def let_go(*, export_id: UUID, at: datetime) -> str:
    """Its time is over: the row forgets the file, whose key is returned to be deleted; '' when it is gone already."""
    export = queries.held(export_id)
    if not export.ready:
        return ""
    key, export.key, export.gone_at = export.key, "", at
    writes.update(export, ("key", "gone_at"))
    _record("export.let-go", export, None, at)
    return key


def _sealed(definition: ListDefinition[Any, Any, Any], scope: Any) -> list[ListColumn[Any]]:
    return [column for column in definition.file_columns(scope) if column.plain]


def _seen(of_list: str, desk: str, address: str, viewer: User, at: datetime) -> tuple[Any, Any, Asked[Any]]:
    """The list as this person may see it now. Raises `Refused` when he may not."""
    definition, account = known[of_list], User.objects.filter(pk=viewer.pk).first()
    require(usable(account))
    scope = definition.scope(account, desk, at) if account else None
    if scope is None:
        raise Refused(rules.STRANGER)
    return definition, scope, definition.read(dict(parse_qsl(address.removeprefix("?"))), scope)


def _noted(rows: Any, definition: ListDefinition[Any, Any, Any], people: list[UUID]) -> Any:
    """The rows, and whose numbers they show."""
    for row in rows:
        people.append(definition.person(row))
        yield row


def _progress(export: Export) -> exports.Tick:
    def tick(written: int) -> None:
        Export.objects.filter(pk=export.pk).update(written=written)

    return tick


def _record(verb: str, export: Export, actor: User | None, at: datetime, **detail: Any) -> None:
    role = CLOCK if actor is None else actor.kind
    audit.record(verb=verb, actor=actor, role=role, at=at, object_type="export", object_id=export.pk, **detail)
