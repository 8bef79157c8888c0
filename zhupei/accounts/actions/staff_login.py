"""Staff log in with name and password, then with the second factor; only after it there is a session."""

from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import queries, rules, throttles
from zhupei.accounts.actions.login import failed, give_back, guard, password_fits, succeeded
from zhupei.accounts.models import User
from zhupei.kernel.refusals import Refused


def staff_password(
    *,
    login_name: str,
    password: str,
    captcha_ok: bool,
    device_token: str,
    address: str,
    user_agent: str,
    at: datetime,
) -> User:
    """The first step: whose name and password these are. Call it outside a transaction; raises `Refused`."""
    subject = queries.secret_hash("login-name", queries.normalise_login_name(login_name))
    user = queries.by_login_name(login_name)
    device = queries.known_device(user.pk if user else None, device_token)
    counts = guard(user, device, subject, captcha_ok=captcha_ok, address=address)
    if not password_fits(user, password):
        failed(user=user, address=address, user_agent=user_agent, at=at)
        raise Refused(rules.WRONG_STAFF_LOGIN)
    assert user is not None
    give_back(counts, address)
    return user


def second_factor(
    *, user: User, token: str, device_token: str, address: str, user_agent: str, at: datetime
) -> TOTPDevice:
    """The second step: the authenticator's six digits, each accepted once. Raises `Refused`.

    A browser this account knows has a count of its own: who has got hold of the password and guesses from elsewhere
    does not keep the owner waiting. Authenticators live by real time, whatever the demonstration clock says.
    """
    known = queries.known_device(user.pk, device_token)
    limit = rules.SECOND_FACTOR_KNOWN_DEVICE if known else rules.SECOND_FACTOR
    counted = str(known.pk if known else user.pk)
    throttles.count_first([(limit, counted)])
    with transaction.atomic(durable=True):
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        fits = device is not None and token_fits(device, token)
    if device is None or not fits or not user.is_active:
        failed(user=user, address=address, user_agent=user_agent, at=at)
        raise Refused(rules.WRONG_SECOND_FACTOR)
    succeeded(user=user, device_token=device_token, address=address, user_agent=user_agent, at=at)
    throttles.refund(limit, counted)
    return device


def token_fits(device: TOTPDevice, token: str) -> bool:
    """The package's own pauses are switched off: ours count in PostgreSQL and say how long to wait."""
    device.throttle_reset(commit=False)
    return bool(device.verify_token(token))
