"""Acts of two persons: what one has proposed, and what became of it."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhupei.approvals import states
from zhupei.audit.models import CurrentTransaction
from zhupei.kernel.crypto.sealed import SealedField


class Motion(models.Model):
    """An act that one person proposes and another one confirms. Only `state` ever changes (trigger).

    `verb` is the act (`approvals.verbs`), `payload` what it will be run with, `digest` the state of the subject that
    the proposer has seen. Payload and reason are sealed, whatever they hold: no page or log shows them by accident.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    payload = SealedField()
    digest = models.CharField(max_length=64)
    reason = SealedField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(s, states.MOVES.label(s)) for s in states.MOVES.states], default=states.OPEN
    )

    class Meta:
        verbose_name = verbose_name_plural = "双人事项"
        constraints = [
            models.UniqueConstraint(
                fields=["verb", "subject_type", "subject_id"],
                condition=Q(state=states.OPEN),
                name="approvals_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="approvals_subject"),
            models.Index(fields=["expires_at"], condition=Q(state=states.OPEN), name="approvals_open"),
        ]

    @property
    def contents(self) -> dict[str, Any]:
        """The payload as it was proposed."""
        return json.loads(self.payload.plain())


class Decision(models.Model):
    """What became of a motion: one row, append-only, with the audit event of the same transaction."""

    motion = models.OneToOneField(Motion, primary_key=True, on_delete=models.PROTECT, related_name="decision")
    verb = models.CharField(max_length=10)
    role = models.CharField(max_length=10)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
    event = models.OneToOneField("audit.Event", on_delete=models.PROTECT, related_name="+")
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        verbose_name = verbose_name_plural = "双人事项的决定"
