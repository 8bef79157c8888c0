"""Staff accounts: by invitation only, with a second factor; offices are ended, never deleted.

Whoever hands out a link holds it, too. So it opens nothing without a code that goes to the telephone of the account.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import notices, office_notices, office_queries, queries, rules
from zhupei.accounts.actions import codes, roles
from zhupei.accounts.actions.staff_login import token_fits
from zhupei.accounts.models import Invitation, Post, User, VerificationCode
from zhupei.accounts.office_queries import Claim
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused, require
from zhupei.pure.identity import name_key, normalise_name, normalise_phone

PURPOSE = VerificationCode.Purpose.INVITATION
GONE = Refusal("invitation:gone", "邀请链接无效、已使用或已过期，请联系邀请人重新发送。")


@locks.action
def invite(
    *, actor: User | None, login_name: str, name: str, phone: str, role: str, base: Any = None, at: datetime
) -> str:
    """Open an invitation; returns the token of its link, which is shown once and stored hashed.

    `role` is a Post role, or reviewer / administrator with a `base`. `actor` None is the installation itself
    (console, demonstration world). Raises `Refused`.
    """
    roles.hold()
    if actor is not None:
        system_held = office_queries.is_held(Post.Role.SYSTEM)
        require(rules.invitation(queries.posts(actor), role, base is not None, system_held=system_held))
    elif role in rules.OVERSIGHT_ROLES:
        raise Refused(rules.FOUNDING)
    return open_invitation(actor=actor, login_name=login_name, name=name, phone=phone, role=role, base=base, at=at)


def open_invitation(
    *, actor: User | None, login_name: str, name: str, phone: str, role: str, base: Any, at: datetime
) -> str:
    """Part of an action that has asked whether `actor` may invite (`invite`, `bases.actions`, the founding)."""
    login_name = queries.normalise_login_name(login_name)
    require(rules.login_name(login_name))
    require(rules.name(name))
    require(rules.phone(phone))
    roles.hold()
    user = User.objects.filter(login_name=login_name).first()
    if user is not None and not _is_half_open(user, name, phone):
        raise Refused(Refusal("login-name:taken", "这个登录名已有人使用。", field="login_name"))
    waiting = Invitation.objects.filter(login_name=login_name, accepted_at=None, expires_at__gt=at)
    if waiting.exclude(role=role, base=base).exists():
        raise Refused(Refusal("login-name:taken", "这个登录名已用于另一份邀请，请换一个。", field="login_name"))
    waiting.update(expires_at=at)
    roles.keep_apart(Claim(role, queries.phone_index(phone), name_key(name)), at)
    return _open(actor, at, login_name=login_name, name=name, phone=phone, role=role, base=base, user=user)


def _is_half_open(user: User, name: str, phone: str) -> bool:
    """Whether the account is this person's, who has begun to accept an invitation and never came to the end."""
    own = user.phone_index == queries.phone_index(phone) and name_key(user.name) == name_key(name)
    return own and not user.is_active and not Invitation.objects.filter(user=user, accepted_at__isnull=False).exists()


def close_invitations(of_roles: Sequence[str], at: datetime) -> None:
    """Links to these roles that have not been used open nothing any more."""
    Invitation.objects.filter(role__in=of_roles, accepted_at=None, expires_at__gt=at).update(expires_at=at)


@locks.action
def invite_again(*, actor: User | None, user: User, at: datetime) -> str:
    """A fresh link for somebody who has lost password or authenticator: sets both anew, changes no office.

    The owner of the account is told at once. Raises `Refused`.
    """
    roles.hold()
    if actor is not None:
        require(rules.inviting_again(queries.posts(actor), user))
    assert user.login_name is not None
    Invitation.objects.filter(user=user, role="", accepted_at=None, expires_at__gt=at).update(expires_at=at)
    return _open(
        actor, at, login_name=user.login_name, name=user.name, phone=user.phone.plain(), role="", base=None, user=user
    )


def _open(
    actor: User | None,
    at: datetime,
    *,
    login_name: str,
    name: str,
    phone: str,
    role: str,
    base: Any,
    user: User | None,
) -> str:
    """Without a role the link is one for an account that exists (`invite_again`).

    Keys that an earlier link has shown, and that were never confirmed, are worth nothing any more.
    """
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=queries.secret_hash("invitation", token),
        login_name=login_name,
        name=normalise_name(name),
        phone=normalise_phone(phone),
        phone_index=queries.phone_index(phone),
        role=role,
        base=base,
        invited_by=actor,
        user=user,
        created_at=at,
        expires_at=at + rules.INVITATION_LIFE,
    )
    if user is not None:
        _keys_in_the_making(queries.locked(user.pk)).delete()
    trail: dict[str, Any] = {"actor": actor, "role": roles.acting(actor), "at": at}
    if user is None or role:
        record(verb="account.invite", object_type="invitation", object_id=invitation.pk, granted=role, **trail)
        notices.invited(normalise_phone(phone), rules.role_label(role), at)
        if role in rules.OVERSIGHT_ROLES:
            office_notices.office_promised(invitation.name, role, actor, at)
    else:
        record(
            verb="account.invite-again",
            object_type="account",
            object_id=user.pk,
            invitation=str(invitation.pk),
            **trail,
        )
        notices.invited_again(user, at)
        for post in Post.objects.in_force().filter(user=user, role__in=rules.OVERSIGHT_ROLES):
            office_notices.office_changed(user, post.role, "被重发了启用链接", at)
    return token


