"""Staff of the demonstration, made by invitation like everybody's, with a password and a second factor that are shown.

The authenticator keys are random like everybody's; the demonstration's page of logins shows the digits of the moment.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts.actions import staff as accounts
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.audit.actions import record
from zhupei.bases.actions import accept_invitation
from zhupei.bases.models import Base
from zhupei.pure.reference.logins import STAFF_PASSWORD
from zhupei.pure.reference.world import StaffFacts
from zhupei.pure.reference.world import staff as everybody

SESSION = "world-staff"


def load(at: datetime) -> None:
    """Whoever is missing is invited, chooses the shown password, proves the second factor and joins."""
    known = set(User.objects.exclude(login_name=None).values_list("login_name", flat=True))
    bases = {base.code: base for base in Base.objects.all()}
    for facts in everybody():
        if facts.login_name not in known:
            with transaction.atomic():
                _join(facts, bases.get(facts.base), at)


def _join(facts: StaffFacts, base: Base | None, at: datetime) -> None:
    if facts.role == "technical":
        _install(facts, at)
        return
    token = accounts.invite(
        actor=None, login_name=facts.login_name, name=facts.name, phone=facts.phone, role=facts.role, base=base, at=at
    )
    accounts.send_code(token=token, session_key=SESSION, address="", at=at)
    sent = VerificationCode.objects.filter(purpose=accounts.PURPOSE, phone_index=phone_index(facts.phone))
    code = sent.latest("sent_at")
    user = accounts.set_password(token=token, password=STAFF_PASSWORD, code_id=code.pk, at=at)
    accept_invitation(token=token, code=digits(accounts.enrolment(user)), at=at)


def _install(facts: StaffFacts, at: datetime) -> None:
    """The technical superuser comes with the installation, not by invitation (domain section 1)."""
    user = User.objects.create(
        kind=User.Kind.TECHNICAL,
        login_name=facts.login_name,
        name=facts.name,
        phone=facts.phone,
        phone_index=phone_index(facts.phone),
        password=make_password(STAFF_PASSWORD),
        password_changed_at=at,
        created_at=at,
    )
    TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)
    record(verb="install", actor=None, role="system", at=at, object_type="account", object_id=user.pk)


def digits(device: TOTPDevice) -> str:
    """What the authenticator shows at this moment of real time."""
    code = totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits, drift=device.drift)
    return str(code).zfill(device.digits)
