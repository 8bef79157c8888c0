"""打印报名表: the PDF of a version is made once, by a job, on first request."""

from datetime import datetime

from zhupei.accounts.models import User
from zhupei.applications import lock_queries, rules
from zhupei.applications.models import FormPaper, Version
from zhupei.kernel import jobs, locks
from zhupei.kernel.refusals import require

MAKE_FORM = "applications.make_form"


@locks.action
def request_form(*, version: Version, actor: User, at: datetime) -> FormPaper:
    """The paper of a person's own version; asks for it when it has not been made. Asking twice makes one.

    Raises `Refused`.
    """
    require(rules.own(lock_queries.locked(version.application_id), actor))
    paper, made = FormPaper.objects.get_or_create(version=version, defaults={"requested_at": at})
    if made:
        jobs.enqueue(MAKE_FORM, once=f"form:{version.pk}", version_id=str(version.pk))
    return paper
