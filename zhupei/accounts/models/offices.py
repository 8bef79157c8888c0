"""Who may do what above the bases, and how staff come to be."""

import uuid

from django.db import models
from django.db.models import Q

from zhupei.accounts.appointment import Appointment, AppointmentQuerySet, confirmed_by_another, in_three_hands
from zhupei.accounts.models.people import User
from zhupei.kernel.crypto.sealed import SealedField
from zhupei.pure.identity import phones

OVERSIGHT = Q(role__in=["system", "security", "audit"])


class BaseRole(models.TextChoices):
    """What somebody may be at a base (`bases.Membership`); an invitation names it before there is a membership."""

    REVIEWER = "reviewer", "基地审核员"
    ADMINISTRATOR = "administrator", "基地管理员"


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
# Whoever holds one of these holds nothing else.
EXCLUSIVE_ROLES = (*OVERSIGHT_ROLES, Post.Role.SUPPORT)


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
