"""志愿填报 and 提交报名: as the actions of applications do it, by the same rules, into the same snapshot."""

from datetime import datetime
from uuid import uuid4

from zhupei.applications import checked, notices, queries, rules, states, versions
from zhupei.applications.models import Application, Choice, Transition, Version
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import DesignatedPlace, PlanLine
from zhupei.dossiers import rules as dossier_rules
from zhupei.dossiers import snapshot as dossiers
from zhupei.dossiers.queries import DossierData
from zhupei.kernel.refusals import require
from zhupei.world.bulk.person import Person

VERB = "submit"


def submit(person: Person, data: DossierData, running: int) -> bool:
    """False for somebody to whom no line is open. Raises `Refused`; then the person stays where he was, with a draft.

    `running` is the running number of the 报名号.
    """
    at = person.at("submitted")
    place = person.context.places.get(person.user.document_index or "")
    plans = [person.context.plan[pk] for pk in person.applicant.lines(place)]
    if not plans:
        return False
    application = _choose(person, plans, at)
    case = _case(application, place, plans, data)
    require(rules.submission(case, person.context.registration, at))
    application.number = versions.number(application, running)
    person.sent(VERB, at, person.user)
    frozen = dossiers.freeze(data, application.round.cycle)
    shown = checked.digest(case, frozen)
    rows = versions.freeze(case, frozen, consent=person.context.adjustment, token=uuid4(), shown=shown, received_at=at)
    version = rows.version
    person.sheaf.add(version, *rows.preferences, *rows.documents)
    _move(person, application, version, at)
    words = notices.submitted_words(version)
    person.sent(words["kind"], at, person.user)
    person.told(words, at)
    return True


def _choose(person: Person, plans: list[PlanLine], at: datetime) -> Application:
    facts, setting = person.applicant.facts, person.context.setting
    application = Application(
        person=person.user,
        round=setting.round,
        cycle=setting.cycle,
        track=facts.track,
        kind=facts.kind,
        created_at=at,
        changed_at=at,
    )
    person.sheaf.add(application)
    application.track, application.kind = plans[0].specialty.track, plans[0].specialty.kind
    require(rules.choices(application.round, application, plans))
    person.sheaf.add(*(Choice(application=application, rank=rank, plan=plan) for rank, plan in enumerate(plans, 1)))
    application.base = plans[0].base
    application.accepts_adjustment = facts.accepts_adjustment
    application.revision = 1
    person.record(
        "application.arrange",
        at,
        application,
        plans=[str(plan.pk) for plan in plans],
        accepts_adjustment=facts.accepts_adjustment,
    )
    return application


def _case(
    application: Application, place: DesignatedPlace | None, plans: list[PlanLine], data: DossierData
) -> rules.Submission:
    cycle = application.round.cycle
    return rules.Submission(
        application=application,
        category=queries.category(cycle, data.dossier.category),
        place=place,
        plans=plans,
        gaps=[gap.message for gap in dossier_rules.gaps(data, cycle=cycle, kind=application.kind)],
        majors=[education.major_id for education in data.educations],
        major_rules=cycles.major_rules(cycle.pk),
        submissions=0,
    )


def _move(person: Person, application: Application, version: Version, at: datetime) -> None:
    source = application.state
    application.state = states.MOVES.target(source, VERB, states.APPLICANT)
    application.version = version
    event = person.record(
        f"application.{VERB}",
        at,
        application,
        source=source,
        target=application.state,
        version=version.pk,
        digest=version.digest,
    )
    person.sheaf.add(
        Transition(
            application=application,
            source=source,
            verb=VERB,
            role=states.APPLICANT,
            target=application.state,
            actor=person.user,
            at=at,
            version=version,
            event=event,
        )
    )
