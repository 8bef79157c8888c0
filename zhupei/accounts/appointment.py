"""What an office and a role at a base have in common: somebody is appointed, another person confirms, once it ends."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound=models.Model)
PENDING = Q(ended_at=None, confirmed_at=None)
IN_FORCE = Q(ended_at=None, confirmed_at__isnull=False)


class AppointmentQuerySet(models.QuerySet[Row]):
    """The one place that knows which roles give rights."""

    def current(self) -> "AppointmentQuerySet[Row]":
        """Not ended, confirmed or not."""
        return self.filter(ended_at=None)

    def pending(self) -> "AppointmentQuerySet[Row]":
        """Accepted by its holder, confirmed by nobody yet: it gives no right whatever."""
        return self.filter(PENDING)

    def in_force(self) -> "AppointmentQuerySet[Row]":
        return self.filter(IN_FORCE)


class Appointment(models.Model):
    """Pending from `granted_at`, in force from `confirmed_at` to `ended_at`; never deleted, never revived.

    `granted_by` has invited the holder. `confirmed_by` is None for what came with the installation and for the first
    three officers, who witness for each other. `refusal`: why it was ended before it ever began.
    """

    granted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=200, blank=True, default="")

    user: Any
    role: Any
    user_id: Any

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        return self.ended_at is None and self.confirmed_at is None


def confirmed_by_another(app: str) -> list[models.CheckConstraint]:
    """Nobody confirms himself or whom he has invited, whatever program writes the row."""
    return [
        models.CheckConstraint(condition=~Q(confirmed_by=F("user")), name=f"{app}_not_confirmed_by_holder"),
        models.CheckConstraint(condition=~Q(confirmed_by=F("granted_by")), name=f"{app}_not_confirmed_by_inviter"),
        models.CheckConstraint(
            condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False), name=f"{app}_confirmed_at_a_time"
        ),
    ]


def in_three_hands(oversight: Q) -> list[models.BaseConstraint]:
    """No account, telephone or name stands on two offices of these, and each says whose it is."""
    return [
        *(
            models.UniqueConstraint(fields=[field], condition=Q(ended_at=None) & oversight, name=name)
            for field, name in (
                ("user", "accounts_one_oversight_role"),
                ("phone_index", "accounts_one_oversight_phone"),
                ("name_index", "accounts_one_oversight_name"),
            )
        ),
        models.CheckConstraint(
            condition=~oversight | (Q(phone_index__isnull=False) & ~Q(name_index="")),
            name="accounts_oversight_is_told_apart",
        ),
    ]
