"""Finding applications, always within what a person may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from zhupei.accounts.models import User
from zhupei.applications import onsite_results, states
from zhupei.applications.models import Application, Choice, Preference, Review, ReviewItem, Version, VersionDocument
from zhupei.bases import queries as bases
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Cycle, DesignatedPlace, PersonCategory, Round
from zhupei.kernel.prepared import prepared


class OfRound(Protocol):
    """An application, or what is known of one."""

    @property
    def round_id(self) -> UUID: ...
    @property
    def state(self) -> str: ...


A = TypeVar("A", bound=OfRound)


def visible_to(user: User) -> QuerySet[Application]:
    """Applicants see their own; members of a base those in force there (never a draft or another base's).

    Province and oversight desks see none through this door: none of them reads dossiers (domain section 1).
    """
    if user.is_applicant:
        return Application.objects.filter(person=user)
    return at_bases(bases.current_memberships(user).values_list("base_id", flat=True))


def at_bases(base_ids: Iterable[UUID]) -> QuerySet[Application]:
    """Everything that has been submitted to these bases and not been withdrawn or declared void since."""
    return Application.objects.filter(version__base__in=base_ids).exclude(state__in=states.ON_NO_DESK)


def of_person(person: User, round_: Round) -> Application | None:
    """The person's application of a round with the version in force."""
    found = Application.objects.filter(person=person, round=round_).select_related("version").first()
    return _furnished(found, person, round_) if found else None


@prepared
def of_cycle(person: User, cycle_id: UUID) -> QuerySet[Application]:
    """The person's applications with their versions in force and what the on-site check of the approval has found."""
    found = Application.objects.filter(person=person, cycle=cycle_id).select_related("version")
    return found.annotate(onsite_result=Subquery(onsite_results.of(OuterRef("pk")).values("passed")[:1]))


def concerning(person: User, current: Round) -> Application | None:
    """The application that matters to the person now: the one in force in this cycle, else that of the current round.

    Whoever has been approved in an earlier round stays so while the next one takes applications.
    """
    rounds = {stage.round_id: stage.round for stage in cycles.stages()} | {current.pk: current}
    chosen = that_matters(of_cycle(person, current.cycle_id), current)
    return _furnished(chosen, person, rounds[chosen.round_id]) if chosen else None


def that_matters(found: Iterable[A], current: Round) -> A | None:
    """Of one person's applications in a cycle, as `concerning` says."""
    by_round = {each.round_id: each for each in found}
    in_force = next((each for each in by_round.values() if each.state in states.IN_FORCE), None)
    return in_force or by_round.get(current.pk)


def _furnished(application: Application, person: User, round_: Round) -> Application:
    """With what is known already, so that nothing is asked twice."""
    application.round, application.person = round_, person
    if application.version is not None:
        application.version.application = application
    for each in (application, application.version):
        if each is not None and each.base_id is not None:
            each.base = bases.known()[each.base_id]
    return application


def earlier(person: User, now: Application | None) -> list[Application]:
    """What the person has submitted in other rounds, newest first."""
    return [each for each in submitted(person) if now is None or each.pk != now.pk]


@prepared
def submitted(person: User) -> QuerySet[Application]:
    """Whatever the person has ever submitted, newest first."""
    found = Application.objects.filter(person=person, number__isnull=False).select_related("round")
    return found.order_by("-created_at")


def choices(application: Application | None) -> list[Choice]:
    """The draft's choices in order; none without an application."""
    if application is None:
        return []
    every = choices_of_cycle(application.person_id, application.cycle_id)
    found = [choice for choice in every if choice.application_id == application.pk]
    plan = cycles.plan(application.round_id)
    for choice in found:
        choice.plan = plan[choice.plan_id]
    return found


@prepared
def choices_of_cycle(person_id: UUID, cycle_id: UUID) -> QuerySet[Choice]:
    """Of the person's applications, each in order: known before one knows which application it is."""
    found = Choice.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return found.order_by("application", "rank")


def version_of_form(token: UUID) -> Version | None:
    """What the form with this token has produced, with application and base."""
    return _of_form.first(token)


@prepared
def _of_form(token: UUID) -> QuerySet[Version]:
    return Version.objects.filter(token=token).select_related("application", "base")


def category(cycle: Cycle, code: str) -> PersonCategory | None:
    return cycles.categories(cycle.pk).get(code)


def designated_place(person: User, round_: Round) -> DesignatedPlace | None:
    """The province's decision for this person in this round, if it is on the list."""
    return _designated.first(round_, person.document_index) if person.document_index else None


@prepared
def _designated(round_: Round, document_index: str) -> QuerySet[DesignatedPlace]:
    found = DesignatedPlace.objects.filter(round=round_, document_index=document_index)
    return found.select_related("plan__base", "plan__specialty", "category")


def in_force_elsewhere(person: User, round_: Round) -> str:
    """The name of another round of the cycle in which this person has an application in force; '' if there is none."""
    return names_in_force_elsewhere.first(person, round_.cycle_id, round_) or ""


@prepared
def names_in_force_elsewhere(person: User, cycle_id: UUID, round_: Round) -> QuerySet[Any]:
    others = Application.objects.filter(person=person, cycle=cycle_id, state__in=states.IN_FORCE)
    return others.exclude(round=round_).order_by("pk").values_list("round__name", flat=True)


def submissions(application: Application) -> int:
    """How often it has been submitted."""
    return submitted_in_cycle(application.person_id, application.cycle_id).count(application.pk)


@prepared
def submitted_in_cycle(person_id: UUID, cycle_id: UUID) -> QuerySet[Any]:
    """For every version of the person's applications the application."""
    found = Version.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return found.values_list("application_id", flat=True)


@prepared
def versions(application: Application) -> QuerySet[Version]:
    """Every version that was submitted, the latest first."""
    return Version.objects.filter(application=application).order_by("-ordinal")


@prepared
def own_version(person: User, version_id: UUID) -> QuerySet[Version]:
    """A version of the person's own, with its application, round and base."""
    found = Version.objects.filter(pk=version_id, application__person=person)
    return found.select_related("application__round__cycle", "base")


def preferences(version: Version) -> list[Preference]:
    """What a version asks for, in order, with specialties and bases."""
    application = version.application
    every = preferences_of_cycle(application.person_id, application.cycle_id)
    found = [preference for preference in every if preference.version_id == version.pk]
    plan = cycles.plan(version.application.round_id)
    for preference in found:
        preference.plan = plan[preference.plan_id]
    return found


@prepared
def preferences_of_cycle(person_id: UUID, cycle_id: UUID) -> QuerySet[Preference]:
    """Of every version of the person's applications, each in order."""
    own = Preference.objects.filter(version__application__person=person_id, version__application__cycle=cycle_id)
    return own.order_by("version", "rank")


def last_reviews(person: User) -> dict[UUID, Review]:
    """Application → the latest decision about it, with the reviewer and its items."""
    items = reviewed_items(person)
    found = {review.application_id: review for review in reviews_of(person)}
    for review in found.values():
        own = [item for item in items if item.review_id == review.pk]
        vars(review)["_prefetched_objects_cache"] = {"items": own}  # as prefetch_related leaves them
    return found


@prepared
def reviews_of(person: User) -> QuerySet[Review]:
    """The latest decision about each application of a person."""
    found = Review.objects.filter(application__person=person).select_related("reviewer")
    return found.order_by("application", "-at").distinct("application")


@prepared
def reviewed_items(person: User) -> QuerySet[ReviewItem]:
    """Of every decision about a person."""
    return ReviewItem.objects.filter(review__application__person=person).order_by("pk")


def open_corrections(application: Application) -> dict[str, str]:
    """Item → reason of the return that is waiting for correction; empty in any other state. One query."""
    return dict(_last_items(application)) if application.state == states.RETURNED else {}


@prepared
def _last_items(application: Application) -> QuerySet[Any]:
    latest = Review.objects.filter(application=application).order_by("-at").values("pk")[:1]
    return ReviewItem.objects.filter(review=Subquery(latest)).values_list("item", "reason")


def submitted_slots(application: Application) -> set[str]:
    """The document slots of the version in force."""
    return set(slots_of(application.version_id)) if application.version_id else set()


@prepared
def slots_of(version_id: UUID) -> QuerySet[Any]:
    return VersionDocument.objects.filter(version=version_id).values_list("slot", flat=True)


def overdue_corrections(at: datetime) -> QuerySet[Application]:
    """Returned applications whose time for correction is over."""
    return Application.objects.filter(state=states.RETURNED, correction_until__lte=at)


@prepared
def of_receipt(number: str) -> QuerySet[Version]:
    """The version with this receipt number, with application, round and base."""
    return Version.objects.filter(receipt_number=number).select_related("application__round", "base")
