"""Staff of the demonstration, made by invitation like everybody's, with a password and a second factor that are shown.

The authenticator keys are random like everybody's; the demonstration's page of logins shows the digits of the moment.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts.actions import founding, roles
from zhupei.accounts.actions import staff as accounts
from zhupei.accounts.models import OVERSIGHT_ROLES, Post, User, VerificationCode
from zhupei.accounts.queries import phone_index
from zhupei.audit.actions import record
from zhupei.audit.verbs import INSTALLATION
from zhupei.bases.actions import accept_invitation, confirm_membership
from zhupei.bases.models import Base, Membership
from zhupei.world.fiction.logins import STAFF_PASSWORD
from zhupei.world.fiction.province import StaffFacts
from zhupei.world.fiction.province import staff as everybody

SESSION = "world-staff"


def load(at: datetime) -> None:
    """Whoever is missing is invited, chooses the shown password, proves the second factor and joins.

    First the three officers, who begin together; the security administrator confirms all others.
    """
    known = set(User.objects.exclude(login_name=None).values_list("login_name", flat=True))
    missing = [facts for facts in everybody() if facts.login_name not in known]
    bases = {base.code: base for base in Base.objects.all()}
    officers = {facts.role: facts for facts in missing if facts.role in OVERSIGHT_ROLES}
    if officers:
        with transaction.atomic():
            _set_up(officers, at)
    for facts in missing:
        if facts.role == "technical":
            _install(facts, at)
        elif facts.role not in OVERSIGHT_ROLES:
            with transaction.atomic():
                _join(facts, bases.get(facts.base), at)
    confirm_all(at)


def _set_up(officers: dict[str, StaffFacts], at: datetime) -> None:
    people = {role: founding.Candidate(facts.login_name, facts.name, facts.phone) for role, facts in officers.items()}
    for role, token in founding.found(candidates=people, at=at).items():
        _accept(token, officers[role].phone, at)


def _join(facts: StaffFacts, base: Base | None, at: datetime) -> None:
    token = accounts.invite(
        actor=None, login_name=facts.login_name, name=facts.name, phone=facts.phone, role=facts.role, base=base, at=at
    )
    _accept(token, facts.phone, at)


def _accept(token: str, phone: str, at: datetime) -> None:
    accounts.send_code(token=token, session_key=SESSION, address="", at=at)
    sent = VerificationCode.objects.filter(purpose=accounts.PURPOSE, phone_index=phone_index(phone))
    code = sent.latest("sent_at")
    accounts.set_password(token=token, password=STAFF_PASSWORD, code_id=code.pk, at=at)
    accept_invitation(token=token, code=digits(accounts.enrolment(token=token, at=at)), at=at)


def confirm_all(at: datetime) -> None:
    """Every role of the demonstration's own staff that still waits."""
    own = [facts.login_name for facts in everybody()]
    security = User.objects.filter(posts__in=Post.objects.in_force().filter(role=Post.Role.SECURITY)).first()
    if security is None:
        return
    for post in Post.objects.pending().filter(user__login_name__in=own):
        roles.confirm_post(actor=security, post_id=post.pk, at=at)
    for membership in Membership.objects.pending().filter(user__login_name__in=own):
        confirm_membership(actor=security, membership_id=membership.pk, at=at)


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
    record(verb="install", actor=None, role=INSTALLATION, at=at, object_type="account", object_id=user.pk)


def digits(device: TOTPDevice) -> str:
    """What the authenticator shows at this moment of real time."""
    code = totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits, drift=device.drift)
    return str(code).zfill(device.digits)
