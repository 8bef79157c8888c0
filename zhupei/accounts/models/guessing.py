"""What is sent, tried, counted and used once, so that nobody guesses his way in."""

import uuid

from django.db import models

from zhupei.accounts.models.people import User


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
