"""打印报名表: the PDF of a version is made once, by a job, on first request."""

from datetime import datetime

from zhupei.applications.models import FormPaper, Version
from zhupei.kernel import jobs, locks

MAKE_FORM = "applications.make_form"


@locks.action
def request_form(*, version: Version, at: datetime) -> FormPaper:
    """The paper of a version; asks for it when it has not been made. Asking twice makes one."""
    paper, made = FormPaper.objects.get_or_create(version=version, defaults={"requested_at": at})
    if made:
        jobs.enqueue(MAKE_FORM, once=f"form:{version.pk}", version_id=str(version.pk))
    return paper
