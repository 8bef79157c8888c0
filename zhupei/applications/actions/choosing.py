"""志愿填报: opening a draft and arranging its choices. Nothing here touches a submitted version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.utils import IntegrityError

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import User
from zhupei.applications import lock_queries, queries, rules, states
from zhupei.applications.models import Application, Choice
from zhupei.audit import actions as audit
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PlanLine, Round
from zhupei.kernel import locks, writes
from zhupei.kernel.prepared import together
from zhupei.kernel.refusals import Refusal, Refused, require


@locks.action
def open_draft(*, actor: User, round_: Round, track: str, kind: str, at: datetime) -> Application:
    """The person's application of this round; made when it is missing. Two tabs get the same one.

    Raises `Refused` while an application is in force in another round of the cycle. An empty draft follows the entry
    (track, kind) through which the person comes; one with choices keeps theirs until `set_choices` replaces them.
    """
    application, person = together(
        lock_queries.of_round_locked.first_of(actor, round_), accounts.account.first_of(actor.pk)
    )
    require(account_rules.applicant(person))
    if application is None:
        require(rules.one_in_force(queries.in_force_elsewhere(actor, round_)))
        try:
            with transaction.atomic():
                application = Application.objects.create(
                    person=actor,
                    round=round_,
                    cycle=round_.cycle,
                    track=track,
                    kind=kind,
                    created_at=at,
                    changed_at=at,
                )
        except IntegrityError:  # another tab has been quicker
            application = Application.objects.select_for_update().get(person=actor, round=round_)
    moved = application.state == states.DRAFT and (application.track, application.kind) != (track, kind)
    if moved and not application.choices.exists():
        application.track, application.kind, application.base = track, kind, None
        application.revision += 1
        application.changed_at = at
        application.save()
    return application


@locks.action
def set_choices(
    *,
    application_id: UUID,
    plan_ids: Sequence[UUID],
    accepts_adjustment: bool | None,
    revision: int,
    actor: User,
    at: datetime,
) -> Application:
    """Replace the draft's choices by `plan_ids`, in this order; an empty list clears them.

    The draft takes the track and the kind of its first choice. `revision` is the one the page was rendered with: a
    second tab is refused instead of overwriting the first; who asks for what is there already changes nothing.
    """
    application = lock_queries.locked(application_id)
    require(rules.own(application, actor))
    if application.state != states.DRAFT:
        raise Refused(
            Refusal(
                "choice:locked",
                "志愿已提交，不能直接修改。",
                remedy="报名截止前可先“取消报名”，修改后再次提交。",
            )
        )
    before = [choice.plan_id for choice in queries.choices(application)]
    if (before, application.accepts_adjustment) == (list(plan_ids), accepts_adjustment):
        return application
    if application.revision != revision:
        message = "志愿已在另一个页面中修改，本次修改没有保存。"
        raise Refused(Refusal("choice:stale", message, remedy="请核对现在的志愿，需要时再改一次。"))
    found = _plan_lines(application.round_id, plan_ids)
    if not found.keys() >= set(plan_ids):
        raise Refused(Refusal("choice:unknown", "所选专业不在招录计划中。"))
    plans = [found[plan_id] for plan_id in plan_ids]
    if plans:
        application.track, application.kind = plans[0].specialty.track, plans[0].specialty.kind
        require(rules.choices(application.round, application, plans))
    writes.delete(Choice, application=application)
    writes.insert_all([Choice(application=application, rank=rank, plan=plan) for rank, plan in enumerate(plans, 1)])
    application.base = plans[0].base if plans else application.base
    application.accepts_adjustment = accepts_adjustment
    application.revision += 1
    application.changed_at = at
    writes.update(application, ("track", "kind", "base", "accepts_adjustment", "revision", "changed_at"))
    audit.record(
        verb="application.arrange",
        actor=actor,
        role=states.APPLICANT,
        at=at,
        object_type="application",
        object_id=application.pk,
        plans=[str(plan.pk) for plan in plans],
        accepts_adjustment=accepts_adjustment,
    )
    return application


def _plan_lines(round_id: UUID, plan_ids: Sequence[UUID]) -> Mapping[UUID, PlanLine]:
    """The lines of the round's plan; only who asks for something else has it looked up, to be told what it is."""
    known = cycles.plan(round_id)
    if all(plan_id in known for plan_id in plan_ids):
        return known
    return PlanLine.objects.select_related("base", "specialty").in_bulk(plan_ids)
