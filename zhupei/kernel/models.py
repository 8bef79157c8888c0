"""The kernel's tables: the demonstration clock, and the token of what has been settled."""

from django.db import models


class ClockSetting(models.Model):
    """Shifts or stops the system's clock. Empty in production (readiness refuses otherwise).

    `offset` is added to the database's clock; `frozen_at` stops it. One row at most.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    offset = models.DurationField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kernel_one_clock")]


class Settlement(models.Model):
    """A new token with every change of a settled table; only triggers write it (`kernel.settled`). One row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token = models.UUIDField(editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kernel_one_settlement")]
