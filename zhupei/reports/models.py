"""Files that people have asked for: who, of which list, why, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhupei.kernel.crypto.sealed import SealedField


class Export(models.Model):
    """Exactly the rows of one list as an address asked for them, as a file in the vault for a day.

    Evidence: what was asked and what came of it stays for good; only the progress and the key of the file change.
    `desk` says where the list is (a base), `address` what was asked of it; that and `reason` may hold a name, so they
    are sealed. `token` is the rendered form's: a second click finds this row. `whole`: with whole numbers, each of
    which is a `Reveal`. `refusal` is the code of why there is no file.
    """

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    vault_fields = ("key",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    token = models.UUIDField(unique=True)
    of_list = models.CharField(max_length=40)
    desk = models.CharField(max_length=40, blank=True)
    address = SealedField()
    reason = SealedField()
    form = models.CharField(max_length=4, choices=Form)
    whole = models.BooleanField()
    asked_at = models.DateTimeField()
    expected = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    refusal = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=80, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导出"
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(fields=["owner", "-asked_at"], name="reports_export_own"),
            models.Index(fields=["made_at"], condition=Q(gone_at=None), name="reports_export_kept"),
        ]

    @property
    def waits(self) -> bool:
        """Whether the job has still to make it."""
        return self.made_at is None and not self.refusal

    @property
    def ready(self) -> bool:
        return self.made_at is not None and self.gone_at is None
