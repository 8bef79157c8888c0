"""The four acts of the support desk, each of two persons: another telephone, freezing, unfreezing, taking back."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db.models import Q

from zhupei.accounts import queries as accounts
from zhupei.accounts.actions import account_state
from zhupei.accounts.models import Post, User
from zhupei.applications import actions as applications
from zhupei.applications import lock_queries as application_queries
from zhupei.approvals import verbs
from zhupei.approvals.verbs import ConfirmedMotion, Words
from zhupei.support import motion_payload, notices, rules

SUBJECT = "account"
LIFETIME = timedelta(days=3)

REPLACE_PHONE, RELEASE = "account.replace-phone", "account.release"
FREEZE, UNFREEZE = "account.freeze", "account.unfreeze"
LABELS = {
    REPLACE_PHONE: "更换手机号",
    RELEASE: "收回证件号",
    FREEZE: "冻结账号",
    UNFREEZE: "解除冻结",
}


def register() -> None:
    for name, facts, run in (
        (REPLACE_PHONE, _account_and_phone, _replace_phone),
        (RELEASE, _account, _release),
        (FREEZE, _account, _freeze),
        (UNFREEZE, _account, _unfreeze),
    ):
        verbs.register(_verb(name, facts, run))


def _verb(name: str, facts: Callable[[User], Words], run: Callable[[ConfirmedMotion], None]) -> verbs.MotionVerb:
    return verbs.MotionVerb(
        name=name,
        label=LABELS[name],
        subject_type=SUBJECT,
        lifetime=LIFETIME,
        find=_find,
        hold=_hold,
        facts=facts,
        words=partial(motion_payload.words, name),
        may_propose=_at_the_desk,
        may_confirm=_decided_by,
        rule=rules.about(name.removeprefix("account.")),
        run=run,
    )


def _at_the_desk(user: User) -> bool:
    return Post.Role.SUPPORT in accounts.posts(user)


def _decided_by(user: User) -> Q | None:
    return Q() if _at_the_desk(user) else None


def _find(user_id: str) -> User:
    return User.objects.get(pk=user_id)


def _hold(user_id: str) -> User:
    """First what the person has submitted, then the account: in the order in which a submission takes its locks."""
    application_queries.hold_all_of(UUID(user_id))
    return accounts.locked(UUID(user_id))


def _account(user: User) -> Words:
    """Whose account it is and whether it is in use. Not its telephone and not its application: whoever has taken a
    number could change these again and again, and keep the act off.
    """
    return [
        ("account", str(user.pk)),
        ("name", user.name),
        ("number", user.document_index or ""),
        ("standing", user.standing),
    ]


def _account_and_phone(user: User) -> Words:
    """A person who has changed his telephone himself in the meantime needs no other."""
    return [*_account(user), ("phone", user.phone_index)]


def _replace_phone(act: ConfirmedMotion) -> None:
    old = act.subject.phone.plain()
    user = account_state.replace_phone(
        user_id=act.subject.pk, phone=act.payload["phone"], motion_id=act.motion.pk, actor=act.actor, at=act.at
    )
    notices.phone_replaced(user, old, act.at)


def _freeze(act: ConfirmedMotion) -> None:
    user = account_state.freeze(user_id=act.subject.pk, motion_id=act.motion.pk, actor=act.actor, at=act.at)
    notices.frozen(user, act.payload["phone"], act.at)


def _unfreeze(act: ConfirmedMotion) -> None:
    user = account_state.unfreeze(user_id=act.subject.pk, motion_id=act.motion.pk, actor=act.actor, at=act.at)
    notices.unfrozen(user, act.payload["phone"], act.at)


def _release(act: ConfirmedMotion) -> None:
    """What was submitted under the number goes first, so that no application is left in force without a person."""
    void = applications.void_all_of(person_id=act.subject.pk, motion_id=act.motion.pk, actor=act.actor, at=act.at)
    user = account_state.release(user_id=act.subject.pk, motion_id=act.motion.pk, actor=act.actor, at=act.at)
    notices.released(user, act.payload["phone"], void, act.at)
