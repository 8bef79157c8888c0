"""更换手机号码: the password and a code sent to the new number (domain section 4)."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import notices, queries, rules
from zhupei.accounts.actions import codes
from zhupei.accounts.actions.passwords import prove_password
from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import require
from zhupei.pure.identity import normalise_phone


def change_phone(*, actor: User, phone: str, password: str, code_id: UUID, at: datetime) -> User:
    """Both numbers are told. Call it outside a transaction (the password is counted first); raises `Refused`."""
    require(rules.phone(phone))
    prove_password(user=actor, password=password, at=at)
    return _change(actor=actor, phone=normalise_phone(phone), code_id=code_id, at=at)


@locks.action
def _change(*, actor: User, phone: str, code_id: UUID, at: datetime) -> User:
    user = User.objects.select_for_update().get(pk=actor.pk)
    codes.consume_for_phone(code_id=code_id, purpose="change-phone", user=user, phone=phone, at=at)
    old = user.phone.plain()
    user.phone, user.phone_index = phone, queries.phone_index(phone)
    user.save(update_fields=["phone", "phone_index"])
    record(verb="account.change-phone", actor=user, role=user.kind, at=at, object_type="account", object_id=user.pk)
    notices.phone_changed(user, old, at)
    return user
