"""The demonstration world (domain section 12): one province, its plan, texts, staff and a few applicants.

`load` may be run any number of times: it adds what is missing and changes nothing that is there, so what the technical
superuser has edited stays, and the calendar keeps the dates of the first day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from zhupei.accounts.models import ConsentText
from zhupei.accounts.queries import number_index
from zhupei.bases.models import Base, Specialty
from zhupei.cycles.models import (
    Cycle,
    DesignatedPlace,
    MajorRule,
    PersonCategory,
    PlanLine,
    Round,
    Stage,
)
from zhupei.dossiers import loading as reference
from zhupei.kernel.clock import SHANGHAI
from zhupei.portal import actions as portal
from zhupei.portal.models import Announcement, Page, SupportContact, Template
from zhupei.pure.reference import specialties
from zhupei.world import staff
from zhupei.world.fiction import calendar, logins, province, texts
from zhupei.world.fiction.choices import ChoiceFacts, designation
from zhupei.world.fiction.people import PersonFacts, person

LIST_SEED = logins.SAMPLE_SEED
LISTED = 12
LISTED_SHARE = 0.6  # of the designated applicants of a simulation; the others upload their proof
DESIGNATED = ("postgraduate", "order_oriented")
BATCH = 1000
Listed = tuple[PersonFacts, ChoiceFacts]


def load(at: datetime) -> Cycle:
    """Everything but the sample applicants (`samples.load`). `at` is the system's time; returns the cycle."""
    cycle = furnish(at)
    staff.load(at)
    load_designated(cycle)
    return cycle


def furnish(at: datetime) -> Cycle:
    """A province in which nobody works yet."""
    reference.load_reference_data()
    with transaction.atomic():
        load_catalogue()
        cycle = load_cycle(at.astimezone(SHANGHAI).date())
        day = first_day(cycle)
        load_bases(day)
        load_policies(cycle)
        load_plan(cycle)
        load_portal(day)
        load_consents()
    return cycle


def first_day(cycle: Cycle) -> date:
    """The day from which the calendar of the demonstration was counted."""
    return calendar.counted_from(
        Stage.objects.get(round__cycle=cycle, round__number=1, kind=Stage.Kind.REGISTRATION).opens
    )


def load_catalogue() -> None:
    Specialty.objects.bulk_create(
        [
            Specialty(
                code=each.code,
                name=each.name,
                track=each.track,
                kind=each.kind,
                shortage=each.shortage,
                since=each.since,
            )
            for each in specialties.specialties()
        ],
        ignore_conflicts=True,
    )


def load_cycle(today: date) -> Cycle:
    """The latest cycle, or a new one of this year with both rounds and their dates."""
    if known := Cycle.objects.order_by("-year").first():
        return known
    cycle = Cycle.objects.create(year=today.year, name=f"{today.year} 年度住院医师规范化培训招录")
    for facts in calendar.rounds(today):
        round_ = Round.objects.create(cycle=cycle, number=facts.number, name=facts.name)
        Stage.objects.bulk_create(
            Stage(round=round_, kind=stage.kind, opens=stage.opens, closes=stage.closes) for stage in facts.stages
        )
    return cycle


def load_bases(day: date) -> None:
    Base.objects.bulk_create(
        [
            Base(
                id=identifier("base", each.code),
                code=each.code,
                name=each.name,
                short_name=each.short_name,
                city=each.city,
                address=each.address,
                phone=each.phone,
                partners=list(each.partners),
                brochure=texts.brochure(each, day, day.year),
            )
            for each in province.bases()
        ],
        ignore_conflicts=True,
    )


def load_policies(cycle: Cycle) -> None:
    PersonCategory.objects.bulk_create(
        [
            PersonCategory(
                cycle=cycle,
                code=each.code,
                name=each.name,
                choice_mode=each.choice_mode,
                needs_employer=each.needs_employer,
                position=each.position,
            )
            for each in province.categories()
        ],
        ignore_conflicts=True,
    )
    reference.load_document_matrix(cycle)
    MajorRule.objects.bulk_create(
        [
            MajorRule(cycle=cycle, specialty_id=code, major_codes=list(specialties.eligible_major_codes(code)))
            for code in specialties.eligible_groups()
        ],
        ignore_conflicts=True,
    )


