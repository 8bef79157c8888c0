"""Loads what the rules about submitting need: one bundle for the check page and for the action."""

from dataclasses import dataclass
from typing import Any

from zhupei.accounts.models import User
from zhupei.applications import queries, rules
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers import rules as dossier_rules
from zhupei.dossiers import snapshot as dossier_snapshot
from zhupei.dossiers.lock_queries import hold as hold_dossier
from zhupei.kernel.prepared import Question, ahead


@dataclass(frozen=True)
class LiveDossier:
    """The live dossier at this moment: its revision, its frozen form, and what wants another look."""

    revision: int
    frozen: dict[str, Any]
    doubts: list[dossier_rules.Doubt]


def asked(person: User, round_: Round) -> list[Question[Any]]:
    """What `load` is going to ask for an application of this round, for `prepared.ahead`."""
    return [
        *dossiers.asked(person),
        queries.choices_of_cycle.of(person.pk, round_.cycle_id),
        queries.submitted_in_cycle.of(person.pk, round_.cycle_id),
        queries.names_in_force_elsewhere.first_of(person, round_.cycle_id, round_),
    ]


def load(application: Application, *, hold: bool = False) -> tuple[rules.Submission, LiveDossier]:
    """A draft or returned application with the dossier as it is now; `hold` keeps it so until commit."""
    if hold:
        hold_dossier(application.person)
        ahead(*asked(application.person, application.round))
    data = dossiers.load(application.person)
    cycle = application.round.cycle
    category = queries.category(cycle, data.dossier.category)
    listed = cycle.pk in data.listed_cycles
    submission = rules.Submission(
        application=application,
        category=category,
        place=queries.designated_place(application.person, application.round) if listed else None,
        plans=[choice.plan for choice in queries.choices(application)],
        gaps=[gap.message for gap in dossier_rules.gaps(data, cycle=cycle, kind=application.kind)],
        majors=[education.major_id for education in data.educations],
        major_rules=cycles.major_rules(cycle.pk),
        submissions=queries.submissions(application),
        elsewhere=queries.in_force_elsewhere(application.person, application.round),
    )
    frozen = dossier_snapshot.freeze(data, cycle)
    return submission, LiveDossier(
        revision=data.dossier.revision, frozen=frozen, doubts=dossier_rules.doubts(data, cycle)
    )
