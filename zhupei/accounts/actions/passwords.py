"""Setting a new password: by SMS code when it is forgotten, with the old one when it is known."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import notices, queries, rules, throttles
from zhupei.accounts.actions import codes, devices
from zhupei.accounts.actions.login import password_fits
from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused, require


@locks.action
def reset_password(
    *, user: User, code_id: UUID, password: str, device_token: str, user_agent: str, at: datetime
) -> None:
    """找回密码. The code went to the account's phone, so this browser becomes known: no stranger's guesses block it.

    All sessions end, because a session is tied to the password. Raises `Refused`.
    """
    require(rules.password_of(password, user, rules.day(at)))
    user = queries.locked(user.pk)
    require(rules.usable(user))
    codes.consume(code_id=code_id, purpose="reset", user=user, at=at)
    _set(user, password, at)
    if device_token:
        device_id = devices.remember(user=user, token=device_token, user_agent=user_agent, at=at)
        throttles.clear(rules.LOGIN_KNOWN_DEVICE, str(device_id))
    throttles.clear(rules.OWN_PASSWORD, str(user.pk))
    record(verb="account.reset-password", actor=user, role=user.kind, at=at, object_type="account", object_id=user.pk)
    notices.password_reset(user, at)


def change_password(*, actor: User, old: str, new: str, at: datetime) -> User:
    """修改密码. All other sessions end. Call it outside a transaction; raises `Refused`."""
    require(rules.usable(queries.account.first(actor.pk)))
    prove_password(user=actor, password=old)
    if old == new:
        raise Refused(Refusal("password:same", "新密码不能与原密码相同。", field="password"))
    require(rules.password_of(new, actor, rules.day(at)))
    return _change(actor=actor, password=new, at=at)


@locks.action
def _change(*, actor: User, password: str, at: datetime) -> User:
    user = queries.locked(actor.pk)
    require(rules.usable(user))
    _set(user, password, at)
    record(verb="account.change-password", actor=user, role=user.kind, at=at, object_type="account", object_id=user.pk)
    notices.password_changed(user, at)
    return user


def prove_password(*, user: User, password: str) -> None:
    """Somebody with an open session must know the password, too; guesses are counted first. Raises `Refused`."""
    throttles.count_first([(rules.OWN_PASSWORD, str(user.pk))])
    if not password_fits(user, password):
        raise Refused(rules.WRONG_OWN_PASSWORD)
    throttles.refund(rules.OWN_PASSWORD, str(user.pk))


def _set(user: User, password: str, at: datetime) -> None:
    user.set_password(password)
    user.password_changed_at = at
    user.save(update_fields=["password", "password_changed_at"])