def phone_of(invitation: Invitation) -> Any:
    """Where the code goes: never to a number that only the inviter knows when there is an account already."""
    return (invitation.user or invitation).phone


def send_code(*, token: str, session_key: str, address: str, at: datetime) -> None:
    """The first step of accepting. Raises `Refused` as `codes.send_code` does; the caller has checked a captcha."""
    invitation = _open_by(token, at)
    phone = phone_of(invitation).plain()
    codes.send_code(purpose=PURPOSE, phone=phone, user=invitation.user, session_key=session_key, address=address, at=at)


def verify_code(*, token: str, session_key: str, code: str, at: datetime) -> UUID:
    """The id of the code, for `set_password`. Raises `Refused`; call it outside a transaction."""
    invitation = _open_by(token, at)
    index = queries.phone_index(phone_of(invitation).plain())
    return codes.verify(purpose=PURPOSE, phone_index=index, user=invitation.user, session_key=session_key, code=code)


def _open_by(token: str, at: datetime) -> Invitation:
    found = queries.open_invitation(token, at)
    if found is None:
        raise Refused(GONE)
    return found


@locks.action
def set_password(*, token: str, password: str, code_id: UUID, at: datetime) -> User:
    """The second step: who has link and telephone chooses a password; the account sleeps until the last step.

    Repeating it, with another code, replaces the password; the key for the authenticator stays the same. Raises
    `Refused`.
    """
    invitation = _held(token, at)
    user = invitation.user
    phone = phone_of(invitation).plain()
    require(rules.password(password, name=invitation.name, number=invitation.login_name, phone=phone, staff=True))
    codes.consume_for_phone(code_id=code_id, purpose=PURPOSE, user=user, phone=phone, at=at)
    if user is None:
        user = invitation.user = _sleeping_account(invitation, at)
    invitation.proved_at = at
    invitation.save(update_fields=["user", "proved_at"])
    user.password = make_password(password)
    user.password_changed_at = at
    user.save(update_fields=["password", "password_changed_at"])
    _key(user)
    return user


def _sleeping_account(invitation: Invitation, at: datetime) -> User:
    try:
        with transaction.atomic():
            return User.objects.create(
                kind=User.Kind.STAFF,
                login_name=invitation.login_name,
                name=invitation.name,
                phone=invitation.phone,
                phone_index=queries.phone_index(invitation.phone.plain()),
                is_active=False,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refused(Refusal("login-name:taken", "这个登录名已有人使用，请联系邀请人。")) from error


@locks.action
def enrolment(*, token: str, at: datetime) -> TOTPDevice:
    """The authenticator key that is being set up. A link that is used up has none. Raises `Refused`."""
    invitation = _held(token, at)
    if invitation.user is None or invitation.proved_at is None:
        raise Refused(GONE)
    return _key(invitation.user)


def _key(user: User) -> TOTPDevice:
    """Made once; of several that an account has, the first one is it. Call it while the open link is held."""
    queries.locked(user.pk)
    key = _keys_in_the_making(user).first()
    return key or TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator")


def _keys_in_the_making(user: User) -> QuerySet[TOTPDevice]:
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")


@locks.action
def accept_invitation(*, token: str, code: str, at: datetime) -> Invitation:
    """The last step: the authenticator works, so the account wakes up and the link is used up.

    A province or oversight office is added here, pending; a base role by `bases.actions.accept_invitation`, which calls
    this in its transaction. Raises `Refused`.
    """
    roles.hold()
    invitation = _held(token, at)
    user = invitation.user
    if user is None or invitation.proved_at is None or not user.has_usable_password():
        raise Refused(GONE)
    if invitation.role:
        roles.keep_apart(office_queries.claim_of_invitation(invitation), at)
    device = _keys_in_the_making(queries.locked(user.pk)).select_for_update().first()
    if device is None or not token_fits(device, code):
        raise Refused(rules.WRONG_SECOND_FACTOR)
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    user.is_active = True
    user.save(update_fields=["is_active"])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    record(
        verb="account.accept-invitation",
        actor=user,
        role=user.kind,
        at=at,
        object_type="invitation",
        object_id=invitation.pk,
        granted=invitation.role,
    )
    notices.joined(user, at)
    if invitation.role in Post.Role.values:
        roles.grant_post(user, invitation.role, granted_by=invitation.invited_by, at=at)
    elif not invitation.role:
        roles.begin_anew(user, asked_by=invitation.invited_by, at=at)
    return invitation


def _held(token: str, at: datetime) -> Invitation:
    found = queries.open_invitation(token, at)
    held = (
        found
        and Invitation.objects.select_for_update().filter(pk=found.pk, accepted_at=None, expires_at__gt=at).first()
    )
    if held is None:
        raise Refused(GONE)
    return held
