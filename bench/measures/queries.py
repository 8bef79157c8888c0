"""How many statements and round trips a page takes: in this process, through Django's own test client."""

import time
from collections.abc import Sequence

from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from bench.wire import Traffic, watched
from zhupei.accounts.models import User

ALLOWED = 12


def client(user: User | None) -> Client:
    """Somebody's browser in this process; staff have passed their second factor."""
    made = Client()
    if user is None:
        return made
    made.force_login(user)
    session = made.session
    session["began"] = session["seen"] = int(time.time())
    if device := TOTPDevice.objects.filter(user=user, confirmed=True).first():
        session["otp_device_id"] = device.persistent_id
    session.save()
    return made


def counted(user: User | None, paths: Sequence[str]) -> list[Traffic]:
    """The traffic of each page at its second visit, when the process has loaded what it keeps.

    Raises LookupError on another answer.
    """
    browser, found = client(user), []
    for path in paths:
        for _ in range(2):
            with watched() as traffic:
                answer = browser.get(path)
        if answer.status_code != 200:
            raise LookupError(f"{answer.status_code} at {path.split('?')[0]}")
        found.append(traffic)
    return found
