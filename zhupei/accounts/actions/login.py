"""Logging in. What is counted, is counted and committed before the password is looked at (quality.md, Access)."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from zhupei.accounts import labels, notices, queries, rules, sources, states, throttles
from zhupei.accounts.actions import devices
from zhupei.accounts.models import Device, LoginRecord, User
from zhupei.audit.actions import record
from zhupei.audit.verbs import STRANGER
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import Refused

Counts = list[tuple[throttles.CountingWindow | throttles.Delay, str]]


def login(
    *,
    number: str,
    password: str,
    captcha_ok: bool,
    device_token: str,
    address: str,
    user_agent: str,
    at: datetime,
) -> User:
    """The applicant whose number and password these are; from now on the browser is known to the account.

    Call it outside a transaction. Raises `Refused`: `captcha`, `wait:…` or `login:wrong`, which is the same and takes
    the same time for a wrong password and for a number nobody has registered; `login:frozen` for the right password of
    a frozen account, so that strangers learn nothing of it.
    """
    index = queries.number_index(queries.canonical_number(number, rules.day(at)))
    user = queries.by_index(index)
    device = queries.known_device(user.pk if user else None, device_token)
    counts = guard(user, device, index, captcha_ok=captcha_ok, address=address)
    fits = knows_password(user, password)
    if user is None or not fits or not user.is_active:
        failed(user=user, address=address, user_agent=user_agent, at=at)
        frozen = fits and user is not None and user.standing == states.FROZEN
        raise Refused(rules.FROZEN_LOGIN if frozen else rules.WRONG_LOGIN)
    succeeded(user=user, device_token=device_token, address=address, user_agent=user_agent, at=at)
    give_back(counts, address)
    return user


def guard(user: User | None, device: Device | None, subject: str, *, captcha_ok: bool, address: str) -> Counts:
    """Count this attempt; raises `Refused` when it may not be evaluated.

    A device this account knows has a count of its own. All others share one per account and one per address: somebody
    who guesses from elsewhere slows down only other unknown devices, and a reset by SMS makes the owner's known.
    """
    if not captcha_ok:
        raise Refused(rules.NO_CAPTCHA)
    counts: Counts
    if device is not None:
        counts = [(rules.LOGIN_KNOWN_DEVICE, str(device.pk))]
    else:
        source = sources.of(address)
        counts = [(sources.wrong_logins(source), source.address), (rules.LOGIN_UNKNOWN_DEVICE, subject)]
    throttles.count_first(counts)
    return counts


def password_fits(user: User | None, password: str) -> bool:
    """Whether somebody may go on with this password: it is right, and the account is in use."""
    return knows_password(user, password) and user is not None and user.is_active


def knows_password(user: User | None, password: str) -> bool:
    """Costs one hash whether there is such an account or not. Renews a hash made with older parameters."""
    readable = password.encode("utf-8", "replace").decode()
    if user is None:
        make_password(readable)
        return False
    return user.check_password(readable)


@locks.action
def failed(*, user: User | None, address: str, user_agent: str, at: datetime) -> None:
    """The same rows are written whether there is such an account or not."""
    writes.insert(
        LoginRecord(
            user=user,
            at=at,
            succeeded=False,
            device=labels.device(user_agent),
            address=labels.network(address),
        )
    )
    record(
        verb="account.login-refused",
        actor=None,
        role=STRANGER,
        at=at,
        object_type="account",
        object_id=user.pk if user else "unknown",
    )


@locks.action
def succeeded(*, user: User, device_token: str, address: str, user_agent: str, at: datetime) -> None:
    """Remember the browser, write the history, and tell the owner when the device is new."""
    known = queries.known_device(user.pk, device_token)
    label = labels.device(user_agent)
    if device_token:
        devices.remember(user=user, token=device_token, user_agent=user_agent, at=at)
    writes.insert(
        LoginRecord(
            user=user,
            at=at,
            succeeded=True,
            device=label,
            address=labels.network(address),
            new_device=known is None,
        )
    )
    record(
        verb="account.login",
        actor=user,
        role=user.kind,
        at=at,
        object_type="account",
        object_id=user.pk,
        new_device=known is None,
    )
    if known is None:
        notices.new_device(user, label, at)


def give_back(counts: Counts, address: str) -> None:
    """The attempt was the owner's: it does not count, and from where he comes others may slip once more."""
    for limit, subject in counts:
        throttles.refund(limit, subject)
    throttles.count(sources.RIGHT_LOGINS, sources.of(address).address)
