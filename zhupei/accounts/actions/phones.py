"""更换手机号码: the password, a code sent to the new number and one sent to the present number (domain section 4).

Who has only guessed the password must not be able to move the account, and with it every later code, to a phone of
his own. Somebody who has lost the present number is helped by support, which sees the person.
"""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import notices, queries, rules
from zhupei.accounts.actions import codes, roles
from zhupei.accounts.actions.passwords import prove_password
from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import require
from zhupei.pure.identity import normalise_phone

ARRIVE, LEAVE = "change-phone", "leave-phone"


@locks.action
def send_codes(*, actor: User, phone: str, session_key: str, address: str, at: datetime) -> None:
    """One code to each number, or none at all. Raises `Refused` as `codes.send_code` does."""
    require(rules.usable(queries.account.first(actor.pk)))
    for purpose, number in ((LEAVE, actor.phone.plain()), (ARRIVE, phone)):
        codes.send_code(purpose=purpose, phone=number, user=actor, session_key=session_key, address=address, at=at)


def change_phone(*, actor: User, phone: str, password: str, code_id: UUID, present_code_id: UUID, at: datetime) -> User:
    """`present_code_id` is the code of the number the account has now. Both numbers are told.

    Call it outside a transaction (the password is counted first); raises `Refused`.
    """
    require(rules.usable(queries.account.first(actor.pk)) or rules.phone(phone))
    prove_password(user=actor, password=password)
    return _change(actor=actor, phone=normalise_phone(phone), code_id=code_id, present_code_id=present_code_id, at=at)


@locks.action
def _change(*, actor: User, phone: str, code_id: UUID, present_code_id: UUID, at: datetime) -> User:
    if not actor.is_applicant:
        roles.keep_apart_with(actor, phone, at)
    user = queries.locked(actor.pk)
    require(rules.usable(user))
    old = user.phone.plain()
    codes.consume_for_phone(code_id=present_code_id, purpose=LEAVE, user=user, phone=old, at=at)
    codes.consume_for_phone(code_id=code_id, purpose=ARRIVE, user=user, phone=phone, at=at)
    user.phone, user.phone_index = phone, queries.phone_index(phone)
    user.save(update_fields=["phone", "phone_index"])
    record(verb="account.change-phone", actor=user, role=user.kind, at=at, object_type="account", object_id=user.pk)
    notices.phone_changed(user, old, at)
    return user
