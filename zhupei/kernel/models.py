"""The kernel's one table: the demonstration clock."""

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
