"""Who takes the journeys: generated people, brought by the system's own actions to where a journey begins."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from django.db import connection

from tests.journeys.running_system import until
from zhupei.applications.models import Application, RefusedAttempt
from zhupei.cycles.models import Cycle
from zhupei.kernel import clock
from zhupei.pure.reference.specialties import specialties
from zhupei.world import applicants, pictures
from zhupei.world.fiction.choices import ChoiceFacts, preferences
from zhupei.world.fiction.people import PersonFacts, person
from zhupei.world.fiction.province import bases, plan

SEED = 31
BASE = "YN001"
BASE_NAME = next(base.name for base in bases() if base.code == BASE)
SCHOOL = "10678"  # 昆明医科大学: its initials are kmykdx
EARLIER = timedelta(hours=3)  # so that the limits on SMS know nothing of what was prepared
HINTS = ["report", "card", "read_at"]
TELLING = ("applications_", "audit_event", "dossiers_d", "dossiers_ed", "dossiers_em")
Wanted = Callable[[PersonFacts], bool]


def simple(facts: PersonFacts) -> bool:
    """社会人 with one degree of the school and no licence yet."""
    return facts.category == "unaffiliated" and facts.licence is None


def employed(facts: PersonFacts) -> bool:
    """本单位人 with a licence: more to fill in, more to upload."""
    return facts.category == "own_employee" and facts.licence is not None


class Company:
    """Nobody comes twice."""

    def __init__(self) -> None:
        self.indices = count()

    def newcomer(self, wanted: Wanted = simple) -> PersonFacts:
        """Somebody who can fill in every field and finds something to choose at the base."""
        today = clock.now().date()
        for index in self.indices:
            facts = person(SEED, index, on=today)
            if _plain(facts) and wanted(facts) and choose(facts):
                return facts
        raise AssertionError("count() never ends")

    def registered(self, wanted: Wanted = simple) -> PersonFacts:
        """With an account and nothing else."""
        facts = self.newcomer(wanted)
        _played(facts).register(clock.now() - EARLIER)
        return facts

    def filled(self, wanted: Wanted = simple) -> PersonFacts:
        """Everything written, nothing uploaded."""
        facts = self.registered(wanted)
        _played(facts).fill(clock.now() - EARLIER)
        return facts

    def complete(self, wanted: Wanted = simple) -> PersonFacts:
        """Dossier and documents without a gap; nothing chosen."""
        facts = self.filled(wanted)
        played = _played(facts)
        played.upload(clock.now() - EARLIER)
        until(lambda: not played.gaps(), f"the checks of {facts.name}'s documents")
        return facts

    def ready(self, wanted: Wanted = simple, base: str = BASE) -> PersonFacts:
        """One click before submitting to this base."""
        facts = self.complete(lambda facts: wanted(facts) and choose(facts, base) is not None)
        _played(facts, base).choose(clock.now() - EARLIER)
        return facts

    def taken(self) -> tuple[PersonFacts, PersonFacts]:
        """An owner and a stranger, who has registered the owner's number with his own telephone, and has submitted."""
        owner = self.newcomer()
        stranger = replace(self.newcomer(), document_number=owner.document_number, name=owner.name)
        played, at = _played(stranger), clock.now() - EARLIER
        played.register(at)
        self.prepares(stranger, at)
        draft = played.application()
        assert draft is not None
        played.submit(draft, at)
        return owner, stranger

    def prepares(self, facts: PersonFacts, at: datetime) -> None:
        """Everything written, uploaded and chosen; one click before submitting."""
        played = _played(facts)
        played.fill(at)
        played.upload(at)
        until(lambda: not played.gaps(), f"the checks of {facts.name}'s documents")
        played.choose(at)

    def submitted(self, wanted: Wanted = simple, base: str = BASE) -> PersonFacts:
        facts = self.ready(wanted, base)
        played = _played(facts)
        application = played.application()
        assert application is not None
        played.submit(application, clock.now() - EARLIER)
        return facts


def application(facts: PersonFacts) -> Application:
    """As the database has it now."""
    found = _played(facts).application()
    assert found is not None
    return found


def traces() -> dict[str, list[str]]:
    """Every row about applications, dossiers and what the audit knows; evidence of refusals left out, and so are hints
    that a job adds to documents in its own time.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table.startswith(TELLING) and table != RefusedAttempt._meta.db_table:
                cursor.execute(f'SELECT (to_jsonb(t) - %s::text[])::text FROM "{table}" t ORDER BY 1', [HINTS])
                found[table] = [row for (row,) in cursor.fetchall()]
    return found


def choose(facts: PersonFacts, base: str = BASE) -> ChoiceFacts | None:
    """One to three specialties of a base whose reviewers take part; None when it has nothing for this person."""
    return preferences(SEED, facts, [line for line in plan() if line.base == base])


def wish(facts: PersonFacts) -> list[str]:
    """The names of these specialties, in order."""
    chosen = choose(facts)
    names = {each.code: each.name for each in specialties()}
    return [names[code] for code in chosen.specialties] if chosen else []


def _plain(facts: PersonFacts) -> bool:
    degree = facts.educations[0]
    return (
        (facts.document_type, facts.track, facts.kind) == ("resident-id", "western", "residency")
        and len(facts.educations) == 1
        and degree.institution == SCHOOL
        and not (degree.studying or degree.certificate_pending)
    )


def _played(facts: PersonFacts, base: str = BASE) -> applicants.SimulatedApplicant:
    setting = applicants.Setting.of(Cycle.objects.get())
    return applicants.SimulatedApplicant(facts, SEED, setting, pictures.shared, lambda facts: choose(facts, base))
