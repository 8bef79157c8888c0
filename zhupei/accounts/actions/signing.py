"""Signing with the authenticator: whoever decides about something grave proves that it is he who sits there."""

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import queries, rules, throttles
from zhupei.accounts.actions.staff_login import token_fits
from zhupei.accounts.models import User
from zhupei.kernel.refusals import Refused, require


def sign(*, actor: User, token: str) -> None:
    """The six digits of this moment, each accepted once; guesses are counted first.

    Counted apart from the login: who guesses there with a stolen password does not keep the owner from signing. Call it
    outside a transaction. Raises `Refused`.
    """
    require(rules.usable(queries.account.first(actor.pk)))
    throttles.count_first([(rules.SIGNING, str(actor.pk))])
    with transaction.atomic(durable=True):
        device = TOTPDevice.objects.select_for_update().filter(user=actor, confirmed=True).first()
        fits = device is not None and token_fits(device, token)
    if not fits:
        raise Refused(rules.WRONG_SECOND_FACTOR)
    throttles.refund(rules.SIGNING, str(actor.pk))
