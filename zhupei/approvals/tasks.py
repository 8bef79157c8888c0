"""What the clock does by itself."""

from zhupei.approvals import actions, queries
from zhupei.kernel import clock, jobs


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(**jobs.QUICK, name="approvals.expire", queueing_lock="approvals.expire")
def expire(timestamp: int) -> None:
    """Every five minutes: end what nobody has decided in time. No decision waits for this: the rule knows the time."""
    at = clock.now()
    for pk in queries.overdue(at).values_list("pk", flat=True):
        actions.expire(motion_id=pk, at=at)
