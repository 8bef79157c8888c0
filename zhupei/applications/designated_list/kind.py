"""The kind `designated`: registered when the app starts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Post, User
from zhupei.applications import notices, states
from zhupei.applications.designated_list.checking import COLUMNS, Checked, DesignatedRow, examined
from zhupei.applications.designated_list.known import applied, slices
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import DesignatedPlace, PlanLine, Round, Stage
from zhupei.imports.kinds import CheckedRows, Commit, Effect, Progress, Subject, TableKind, register
from zhupei.kernel import clock, writes
from zhupei.pure.identity.masks import mask_name
from zhupei.pure.sheets.table import Table

BATCH = 500


def describe() -> TableKind:
    return register(
        TableKind(
            name="designated",
            label="指定学员名单",
            columns=COLUMNS,
            subjects=subjects,
            check=check,
            commit=commit,
            may=may,
        )
    )


def may(user: User) -> bool:
    return Post.Role.PROVINCE in accounts.posts(user)


def subjects(at: datetime) -> Sequence[Subject]:
    """The rounds of the calendar that concerns people now; open until their registration has closed."""
    calendar = cycles.calendar(at)
    if calendar is None:
        return ()
    found = []
    for round_ in calendar.rounds:
        stage = next((s for s in calendar.of(round_) if s.kind == Stage.Kind.REGISTRATION), None)
        names = (str(round_.number), round_.name, f"{calendar.cycle.year}-{round_.number}")
        taken = stage is not None and not stage.window.is_over(at)
        found.append(Subject(str(round_.pk), str(round_), names, taken, round_.pk == calendar.round.pk))
    return found


def check(subject: Subject, table: Table, said: Progress) -> CheckedRows:
    checked = _checked(subject, table, said)
    finding = checked.finding()
    finding.effects = [effect for _, _, effect in _concerned(subject, checked)]
    return finding


def commit(act: Commit) -> Mapping[str, int]:
    """The rows are those of `check`, under the lock of this round's list: added, changed, told to those concerned."""
    checked = _checked(act.subject, act.table, lambda done: None)
    assert not checked.faults
    round_ = _round(act.subject)
    for some in slices(checked.added, BATCH):
        writes.insert_all([_designated_place(round_, row) for row in some])
    for row in checked.changed:
        place = DesignatedPlace(pk=checked.known.listed[row.index].id, plan=row.plan, category=row.category)
        writes.update(place, ("plan", "category"))
    concerned = list(_concerned(act.subject, checked))
    for application, row, _ in concerned:
        notices.designated(application, row.plan, act.at)
    return {**checked.counts, "已通知": len(concerned)}


def _designated_place(round_: Round, row: DesignatedRow) -> DesignatedPlace:
    return DesignatedPlace(
        id=uuid.uuid4(),
        round=round_,
        category=row.category,
        name=row.name,
        document_number=row.number,
        document_index=row.index,
        plan=row.plan,
    )


def _checked(subject: Subject, table: Table, said: Progress) -> Checked:
    return examined(_round(subject), table, clock.now().date(), said)


def _round(subject: Subject) -> Round:
    return Round.objects.select_related("cycle").get(pk=subject.id)


def _concerned(subject: Subject, checked: Checked) -> Iterator[tuple[Application, DesignatedRow, Effect]]:
    """Who has already chosen or submitted something else than the list would say."""
    moved = {row.index: row for row in (*checked.added, *checked.changed)}
    for application in applied(_round(subject), sorted(moved)):
        row = moved[str(application.person.document_index)]
        chosen = _chosen(application)
        if [line.pk for line in chosen] != [row.plan.pk]:
            before = "、".join(map(_words, chosen)) or "还没有志愿"
            state = states.MOVES.label(application.state)
            yield application, row, Effect(mask_name(application.person.name), state, before, _words(row.plan))


def _chosen(application: Application) -> list[PlanLine]:
    """What is submitted counts; of a draft what stands in it."""
    if application.version is not None and application.state != states.DRAFT:
        return [each.plan for each in application.version.preferences.all()]
    return [each.plan for each in application.choices.all()]


def _words(line: PlanLine) -> str:
    return f"{line.base.name} {line.specialty.name}"