def load_plan(cycle: Cycle) -> None:
    """The plan of round 1; the supplementary round's places are known when round 1 has been allocated."""
    round_ = Round.objects.get(cycle=cycle, number=1)
    if round_.plan.exists():
        return
    bases = dict(Base.objects.values_list("code", "pk"))
    PlanLine.objects.bulk_create(
        PlanLine(
            round=round_,
            base_id=bases[line.base],
            specialty_id=line.specialty,
            seats=line.seats,
            applicants_last_year=line.applicants_last_year,
            line_last_year=line.line_last_year,
        )
        for line in province.plan()
    )


def load_portal(day: date) -> None:
    Announcement.objects.bulk_create(
        [
            Announcement(
                id=identifier("announcement", each.key),
                title=each.title,
                body=each.body,
                pinned=each.pinned,
                published_at=each.published_at,
            )
            for each in texts.announcements(day, day.year)
        ],
        ignore_conflicts=True,
    )
    Page.objects.bulk_create(
        [Page(slug=each.slug, title=each.title, body=each.body) for each in texts.pages(day, day.year)],
        ignore_conflicts=True,
    )
    SupportContact.objects.bulk_create(
        [SupportContact(track=c.track, name=c.name, phone=c.phone, hours=c.hours) for c in province.support_contacts()],
        ignore_conflicts=True,
    )
    Template.objects.bulk_create(
        [Template(kind=t.kind, title=t.title, hint=t.hint, position=t.position) for t in texts.templates()],
        ignore_conflicts=True,
    )
    for template in Template.objects.filter(pdf=None):
        portal.draw(template)


def load_consents() -> None:
    ConsentText.objects.bulk_create(
        [
            ConsentText(
                key=each.key,
                version=each.version,
                title=each.title,
                body=each.body,
                published_at=datetime(each.published.year, each.published.month, each.published.day, tzinfo=SHANGHAI),
            )
            for each in texts.consents()
        ],
        ignore_conflicts=True,
    )


def load_designated(cycle: Cycle) -> None:
    """A dozen people on the province's list, among them the sample applicant who is to confirm his place."""
    day = first_day(cycle)
    known = [(facts, sample.choose(facts)) for sample, facts in logins.samples(day) if sample.state == "designated"]
    index = 1000
    while len(known) < LISTED:
        facts = person(LIST_SEED, index, on=day)
        index += 1
        if facts.category in DESIGNATED and (place := designation(LIST_SEED, facts)):
            known.append((facts, place))
    designate(cycle, [(facts, place) for facts, place in known if place is not None])


def listed(seed: int, people: Iterable[PersonFacts]) -> list[Listed]:
    """Most of the designated people of a simulation, with their place: the province names them before they come."""
    places = [
        (facts, designation(seed, facts))
        for facts in people
        if facts.category in DESIGNATED and Random(f"{seed}/{facts.index}/list").random() < LISTED_SHARE  # noqa: S311
    ]
    return [(facts, place) for facts, place in places if place is not None]


@transaction.atomic
def designate(cycle: Cycle, people: Sequence[Listed]) -> None:
    """Put people on the list of round 1, each once."""
    round_ = Round.objects.get(cycle=cycle, number=1)
    categories = {each.code: each for each in PersonCategory.objects.filter(cycle=cycle)}
    plan = {(line.base.code, line.specialty_id): line for line in round_.plan.select_related("base")}
    rows = [
        DesignatedPlace(
            round=round_,
            category=categories[facts.category],
            name=facts.name,
            document_number=facts.document_number,
            document_index=number_index(facts.document_number),
            plan=plan[place.base, place.specialties[0]],
        )
        for facts, place in people
    ]
    DesignatedPlace.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def identifier(kind: str, key: str) -> UUID:
    """The same thing has the same id in every demonstration, and is found again at the next load."""
    return uuid5(NAMESPACE_URL, f"zhupei/world/{kind}/{key}")
