"""What the support desk does to an account. Each is the act of a confirmed motion: `actor` is the second person.

Telling people and what becomes of their applications is the work of `zhupei.support`, which knows of both.
"""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries, rules, states
from zhupei.accounts.models import Device, User
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import require
from zhupei.pure.identity import normalise_phone


@locks.action
def freeze(*, user_id: UUID, motion_id: UUID, actor: User, at: datetime) -> User:
    """Nobody logs in and every session ends; nothing else changes. Raises `Refused`."""
    user = _move(user_id, "freeze", actor)
    user.is_active = False
    return _save(user, "freeze", motion_id, actor, at)


@locks.action
def unfreeze(*, user_id: UUID, motion_id: UUID, actor: User, at: datetime) -> User:
    """The password is still the person's; sessions of before stay ended. Raises `Refused`."""
    user = _move(user_id, "unfreeze", actor)
    user.is_active = True
    return _save(user, "unfreeze", motion_id, actor, at)


@locks.action
def replace_phone(*, user_id: UUID, phone: str, motion_id: UUID, actor: User, at: datetime) -> User:
    """Sessions end and browsers are forgotten: whoever has the lost telephone may be logged in. Raises `Refused`."""
    user = _move(user_id, "replace-phone", actor)
    user.phone, user.phone_index = normalise_phone(phone), queries.phone_index(phone)
    Device.objects.filter(user=user).delete()
    return _save(user, "replace-phone", motion_id, actor, at)


@locks.action
def release(*, user_id: UUID, motion_id: UUID, actor: User, at: datetime) -> User:
    """The number is free at once; this account is closed for good and kept as evidence. Raises `Refused`."""
    user = _move(user_id, "release", actor)
    user.is_active = False
    user.set_unusable_password()
    Device.objects.filter(user=user).delete()
    return _save(user, "release", motion_id, actor, at)


def _move(user_id: UUID, verb: str, actor: User) -> User:
    user = queries.locked(user_id)
    require(rules.at_support(queries.posts(actor)))
    user.standing = states.MOVES.target(user.standing, verb, states.SUPPORT)
    return user


def _save(user: User, verb: str, motion_id: UUID, actor: User, at: datetime) -> User:
    user.session_serial += 1
    user.save()
    record(
        verb=f"account.{verb}",
        actor=actor,
        role=states.SUPPORT,
        at=at,
        object_type="account",
        object_id=user.pk,
        motion=motion_id,
    )
    return user
