"""What the system told a person: notices in the inbox, deliveries by SMS. Knows recipients and text, no stage."""

import uuid

from django.conf import settings
from django.db import models

from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity import phones


class Notice(models.Model):
    """One message in a person's inbox (站内消息). `path` leads to where it matters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["recipient", "-at"])]


class Delivery(models.Model):
    """One SMS. Phone and text are sealed; the text is wiped once it has been sent."""

    class State(models.TextChoices):
        QUEUED = "queued", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    purpose = models.CharField(max_length=40)
    phone = SealedField(mask=phones.mask_phone)
    body = SealedField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="deliveries_waiting", condition=models.Q(state="queued"))]
