"""From where people have logged in, what they have agreed to, what was shown of them."""

import uuid

from django.db import models

from zhupei.accounts.models.people import User


class Device(models.Model):
    """A browser from which this person has logged in before; its cookie's token is stored hashed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()


class LoginRecord(models.Model):
    """The login history a person can see, append-only. `address` keeps only the network part.

    Guesses at numbers nobody has are written down, too, without `user`: they must not be quicker than others.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="logins")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=50)
    new_device = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"])]


class ConsentText(models.Model):
    """A text people agree to, in versions, append-only: a version is never edited."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    body = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "同意文本"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="accounts_consent_version")]


class Consent(models.Model):
    """Who agreed to which version, when; append-only."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="accounts_consent_once")]


class Reveal(models.Model):
    """A masked value was shown in full: by whom, of whom, why; append-only. Counted against a daily limit."""

    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
