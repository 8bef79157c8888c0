"""The dossier 个人信息: what a person says and shows about himself, reused in later rounds and cycles."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity import phones


class Region(models.Model):
    """An administrative division (GB/T 2260) with its time of validity; old codes stay for people who carry them."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.PositiveSmallIntegerField(help_text="1 province, 2 city, 3 county")
    valid_from = models.PositiveSmallIntegerField(null=True)
    valid_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """A school; `search_text` holds name, pinyin and initials."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    search_text = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "院校"

    def __str__(self) -> str:
        return self.name


class Major(models.Model):
    """A field of study; `levels` are the education levels (GB/T 4658) at which it is taught."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    levels = models.JSONField(default=list)
    search_text = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "所学专业"

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """The basics and the bookkeeping of the sections. `revision` counts every change, saved or checked.

    `saves` remembers who of several open tabs was last: item ("basics", "education:<id>") → revision, time and form of
    its last save. A tab is behind only where its own item has been saved by another form since.

    Gaps are allowed; completeness is computed (rules.gaps). Sex and birth date come from the ID number and are asked
    only of people whose document does not carry them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dossier")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saves = models.JSONField(default=dict, blank=True)

    sex = models.CharField(max_length=6, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    marital_status = models.CharField(max_length=2, blank=True)
    nationality = models.CharField(max_length=3, default="CHN", blank=True)
    ethnicity = models.CharField(max_length=2, blank=True)
    registered_region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registered_detail = SealedField()
    contact_region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_detail = SealedField()
    email = models.CharField(max_length=120, blank=True)
    qq = models.CharField(max_length=15, blank=True)
    military = models.BooleanField(null=True, blank=True)
    category = models.CharField(max_length=20, blank=True, help_text="code of a PersonCategory of the cycle")
    employer = models.CharField(max_length=80, blank=True)
    emergency_name = models.CharField(max_length=50, blank=True)
    emergency_relation = models.CharField(max_length=20, blank=True)
    emergency_phone = SealedField(mask=phones.mask_phone)
    has_work = models.BooleanField(null=True, blank=True)

    licence_held = models.BooleanField(null=True, blank=True, help_text="执业资格: none yet is an answer")
    qualification_number = SealedField()
    qualification_date = models.DateField(null=True, blank=True)
    practising_number = models.CharField(max_length=20, blank=True)
    practising_date = models.DateField(null=True, blank=True)
    licence_category = models.CharField(max_length=20, blank=True)
    licence_scope = models.CharField(max_length=60, blank=True)


class Education(models.Model):
    """One row of 学历信息."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="educations")
    studying = models.BooleanField(null=True, blank=True)
    level = models.CharField(max_length=2, blank=True)
    degree = models.CharField(max_length=3, blank=True)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT)
    institution_other = models.CharField(max_length=60, blank=True)
    major = models.ForeignKey(Major, null=True, blank=True, on_delete=models.PROTECT)
    major_other = models.CharField(max_length=60, blank=True)
    started = models.DateField(null=True, blank=True)
    graduated = models.DateField(null=True, blank=True)
    certificate_pending = models.BooleanField(default=False)
    certificate_promised = models.DateField(null=True, blank=True)
    diploma_number = models.CharField(max_length=40, blank=True)
    degree_number = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]


class Employment(models.Model):
    """One row of 工作经历."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="employments")
    employer = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=40, blank=True)
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]


class Document(models.Model):
    """One uploaded file 证明材料. Never overwritten: a newer accepted one of the same kind replaces it.

    `original_key` is what arrived, `clean_key` what a decoder made of it; nobody but the decoder reads the original.
    `digest` is the SHA-256 of the clean bytes. A refused portrait that the machine could repair has an offered row
    beside it, `made_from` it: in force only once the person has taken it.
    """

    vault_fields = ("original_key", "clean_key", "thumbnail_key", "page_keys")

    class State(models.TextChoices):
        RECEIVED = "received", "检查中"
        ACCEPTED = "accepted", "已通过检查"
        REFUSED = "refused", "未通过检查"
        OFFERED = "offered", "待本人确认"

    class Kind(models.TextChoices):
        PORTRAIT = "portrait", "免冠照片"
        ID_FRONT = "id-front", "身份证人像面"
        ID_BACK = "id-back", "身份证国徽面"
        EMPLOYER_CONSENT = "employer-consent", "单位同意培训证明"
        DIPLOMA = "diploma", "学历照片"
        DEGREE = "degree", "学位照片"
        QUALIFICATION = "qualification", "医师资格证书"
        PRACTISING = "practising", "医师执业证书"
        CET = "cet", "英语四六级证书"
        DESIGNATION = "designation", "指定学员证明"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    education = models.ForeignKey(Education, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents")
    slot = models.CharField(max_length=60, help_text="kind, with the education row's id where it belongs to one")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    name = models.CharField(max_length=120)
    original_key = models.CharField(max_length=80)
    original_size = models.PositiveIntegerField()
    original_digest = models.CharField(max_length=64)
    clean_key = models.CharField(max_length=80, blank=True)
    thumbnail_key = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    page_keys = models.JSONField(default=list)
    report = models.JSONField(default=dict, help_text="checks with values, verdicts and advice")
    card = SealedField(help_text="of the front of one's own identity card: what may be put into the form, as JSON")
    likeness_coarse = models.BigIntegerField(null=True, blank=True, help_text="pure.scans.likeness")
    likeness_fine = models.BinaryField(null=True, blank=True)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal_message = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="when the words on it were read, after the check")
    replaced_at = models.DateTimeField(null=True, blank=True)
    made_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="offer")

    class Meta:
        ordering = ["uploaded_at"]
        indexes = [
            models.Index(fields=["dossier", "slot", "-uploaded_at"]),
            models.Index(
                fields=["kind", "likeness_coarse"],
                condition=Q(likeness_coarse__isnull=False),
                name="dossiers_document_likeness",
            ),
            models.Index(
                fields=["checked_at"],
                condition=Q(state="accepted", read_at=None) & ~Q(kind="portrait"),
                name="dossiers_document_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "slot"],
                condition=Q(state="accepted", replaced_at=None),
                name="dossiers_one_document_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "offered"])
                | (~Q(clean_key="") & ~Q(digest="") & Q(checked_at__isnull=False)),
                name="dossiers_accepted_is_checked",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("uploaded_at")),
                name="dossiers_replaced_later",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(made_from__isnull=False), name="dossiers_offered_from_something"
            ),
        ]
