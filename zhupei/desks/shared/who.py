"""Who is asking: the person of the session and what gives him his rights, read in one round trip."""

from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import queries
from zhupei.accounts.models import User
from zhupei.bases import queries as bases
from zhupei.kernel import prepared

BASE_DESK = "/base/"


def read_ahead(request: HttpRequest) -> None:
    """The row of the person, so that a changed password ends the session at once; of staff also the second factor,
    and the roles at bases or the offices, whichever the desk asks for.
    """
    key = UUID(request.session[SESSION_KEY])
    asked: list[prepared.Question] = [queries.active.first_of(key)]
    device = _device_number(request.session.get(DEVICE_ID_SESSION_KEY, ""))
    if device is not None:
        person = User(pk=key)
        at_base = request.path_info.startswith(BASE_DESK)
        asked += [
            queries.second_factor.first_of(device),
            bases.memberships.of(person) if at_base else queries.posts_in_force.of(person),
        ]
    prepared.ahead(*asked)


def settle(request: HttpRequest) -> None:
    """Put the person himself in place of Django's proxies, which cost at each of the hundred questions of a page."""
    while isinstance(request.user, SimpleLazyObject):
        request.user = request.user._wrapped


class SecondFactor(OTPMiddleware):
    """`django_otp`'s own, but for the reading of the device."""

    def _device_from_persistent_id(self, persistent_id: str) -> TOTPDevice | None:
        number = _device_number(persistent_id)
        return queries.second_factor.first(number) if number is not None else None


def _device_number(persistent_id: str) -> int | None:
    """Of an authenticator, the only kind of device there is."""
    kind, _, number = persistent_id.rpartition("/")
    return int(number) if kind == TOTPDevice.model_label() and number.isascii() and number.isdigit() else None
