"""Loads what the rules about submitting need: one bundle for the check page and for the action."""

from dataclasses import dataclass
from typing import Any

from zhupei.applications import queries, rules
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers import rules as dossier_rules
from zhupei.dossiers import snapshot as dossier_snapshot
from zhupei.kernel.prepared import Question, ahead


@dataclass(frozen=True)
class Dossier:
    """The live dossier at this moment: its revision, its frozen form, and what wants another look."""

    revision: int
    frozen: dict[str, Any]
    doubts: list[dossier_rules.Doubt]


def asked(application: Application) -> list[Question[Any]]:
    """What `load` is going to ask about the application, for `prepared.ahead`."""
    return [
        queries.choices_of_cycle.of(application.person_id, application.cycle_id),
        queries.versions.count_of(application),
        queries.names_in_force_elsewhere.first_of(application.person, application.round.cycle_id, application.round),
    ]


def load(application: Application, *, hold: bool = False) -> tuple[rules.Case, Dossier]:
    """The case of a draft or returned application with the dossier as it is now; `hold` keeps it so until commit."""
    if hold:
        dossiers.hold(application.person)
        ahead(*dossiers.asked(application.person), *asked(application))
    data = dossiers.load(application.person)
    cycle = application.round.cycle
    category = queries.category(cycle, data.dossier.category)
    listed = cycle.pk in data.listed_cycles
    case = rules.Case(
        application=application,
        category=category,
        place=queries.designated_place(application.person, application.round) if listed else None,
        plans=[choice.plan for choice in queries.choices(application)],
        gaps=[gap.message for gap in dossier_rules.gaps(data, cycle=cycle, kind=application.kind)],
        majors=[education.major_id for education in data.educations],
        major_rules=cycles.major_rules(cycle.pk),
        submissions=queries.versions.count(application),
        elsewhere=queries.in_force_elsewhere(application.person, application.round),
    )
    frozen = dossier_snapshot.freeze(data, cycle)
    return case, Dossier(revision=data.dossier.revision, frozen=frozen, doubts=dossier_rules.doubts(data, cycle))
