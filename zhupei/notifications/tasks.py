"""Delivering SMS: idempotent, with a reconciler for deliveries whose job got lost."""

from datetime import timedelta

import structlog
from django.db import transaction

from zhupei.kernel import clock, jobs
from zhupei.notifications import channels
from zhupei.notifications.models import Delivery

log = structlog.get_logger("zhupei.notifications")
MAX_TRIES = 5


@jobs.app.task(**jobs.QUICK, name="notifications.deliver", retry=jobs.RETRY)
def deliver(delivery_id: str) -> None:
    """Send one SMS and wipe its text. A second run of the same job sends nothing."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != Delivery.State.QUEUED:
            return
        delivery.tries += 1
        at = clock.now()
        try:
            channels.current().send(
                delivery_id=delivery_id, phone=delivery.phone.plain(), body=delivery.body.plain(), at=at
            )
        except Exception as error:  # any channel's failure is retried, then given up visibly
            log.warning("sms failed", delivery=delivery_id, error=type(error).__name__, tries=delivery.tries)
            if delivery.tries >= MAX_TRIES:
                delivery.state, delivery.body = Delivery.State.FAILED, ""
            delivery.save()
            failed = delivery.state == Delivery.State.QUEUED
        else:
            delivery.state, delivery.sent_at, delivery.body = Delivery.State.SENT, at, ""
            delivery.save()
            failed = False
    if failed:
        raise RuntimeError("delivery failed, will be retried")


@jobs.app.periodic(cron="*/2 * * * *")
@jobs.app.task(**jobs.QUICK, name="notifications.reconcile", queueing_lock="notifications.reconcile")
def reconcile(timestamp: int) -> None:
    """Take up deliveries that have waited for more than two minutes."""
    late = clock.now() - timedelta(minutes=2)
    for pk in Delivery.objects.filter(state=Delivery.State.QUEUED, created_at__lt=late).values_list("pk", flat=True):
        jobs.enqueue(deliver, once=f"deliver:{pk}", delivery_id=str(pk))
