"""Many submitted applications at once, written straight into the tables: for tests about numbers, not about rules."""

from datetime import datetime
from uuid import uuid4

from tests import factories
from tests.world_small import AT
from zhupei.accounts.models import User
from zhupei.accounts.queries import number_index, phone_index
from zhupei.applications import states
from zhupei.applications.models import Application, Preference, Version
from zhupei.cycles.models import PlanLine, Round
from zhupei.pure.identity import DocumentType


def apply(round_: Round, plans: list[PlanLine], people: int, *, state: str = states.SUBMITTED) -> list[Application]:
    """`people` fresh applicants whose versions in force name `plans` in this order."""
    users = User.objects.bulk_create([_user(AT) for _ in range(people)])
    applications = Application.objects.bulk_create(
        Application(
            person=user,
            cycle=round_.cycle,
            round=round_,
            state=states.DRAFT,
            track=plans[0].specialty.track,
            kind=plans[0].specialty.kind,
            base=plans[0].base,
            accepts_adjustment=True,
            created_at=AT,
            changed_at=AT,
        )
        for user in users
    )
    versions = Version.objects.bulk_create(_version(application, plans[0]) for application in applications)
    Preference.objects.bulk_create(
        Preference(version=version, rank=rank, plan=plan) for version in versions for rank, plan in enumerate(plans, 1)
    )
    for application, version in zip(applications, versions, strict=True):
        application.state, application.version, application.number = state, version, f"N-{application.pk.hex[:18]}"
    Application.objects.bulk_update(applications, ["state", "version", "number"])
    return applications


def _user(at: datetime) -> User:
    number, phone = factories.number(), factories.phone()
    return User(
        kind=User.Kind.APPLICANT,
        name="和志远",
        document_type=DocumentType.RESIDENT_ID.value,
        document_number=number,
        document_index=number_index(number),
        phone=phone,
        phone_index=phone_index(phone),
        password="!",
        created_at=at,
    )


def _version(application: Application, plan: PlanLine) -> Version:
    return Version(
        id=uuid4(),
        application=application,
        ordinal=1,
        token=uuid4(),
        receipt_number=f"R-{application.pk.hex[:22]}",
        received_at=AT,
        snapshot="{}",
        digest="0" * 64,
        body_digest="0" * 64,
        base=plan.base,
        name="和志远",
        category="unaffiliated",
        category_name="社会人",
        accepts_adjustment=True,
        consent_version=1,
    )
