"""A handful of applicants, one in each state, for people who want to look without registering."""

from datetime import datetime, timedelta

from zhupei.audit.actions import record
from zhupei.audit.models import Event
from zhupei.audit.verbs import INSTALLATION
from zhupei.cycles.models import Cycle, Stage
from zhupei.cycles.queries import window
from zhupei.dossiers.tasks import check_document
from zhupei.world import loading, pictures
from zhupei.world.applicants import Setting, SimulatedApplicant
from zhupei.world.drawn import portrait_jpeg
from zhupei.world.fiction import logins
from zhupei.world.fiction.logins import Sample
from zhupei.world.fiction.people import PersonFacts
from zhupei.world.reviewing import Reviewers, Steps

REVIEWED = ("returned", "resubmitted", "approved", "rejected", "withdrawn")
PAUSE = timedelta(minutes=37)
GREY = 205
MADE = "sample"


def load(cycle: Cycle, at: datetime) -> None:
    """Make those who are not there yet; what they do lies in the day before `at`. Never touches one a second time:
    the people who try the demonstration go on with them."""
    setting = Setting.of(cycle)
    registration = window(setting.round, Stage.Kind.REGISTRATION)
    if registration is None or not registration.is_open(at):
        return
    for number, (sample, facts) in enumerate(logins.samples(loading.first_day(cycle))):
        picture = _grey if sample.state == "partial" else pictures.drawn
        applicant = SimulatedApplicant(facts, logins.SAMPLE_SEED, setting, picture, sample.choose)
        if not applicant.registered or not _made(applicant):
            _play(sample, applicant, at - timedelta(hours=24) + timedelta(minutes=11 * number))
            pk = applicant.user.pk
            record(verb=MADE, actor=None, role=INSTALLATION, at=at, object_type="account", object_id=pk)


def _made(applicant: SimulatedApplicant) -> bool:
    return Event.objects.filter(object_type="account", object_id=str(applicant.user.pk), verb=MADE).exists()


def _grey(kind: str, facts: PersonFacts, row: int) -> bytes:
    """A portrait on grey ground: the check refuses it with the measured reason."""
    return portrait_jpeg(facts.index, background=GREY)


def _play(sample: Sample, applicant: SimulatedApplicant, at: datetime) -> None:
    """As far as the sample goes, from wherever an interrupted run has left it."""
    applicant.register(at)
    if sample.state == "registered":
        return
    if sample.state == "partial":
        applicant.fill_basics(at + PAUSE, leave_out=("emergency_name", "emergency_relation", "emergency_phone"))
        _upload(applicant, at + 2 * PAUSE, only=("portrait",))
        return
    applicant.fill(at + PAUSE)
    _upload(applicant, at + 2 * PAUSE)
    if sample.state in ("complete", "designated"):
        return
    application = applicant.application() or applicant.choose(at + 3 * PAUSE)
    if sample.state == "chosen" or application is None:
        return
    if application.number is None:
        applicant.submit(application, at + 4 * PAUSE)
    if sample.state in REVIEWED:
        Steps(applicant, Reviewers(), sample.state, PAUSE).run(at + 5 * PAUSE)


def _upload(applicant: SimulatedApplicant, at: datetime, only: tuple[str, ...] = ()) -> None:
    for document_id in applicant.upload(at, only=only):
        check_document(document_id=str(document_id))
