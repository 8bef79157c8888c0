"""The calendar, the plan and the policies of a year: everything that differs by province or year is a row here."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhupei.bases.models import Base, Specialty
from zhupei.cycles.timetable import Window
from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity.masks import mask


def default_document_types() -> list[str]:
    """Domain section 4: the ID card and the two travel permits are on by default, the others off."""
    return ["resident-id", "hk-macao-permit", "taiwan-permit"]


class Cycle(models.Model):
    """年度招录."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("年度", unique=True)
    name = models.CharField("名称", max_length=80)
    document_types = ArrayField(
        models.CharField(max_length=20), default=default_document_types, verbose_name="可用的证件类型"
    )
    assistant_level = models.CharField("助理全科学历下限", max_length=4, default="30")
    portrait_thresholds = models.JSONField(
        "照片检查阈值", default=dict, blank=True, help_text='只写与默认值不同的，如 {"roll": 3.0}'
    )
    scan_thresholds = models.JSONField("材料检查阈值", default=dict, blank=True, help_text="只写与默认值不同的")

    class Meta:
        verbose_name = verbose_name_plural = "年度招录"
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """轮次 with its policies (domain section 10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=40)
    max_choices = models.PositiveSmallIntegerField("最多志愿数", default=3)
    correction_grace = models.DurationField("补正宽限", default=timedelta(hours=48))
    submissions_limit = models.PositiveSmallIntegerField("提交次数上限", null=True, blank=True)
    onsite_required = models.BooleanField("需现场审核", default=True)
    show_competition = models.BooleanField("公开报名人数", default=True)
    portrait_min_width = models.PositiveIntegerField("照片最小宽", default=413)
    portrait_min_height = models.PositiveIntegerField("照片最小高", default=526)
    portrait_min_kb = models.PositiveIntegerField("照片最小 KB", default=150)
    portrait_max_kb = models.PositiveIntegerField("照片最大 KB", default=500)
    document_max_mb = models.PositiveIntegerField("材料最大 MB", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "轮次"
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="cycles_round_number"),
            models.CheckConstraint(condition=Q(max_choices__gte=1), name="cycles_some_choice"),
            models.CheckConstraint(
                condition=Q(portrait_min_kb__lte=F("portrait_max_kb")),
                name="cycles_portrait_sizes",
                violation_error_message="照片最小 KB 不能大于照片最大 KB",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.name}"


class Stage(models.Model):
    """A dated stage of a round, half open: [opens, closes) in Asia/Shanghai (domain section 3)."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "网上报名"
        REVIEW = "review", "资格审核"
        TICKETS = "tickets", "打印准考证"
        EXAM = "exam", "招录考试"
        SCORES = "scores", "成绩公布"
        ADMISSION = "admission", "录取与调剂"
        NOTICE = "notice", "公示"
        CONFIRMATION = "confirmation", "录取确认"
        REPORT_IN = "report-in", "报到"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stages")
    kind = models.CharField("阶段", max_length=20, choices=Kind)
    opens = models.DateTimeField("开始")
    closes = models.DateTimeField("截止（不含）")

    class Meta:
        verbose_name = verbose_name_plural = "阶段"
        ordering = ["opens", "closes"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="cycles_stage_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="cycles_stage_order"),
        ]

    @property
    def window(self) -> Window:
        """What is asked whether the stage is open, has begun or is over: nobody else compares with the ends."""
        return Window(self.opens, self.closes)


class PictureCheck(models.Model):
    """How strictly a check of uploaded pictures is applied (domain section 10). No row: as `strictness` has it."""

    class Mode(models.TextChoices):
        BLOCK = "block", "拦截"
        WARN = "warn", "只提示"
        OFF = "off", "不检查"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="picture_checks")
    code = models.CharField("检查项", max_length=30)
    mode = models.CharField("方式", max_length=5, choices=Mode)

    class Meta:
        verbose_name = verbose_name_plural = "图像检查"
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="cycles_picture_check_once")]


class PersonCategory(models.Model):
    """人员类型 with its way of choosing (domain section 6)."""

    class ChoiceMode(models.TextChoices):
        FREE = "free", "自主填报"
        DESIGNATED = "designated", "指定基地与专业"
        NONE = "none", "无需填报"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=30)
    choice_mode = models.CharField("志愿方式", max_length=12, choices=ChoiceMode, default=ChoiceMode.FREE)
    needs_employer = models.BooleanField("须填工作单位", default=False)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "人员类型"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="cycles_category_code")]

    def __str__(self) -> str:
        return self.name


class DocumentDemand(models.Model):
    """One line of the document matrix: kind × condition → required / optional (domain section 5.5).

    `condition` is a name of `dossiers.rules.CONDITIONS`. A kind without a line that applies is not asked.
    """

    class Demand(models.TextChoices):
        REQUIRED = "required", "必交"
        OPTIONAL = "optional", "选交"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="document_demands")
    kind = models.CharField("材料", max_length=30)
    condition = models.CharField("条件", max_length=40)
    demand = models.CharField("要求", max_length=10, choices=Demand)

    class Meta:
        verbose_name = verbose_name_plural = "证明材料要求"
        constraints = [models.UniqueConstraint(fields=["cycle", "kind", "condition"], name="cycles_demand_once")]


class MajorRule(models.Model):
    """Which majors may choose a specialty: provincial rule, editable. No row = every major."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="major_rules")
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, related_name="+")
    major_codes = ArrayField(models.CharField(max_length=12))

    class Meta:
        verbose_name = verbose_name_plural = "专业限制"
        constraints = [models.UniqueConstraint(fields=["cycle", "specialty"], name="cycles_major_rule_once")]


class PlanLine(models.Model):
    """招录计划: seats of one specialty at one base in one round. Last year's line in hundredths of a point."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plan")
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="plan")
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, related_name="plan")
    seats = models.PositiveIntegerField("名额")
    applicants_last_year = models.PositiveIntegerField("去年报名", null=True, blank=True)
    line_last_year = models.PositiveIntegerField("去年最低（百分之一分）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "招录计划"
        ordering = ["base", "specialty"]
        constraints = [models.UniqueConstraint(fields=["round", "base", "specialty"], name="cycles_plan_once")]

    def __str__(self) -> str:
        return f"{self.base} · {self.specialty.name}"


class DesignatedPlace(models.Model):
    """指定学员名单: the province says who goes where. Found by the blind index of the document number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="designated")
    category = models.ForeignKey(PersonCategory, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=50)
    document_number = SealedField("证件号码", mask=mask)
    document_index = models.CharField(max_length=64, editable=False)
    plan = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="designated")

    class Meta:
        verbose_name = verbose_name_plural = "指定学员"
        constraints = [models.UniqueConstraint(fields=["round", "document_index"], name="cycles_designated_once")]
