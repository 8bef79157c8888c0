"""An application 报名: one per person and round, its submitted versions, and every decision about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhupei.applications import states
from zhupei.audit.models import CurrentTransaction
from zhupei.bases.models import Base, ProgrammeKind, Track
from zhupei.cycles.models import Cycle, PlanLine, Round
from zhupei.dossiers.models import Document
from zhupei.kernel.crypto.sealed import SealedField

STATES = [(state, states.MOVES.label(state)) for state in states.MOVES.states]


class Application(models.Model):
    """`state` moves only by the table of `states`; `version` is the submitted version in force.

    Draft choices are the rows of `Choice`; editing them never touches a submitted version. At most one application of
    a person is in force in a cycle; a draft that an earlier round has left behind does not stand in the way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=STATES, default=states.DRAFT)
    number = models.CharField("报名号", max_length=24, null=True, blank=True, unique=True)
    track = models.CharField(max_length=10, choices=Track)
    kind = models.CharField(max_length=20, choices=ProgrammeKind)
    base = models.ForeignKey(Base, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepts_adjustment = models.BooleanField("服从调剂", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    version = models.ForeignKey("Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    correction_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        constraints = [
            models.UniqueConstraint(fields=["person", "round"], name="applications_one_per_round"),
            models.UniqueConstraint(
                fields=["person", "cycle"],
                condition=Q(state__in=states.IN_FORCE),
                name="applications_one_live_per_cycle",
            ),
            models.CheckConstraint(
                condition=Q(state=states.DRAFT) | Q(version__isnull=False, number__isnull=False),
                name="applications_submitted_has_version",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state"]),
            models.Index(
                fields=["base", "state", "version"], condition=~Q(state=states.DRAFT), name="applications_queue_state"
            ),
        ]

    @property
    def onsite_passed(self) -> bool | None:
        """What the on-site check of the approval has found, where `queries.of_cycle` has read it along."""
        return self.__dict__.get("onsite_result")


class Choice(models.Model):
    """A draft preference: rank 1 … n of one base."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="applications_choice_rank",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["application", "plan"], name="applications_choice_plan"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="applications_choice_from_one"),
        ]


class Version(models.Model):
    """What was submitted, frozen: append-only (trigger), with the digest of its plain content.

    `received_at` is the database's time when the complete request was there; `recorded_at` that of the insert.
    `token` is the rendered form's: a replay finds this row and gets the same receipt. `name`, `category` and
    `employer` repeat the snapshot's for the base's queue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    token = models.UUIDField(unique=True)
    receipt_number = models.CharField(max_length=28, unique=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(
        db_default=models.Func(template="clock_timestamp()", output_field=models.DateTimeField())
    )
    grace_until = models.DateTimeField(
        null=True, blank=True, help_text="the named grace, for a correction after closing"
    )
    snapshot = SealedField()
    digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=50)
    category = models.CharField(max_length=20)
    category_name = models.CharField(max_length=30)
    accepts_adjustment = models.BooleanField()
    consent_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "提交版本"
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["application", "ordinal"], name="applications_version_ordinal")]
        indexes = [
            models.Index(fields=["base", "received_at", "id"], name="applications_queue_order"),
            models.Index(
                fields=["base", "name"], opclasses=["uuid_ops", "varchar_pattern_ops"], name="applications_queue_name"
            ),
        ]


class Preference(models.Model):
    """A submitted preference, append-only."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="preferences")
    rank = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="preferences")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["version", "rank"], name="applications_preference_rank"),
            models.UniqueConstraint(fields=["version", "plan"], name="applications_preference_plan"),
        ]


class VersionDocument(models.Model):
    """Which file was submitted, by digest; append-only."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "slot"], name="applications_version_slot")]


class Review(models.Model):
    """A base's decision about one version, append-only."""

    class Verdict(models.TextChoices):
        RETURN = "return", "退回补正"
        APPROVE = "approve", "审核通过"
        REJECT = "reject", "审核不通过"
        REVOKE = "revoke", "撤销通过"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核"
        ordering = ["at"]


class ReviewItem(models.Model):
    """One thing to correct. `item` names a section ("basics") or a document slot ("document:portrait")."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="items")
    item = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="applications_review_item")]


class ReviewLease(models.Model):
    """What a reviewer has open right now (“王医生正在查看”). Informs the others, forbids nothing."""

    reviewer = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField()


class Transition(models.Model):
    """Every change of state, append-only, with its audit event of the same transaction (invariant 3)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=10)
    verb = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    target = models.CharField(max_length=10)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    review = models.OneToOneField(Review, null=True, on_delete=models.PROTECT, related_name="transition")
    event = models.OneToOneField("audit.Event", on_delete=models.PROTECT, related_name="+")
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        verbose_name = verbose_name_plural = "状态变更"
        ordering = ["pk"]


class RefusedAttempt(models.Model):
    """A submission that came too late, kept as evidence (domain section 3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    closes = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "被拒绝的操作"


class OnSiteCheck(models.Model):
    """现场审核: originals seen at the base, recorded as its own fact, append-only."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="onsite_checks")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField()
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "现场审核"


class FormPaper(models.Model):
    """报名表 of one version as PDF, made by a job on first request and kept."""

    vault_fields = ("key",)

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="paper")
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
