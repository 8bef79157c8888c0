"""People and how they prove who they are."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from zhupei.accounts import states
from zhupei.accounts.appointment import Appointment, AppointmentQuerySet, confirmed_by_another, in_three_hands
from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity import phones
from zhupei.pure.identity.documents import DocumentType
from zhupei.pure.identity.masks import mask

OVERSIGHT = Q(role__in=["system", "security", "audit"])


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login_name=username)


class User(AbstractBaseUser):
    """One person, one account (domain section 4).

    Applicants log in with their document number (found by its blind index, unique whatever the document's type, among
    accounts that are not released), staff with a login name given at invitation. `kind` never changes. The number and
    phone are sealed. `standing` moves by the table of `states`; `session_serial` counts up to end every session.
    """

    class Kind(models.TextChoices):
        APPLICANT = "applicant", "学员"
        STAFF = "staff", "工作人员"
        TECHNICAL = "technical", "技术超级用户"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField("姓名", max_length=50)
    document_type = models.CharField(
        "证件类型", max_length=20, choices=[(t.value, t.label) for t in DocumentType], blank=True
    )
    document_number = SealedField("证件号码", mask=mask)
    document_index = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001  unique below
    login_name = models.CharField("登录名", max_length=40, null=True, blank=True, unique=True)
    phone = SealedField("手机号码", mask=phones.mask_phone)
    phone_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    is_active = models.BooleanField(default=True)
    standing = models.CharField(
        "状态", max_length=10, choices=[(s, states.MOVES.label(s)) for s in states.MOVES.states], default=states.ACTIVE
    )
    session_serial = models.PositiveIntegerField(default=0, editable=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    last_login = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "login_name"

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="applicant", document_index__isnull=False, login_name__isnull=True)
                | Q(kind__in=["staff", "technical"], login_name__isnull=False),
                name="accounts_login_by_kind",
            ),
            models.UniqueConstraint(
                fields=["document_index"], condition=~Q(standing=states.RELEASED), name="accounts_number_once"
            ),
            models.CheckConstraint(
                condition=Q(standing=states.ACTIVE) | Q(is_active=False), name="accounts_only_active_log_in"
            ),
        ]
        indexes = [
            models.Index(
                fields=["document_index"], condition=Q(standing=states.RELEASED), name="accounts_number_released"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What ties a session to the account (Django): a new password or a new serial ends it."""
        value = f"{self.password}:{self.session_serial}"
        return salted_hmac("accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_applicant(self) -> bool:
        return self.kind == self.Kind.APPLICANT

    @property
    def is_superuser(self) -> bool:
        """Django's admin asks this; only the technical superuser enters it, after the second factor."""
        return self.kind == self.Kind.TECHNICAL and self.is_active

    is_staff = is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_superuser

    def has_module_perms(self, label: str) -> bool:
        return self.is_superuser


class Post(Appointment):
    """An office at province or oversight level, or at the support desk.

    Nobody holds two oversight offices (三权分立), nor does a second self: `phone_index` and `name_index` are the
    holder's, and the database lets neither stand on two of the three. The database itself carries a change of telephone
    over from the account (migration 0009).
    """

    class Role(models.TextChoices):
        PROVINCE = "province", "省级管理员"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"
        SUPPORT = "support", "技术支持"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=10, choices=Role)
    phone_index = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001  NULL: no foreign key
    name_index = models.CharField(max_length=64, blank=True, editable=False)

    objects = AppointmentQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "省级与监督角色"
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], condition=Q(ended_at=None), name="accounts_post_once"),
            *in_three_hands(OVERSIGHT),
            *confirmed_by_another("accounts_post"),
        ]


OVERSIGHT_ROLES = (Post.Role.SYSTEM, Post.Role.SECURITY, Post.Role.AUDIT)


class Invitation(models.Model):
    """Staff accounts begin here. The link's token is stored hashed; used once; expires.

    Without a role it was issued again for the account `user`. `proved_at`: when a code sent to the telephone of the
    account (of the invitation, while there is none) was typed in: without it the link opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    login_name = models.CharField(max_length=40)
    name = models.CharField(max_length=50)
    phone = SealedField(mask=phones.mask_phone)
    phone_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    role = models.CharField(max_length=20, help_text="a Post role, or reviewer / administrator of `base`")
    base = models.ForeignKey("bases.Base", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "邀请"


class VerificationCode(models.Model):
    """A six-digit SMS code: one purpose, one phone, one account, one browser session, one use (domain section 4)."""

    class Purpose(models.TextChoices):
        REGISTER = "register", "账号注册"
        RESET = "reset", "找回密码"
        SUBMIT = "submit", "提交报名"
        WITHDRAW = "withdraw", "取消报名"
        GIVE_UP = "give-up", "放弃报名"
        CHANGE_PHONE = "change-phone", "更换手机号码"
        LEAVE_PHONE = "leave-phone", "把账号换到另一个手机号"
        INVITATION = "invitation", "启用账号"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose)
    phone_index = models.CharField(max_length=64)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    session_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, blank=True, help_text="empty: nothing has been sent, nothing fits")
    counted_as = models.CharField(max_length=64, blank=True, help_text="hash: the codes that count together")
    from_address = models.CharField(max_length=64, blank=True, help_text="hash; only of what strangers may ask for")
    from_network = models.CharField(max_length=64, blank=True, help_text="hash")
    sent_at = models.DateTimeField(help_text="real time, as `expires_at`: whatever the demonstration clock says")
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "phone_index", "-sent_at"]),
            models.Index(fields=["counted_as", "-sent_at"]),
        ]


class Throttle(models.Model):
    """A counter in a window; counted before the thing itself is tried, atomically, in its own transaction."""

    key = models.CharField(max_length=120, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()
    blocked_until = models.DateTimeField(null=True, blank=True)


class CaptchaUse(models.Model):
    """A solved altcha puzzle counts once."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class ImageCaptcha(models.Model):
    """The drawn captcha for browsers without JavaScript or HTTPS. The answer is stored hashed, used once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer_hash = models.CharField(max_length=64)
    picture = models.BinaryField()
    length = models.PositiveSmallIntegerField(default=5, help_text="characters")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)


class Device(models.Model):
    """A browser from which this person has logged in before; its cookie's token is stored hashed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()


class LoginRecord(models.Model):
    """The login history a person can see. `address` keeps only the network part.

    Guesses at numbers nobody has are written down, too, without `user`: they must not be quicker than others.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="logins")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=50)
    new_device = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"])]


class ConsentText(models.Model):
    """A text people agree to, in versions; a version is never edited."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    body = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "同意文本"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="accounts_consent_version")]


class Consent(models.Model):
    """Who agreed to which version, when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="accounts_consent_once")]


class Reveal(models.Model):
    """A masked value was shown in full: by whom, of whom, why. Counted against a daily limit."""

    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
