"""An import: a file on its way into the system, what was found in it and who has confirmed it."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhupei.imports import states
from zhupei.kernel.crypto.sealed import SealedField


@dataclass(frozen=True)
class Choices:
    """What the clerk has said about his file: which sheet, which column is which (name → letter), rows left out."""

    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    left_out: Sequence[int] = ()

    def kept(self) -> str:
        return json.dumps({**asdict(self), "left_out": sorted(set(self.left_out))}, ensure_ascii=False, sort_keys=True)


class Import(models.Model):
    """A file of one `kind` (`imports.kinds`) for one subject: a round, a batch, a base.

    File and report lie in the vault, sealed; the row holds digests and counts only, and what the clerk has typed or
    named is sealed. `report_digest` is what a confirmation has to name: it changes with the file, with every choice and
    with whatever the check has found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10, choices=[(s, states.MOVES.label(s)) for s in states.MOVES.states], default=states.RECEIVED
    )
    name = SealedField("文件名")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file_key = models.CharField(max_length=80, blank=True)
    choices = SealedField()
    report_key = models.CharField(max_length=80, blank=True)
    marked_key = models.CharField(max_length=80, blank=True, help_text="his workbook with the faults marked")
    report_digest = models.CharField(max_length=64, blank=True)
    faultless = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="rows that the running job has been through")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    keep_until = models.DateTimeField(help_text="then file and report are removed; unconfirmed, it is discarded")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, help_text="what the commit has done, in numbers")

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "digest"], condition=Q(state__in=states.OPEN), name="imports_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*states.SIGNED])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, faultless=True),
                name="imports_confirmed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject", "uploaded_at"], name="imports_of_subject"),
            models.Index(fields=["keep_until"], condition=~Q(file_key=""), name="imports_kept"),
        ]

    @property
    def chosen(self) -> Choices:
        data = self.choices.plain()
        return Choices(**json.loads(data)) if data else Choices()

    def expired(self, at: datetime) -> bool:
        return at >= self.keep_until
