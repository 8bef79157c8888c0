"""Driving many people to a stage: batches, each one transaction with all rows of its people or none."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction

from zhupei.accounts import queries as accounts
from zhupei.accounts import states
from zhupei.accounts.models import User
from zhupei.applications.states import DRAFT, SUBMITTED
from zhupei.cycles.models import Cycle
from zhupei.kernel import settled
from zhupei.kernel.refusals import Refused
from zhupei.world import loading, pictures
from zhupei.world.applicants import Setting, SimulatedApplicant
from zhupei.world.bulk import applying, filling
from zhupei.world.bulk.context import BulkContext
from zhupei.world.bulk.copying import Sheaf, numbers
from zhupei.world.bulk.person import Person
from zhupei.world.fiction.people import person as facts_of
from zhupei.world.verdict_cache import cached_verdicts

BATCH = 200
EVENTS_EACH = 60  # more than anybody leaves; what is not used is a gap in the numbers, as a rollback leaves one
EVENT_IDS, NUMBERS = "audit_event_id_seq", "applications_number_seq"
HERE_ALREADY = "people of this seed are here already: --bulk makes new ones only; go on with them without --bulk"


@dataclass
class Made:
    """How many got how far, by the stage, by the state they are in and by the code of the rule that stopped them."""

    funnel: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def populate(
    cycle: Cycle, *, applicants: int, seed: int, until: str, part: tuple[int, int], ready: Callable[[], None]
) -> Made:
    """Make the people of the world `seed` whose index is below `applicants`, every n-th from k for `part` (k, n), and
    bring them to `until`: registered, complete or submitted.

    `ready` is called when everything has been looked at and nothing written: with several processes it waits for the
    others. Raises ValueError when people of this seed are there already, or the set's pictures are refused here.
    """
    began = time.monotonic()
    setting = Setting.of(cycle)
    context, made = BulkContext.of(setting), Made()
    day = loading.first_day(cycle)
    people = [
        SimulatedApplicant(facts_of(seed, i, on=day), seed, setting, pictures.shared)
        for i in _indexes(applicants, part)
    ]
    _refuse_known(people)
    with cached_verdicts():
        if until != "registered":
            _look_at_pictures(context, part)
        ready()
        loading.designate(cycle, loading.listed(seed, (each.facts for each in people)))
        for batch in _batches(people):
            _write(batch, context, until, made)
    made.seconds = time.monotonic() - began
    return made


def analyse() -> None:
    """Tell the planner what has become of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _indexes(applicants: int, part: tuple[int, int]) -> range:
    return range(part[0], applicants, part[1])


def _index(applicant: SimulatedApplicant) -> str:
    return accounts.number_index(applicant.facts.document_number)


def _refuse_known(people: Sequence[SimulatedApplicant]) -> None:
    holders = User.objects.exclude(standing=states.RELEASED)
    if holders.filter(document_index__in=[_index(each) for each in people]).exists():
        raise ValueError(HERE_ALREADY)


def _look_at_pictures(context: BulkContext, part: tuple[int, int]) -> None:
    context.album.prepare(pictures.KINDS, User(document_type=context.setting.cycle.document_types[0]), part)


def _batches(people: Sequence[SimulatedApplicant]) -> Iterator[list[SimulatedApplicant]]:
    left = iter(people)
    while batch := list(islice(left, BATCH)):
        yield batch


def _write(batch: Sequence[SimulatedApplicant], context: BulkContext, until: str, made: Made) -> None:
    """Everything about these people, or nothing."""
    with settled.one_request(), transaction.atomic():
        sheaf = Sheaf()
        event_ids = numbers(EVENT_IDS, EVENTS_EACH * len(batch))
        running = numbers(NUMBERS, len(batch) if until == "submitted" else 0)
        context.learn_places(_index(each) for each in batch)
        for applicant in batch:
            _live(Person(applicant, context, sheaf, event_ids), until, running, made)
        sheaf.write()


def _live(person: Person, until: str, running: Iterator[int], made: Made) -> None:
    filling.register(person)
    made.funnel["registered"] += 1
    if until == "registered":
        return
    data = filling.complete(person)
    made.funnel["complete"] += not filling.gaps(person, data)
    if until == "complete":
        return
    try:
        done = applying.submit(person, data, next(running))
    except Refused as refused:
        made.refused[f"submitted: {refused.refusal.code}"] += 1
        made.states[DRAFT] += 1
    else:
        made.funnel["submitted"] += done
        made.states[SUBMITTED] += done
