"""Reminding of roles that wait: who came within an hour of the last message has told nobody himself."""

from zhupei.bases import actions
from zhupei.kernel import clock, jobs


@jobs.app.periodic(cron="5 0-12 * * *")  # 8:05 to 20:05 in Shanghai
@jobs.app.task(**jobs.QUICK, name="bases.remind", queueing_lock="bases.remind")
def remind(timestamp: int) -> None:
    """A second run finds everybody told."""
    actions.tell_who_waits(clock.now())
