"""People and how they prove who they are."""

from zhupei.accounts.models.guessing import CaptchaUse, ImageCaptcha, Throttle, VerificationCode
from zhupei.accounts.models.offices import EXCLUSIVE_ROLES, OVERSIGHT, OVERSIGHT_ROLES, BaseRole, Invitation, Post
from zhupei.accounts.models.people import User, UserManager
from zhupei.accounts.models.records import Consent, ConsentText, Device, LoginRecord, Reveal

__all__ = [
    "OVERSIGHT",
    "EXCLUSIVE_ROLES",
    "OVERSIGHT_ROLES",
    "BaseRole",
    "CaptchaUse",
    "Consent",
    "ConsentText",
    "Device",
    "ImageCaptcha",
    "Invitation",
    "LoginRecord",
    "Post",
    "Reveal",
    "Throttle",
    "User",
    "UserManager",
    "VerificationCode",
]
