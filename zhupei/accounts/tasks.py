"""Sweeping out what has expired. Facts (logins, consents, invitations) stay."""

from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils import timezone

from zhupei.accounts.actions import codes
from zhupei.accounts.models import CaptchaUse, ImageCaptcha, Throttle, VerificationCode
from zhupei.kernel import clock, jobs

# Codes count against the limits of a day after they have expired; throttles remember a day of quiet.
KEPT = timedelta(days=2)


@jobs.app.periodic(cron="*/20 * * * *")
@jobs.app.task(**jobs.QUICK, name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:
    """Every twenty minutes; a second run finds nothing. Counters and codes live by real time, and so does the rest."""
    at, wall = clock.real(), timezone.localtime()
    VerificationCode.objects.filter(expires_at__lt=at - KEPT).delete()
    ImageCaptcha.objects.filter(expires_at__lt=at).delete()
    Throttle.objects.filter(window_start__lt=at - KEPT).exclude(blocked_until__gt=at).delete()
    CaptchaUse.objects.filter(expires_at__lt=wall - timedelta(minutes=1)).delete()
    Session.objects.filter(expire_date__lt=wall).delete()


@jobs.app.task(**jobs.QUICK, retry=jobs.RETRY, name=codes.SEND_RESET)
def send_reset_code(code_id: str) -> None:
    """Makes and sends the code of 找回密码, when there is somebody to send it to; again without effect."""
    codes.send_waiting(code_id=UUID(code_id), at=clock.now())
