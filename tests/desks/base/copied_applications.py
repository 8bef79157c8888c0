"""Many applications at once, cheaper than by the actions: copies of one that was really submitted."""

from datetime import timedelta
from uuid import uuid4

from tests import factories
from tests.applicants import WorldApplicant
from zhupei.accounts.models import User
from zhupei.applications.models import Application, Preference, Version


def copies(applicant: WorldApplicant, count: int, begin: int = 1) -> None:
    """`count` further people with the same submission, numbered from `begin`, each a minute later than the last."""
    first = applicant.reloaded().version
    assert first is not None and applicant.application.number is not None
    people = [factories.applicant(name="李金花") for _ in range(count)]
    applications = [_application(applicant, person, n) for n, person in enumerate(people, begin)]
    Application.objects.bulk_create(applications)
    versions = [_version(first, application, n) for n, application in enumerate(applications, begin)]
    Version.objects.bulk_create(versions)
    plans = list(first.preferences.values_list("rank", "plan_id"))
    Preference.objects.bulk_create(
        Preference(version=version, rank=rank, plan_id=plan) for version in versions for rank, plan in plans
    )
    for application, version in zip(applications, versions, strict=True):
        application.version, application.state = version, applicant.application.state
    Application.objects.bulk_update(applications, ["version", "state"])


def _application(applicant: WorldApplicant, person: User, n: int) -> Application:
    like = applicant.application
    return Application(
        person=person,
        cycle_id=like.cycle_id,
        round_id=like.round_id,
        number=f"2026-W1-9{n:05d}",
        track=like.track,
        kind=like.kind,
        base_id=like.base_id,
        accepts_adjustment=True,
        created_at=like.created_at,
        changed_at=like.changed_at,
    )


def _version(like: Version, application: Application, n: int) -> Version:
    return Version(
        application=application,
        ordinal=1,
        token=uuid4(),
        receipt_number=f"{application.number}-1",
        received_at=like.received_at + timedelta(minutes=n),
        snapshot=like.snapshot.plain(),
        digest=like.digest,
        body_digest=like.body_digest,
        base_id=like.base_id,
        name="李金花",
        category=like.category,
        category_name=like.category_name,
        accepts_adjustment=True,
        consent_version=like.consent_version,
    )
