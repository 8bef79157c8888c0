"""Training bases (hospitals), the specialty catalogue, and who works for which base."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhupei.accounts.appointment import Appointment, AppointmentQuerySet, confirmed_by_another
from zhupei.accounts.models import BaseRole


class Track(models.TextChoices):
    WESTERN = "western", "西医类"
    TCM = "tcm", "中医类"


class ProgrammeKind(models.TextChoices):
    RESIDENCY = "residency", "住院医师规范化培训"
    ASSISTANT_GP = "assistant_gp", "助理全科医生培训"


class Specialty(models.Model):
    """A training specialty 培训专业 of the national catalogue: data with year, editable."""

    code = models.CharField("代码", max_length=8, primary_key=True)
    name = models.CharField("名称", max_length=40)
    track = models.CharField("类别", max_length=10, choices=Track)
    kind = models.CharField("培训类型", max_length=20, choices=ProgrammeKind)
    shortage = models.BooleanField("紧缺", default=False)
    since = models.PositiveSmallIntegerField("起始年度")

    class Meta:
        verbose_name = verbose_name_plural = "培训专业"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Base(models.Model):
    """A training base 培训基地."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=20)
    city = models.CharField("州市", max_length=30)
    address = models.CharField("地址", max_length=120)
    phone = models.CharField("咨询电话", max_length=40)
    partners = models.JSONField("协同基地", default=list, blank=True)
    brochure = models.TextField("招生简章", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训基地"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Membership(Appointment):
    """A person's role at a base; a removed one ends at the next click."""

    Role = BaseRole

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    objects = AppointmentQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "基地人员"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "base", "role"], condition=Q(ended_at=None), name="bases_membership_once"
            ),
            *confirmed_by_another("bases_membership"),
        ]
