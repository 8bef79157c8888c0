"""People made in bulk at every desk: their pages show them, their pictures open, they and their reviewers go on."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from zhupei.accounts.models import User
from zhupei.applications import actions
from zhupei.applications.models import Application, FormPaper
from zhupei.applications.tasks import make_form
from zhupei.bases.models import Membership
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.world import bulk, loading
from zhupei.world.applicants import Setting, SimulatedApplicant
from zhupei.world.fiction.people import person as facts_of
from zhupei.world.pictures import shared

pytestmark = pytest.mark.slow
SEED = 8


@pytest.fixture
def application(db) -> Application:
    cycle = loading.load(clock.now())
    bulk.populate(cycle, applicants=1, seed=SEED, until="submitted", part=(0, 1), ready=lambda: None)
    return Application.objects.select_related("person", "version").get()


@pytest.fixture
def person(application) -> Client:
    return factories.login(Client(), application.person)


@pytest.fixture
def reviewer(application) -> User:
    return Membership.objects.in_force().filter(base=application.base, role="reviewer").first().user


def test_their_own_pages_show_them(application, person):
    for name in ("home", "dossier", "basics", "educations", "documents", "choices", "progress", "notices"):
        assert person.get(reverse(f"applicant:{name}")).status_code == 200, name
    receipt = person.get(reverse("applicant:receipt", args=[application.version_id]))
    assert application.number in receipt.content.decode()
    for document in Document.objects.all():
        for name in ("document_file", "document_thumbnail"):
            answer = person.get(reverse(f"applicant:{name}", args=[document.pk]))
            assert answer.status_code == 200 and b"".join(answer)[:2] == b"\xff\xd8"


def test_their_form_is_printed(application, person):
    person.get(reverse("applicant:form"))
    actions.request_form(version=application.version, actor=application.person, at=clock.now())
    make_form(version_id=str(application.version_id))
    assert FormPaper.objects.get().made_at
    answer = person.get(reverse("applicant:form_file"))
    assert b"".join(answer)[:5] == b"%PDF-"


def test_the_base_sees_and_decides(application, reviewer):
    desk = factories.login(Client(), reviewer)
    queue = desk.get(reverse("base:queue", args=[application.base_id])).content.decode()
    assert application.number in queue and application.person.name in queue
    place = [application.base_id, application.pk]
    assert desk.get(reverse("base:application", args=place)).status_code == 200
    for document_id in application.version.documents.values_list("document_id", flat=True):
        answer = desk.get(reverse("base:document_thumbnail", args=[*place, document_id]))
        assert b"".join(answer)[:2] == b"\xff\xd8"
    actions.approve(application_id=application.pk, version_id=application.version_id, actor=reviewer, at=clock.now())
    application.refresh_from_db()
    assert application.state == "approved"


def test_they_withdraw_change_their_dossier_and_submit_again(application):
    cycle = application.cycle
    facts = facts_of(SEED, 0, on=loading.first_day(cycle))
    applicant = SimulatedApplicant(facts, SEED, Setting.of(cycle), shared)
    applicant.withdraw(application, clock.now())
    applicant.fill_basics(clock.now(), leave_out=("qq",))
    assert applicant.gaps() == []
    draft = applicant.application()
    assert draft.state == "draft"
    assert applicant.submit(draft, clock.now()).ordinal == 2
