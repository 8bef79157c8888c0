"""One person, one account."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from zhupei.accounts import states
from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity import phones
from zhupei.pure.identity.documents import DocumentType
from zhupei.pure.identity.masks import mask


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
