"""提交报名: the act that must never be lost, doubled or altered (quality.md, the promise)."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries as accounts
from zhupei.accounts.actions import codes
from zhupei.accounts.models import User
from zhupei.applications import checked, lock_queries, notices, queries, rules, states, submission_loading, versions
from zhupei.applications.actions.moving import move
from zhupei.applications.models import Application, RefusedAttempt, Version
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage
from zhupei.kernel import locks, writes
from zhupei.kernel.prepared import RawStatement
from zhupei.kernel.refusals import Refusal, Refused, require

_RUNNING = RawStatement("SELECT nextval('applications_number_seq')")
LATE = ("window:closed", "correction:over")


def submit(*, application_id: UUID, token: UUID, shown: str, code_id: UUID, actor: User, at: datetime) -> Version:
    """Submit or resubmit; returns the version whose receipt the person gets.

    `token` belongs to the rendered form: a double click or a lost reply finds the same version again. `shown` is
    `checked.digest(...)` of the check page. `at` is the database's time when the complete request was there. A refusal
    for lateness is kept as evidence. Raises `Refused`.
    """
    try:
        return _submit(application_id=application_id, token=token, shown=shown, code_id=code_id, actor=actor, at=at)
    except Refused as refused:
        if refused.refusal.code in LATE:
            _keep_evidence(application_id=application_id, code=refused.refusal.code, actor=actor, at=at)
        raise


def replay(application_id: UUID, token: UUID, shown: str) -> Version | None:
    """The version that this form has already produced, or None. Raises `Refused` for a token of another form."""
    version = queries.version_of_form(token)
    if version is None:
        return None
    if version.application_id != application_id or version.body_digest != shown:
        raise Refused(Refusal("token:other", "页面已过期，请重新核对后提交。"))
    return version


@locks.action
def _submit(*, application_id: UUID, token: UUID, shown: str, code_id: UUID, actor: User, at: datetime) -> Version:
    lock_queries.hold_submissions(actor.pk)
    application = lock_queries.locked(application_id)
    require(rules.own(application, actor))
    if (earlier := replay(application_id, token, shown)) is not None:
        return earlier
    window = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    submission, dossier = submission_loading.load(application, hold=True)
    again = application.state == states.RETURNED
    require((rules.resubmission if again else rules.submission)(submission, window, at))
    require(rules.as_checked(checked.changed(shown, checked.digest(submission, dossier.frozen))))
    purpose = "submit"
    codes.consume(code_id=code_id, purpose=purpose, user=actor, at=at)
    application.number = application.number or _number(application)
    consent = accounts.adjustment_text()
    assert consent is not None
    version = _write(
        versions.freeze(submission, dossier.frozen, consent=consent, token=token, shown=shown, received_at=at)
    )
    late = window is not None and window.window.is_over(at)
    application.version, application.correction_until = (
        version,
        application.correction_until if late else None,
    )
    move(
        application,
        "resubmit" if again else "submit",
        role=states.APPLICANT,
        actor=actor,
        at=at,
        version_id=version.pk,
        digest=version.digest,
    )
    notices.submitted(application, version, at)
    return version


def _write(rows: versions.VersionRows) -> Version:
    """Append-only from here on."""
    writes.insert(rows.version)
    writes.insert_all(rows.preferences)
    writes.insert_all(rows.documents)
    return rows.version


def _number(application: Application) -> str:
    [(running,)] = _RUNNING()
    return versions.number(application, running)


@locks.action
def _keep_evidence(*, application_id: UUID, code: str, actor: User, at: datetime) -> None:
    application = Application.objects.select_related("round").get(pk=application_id)
    window = cycles.stage(application.round, Stage.Kind.REGISTRATION)
    RefusedAttempt.objects.create(
        person=actor,
        round=application.round,
        verb="resubmit" if application.state == states.RETURNED else "submit",
        code=code,
        received_at=at,
        closes=window.closes if window else None,
    )
