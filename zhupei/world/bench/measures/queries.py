"""How many queries a page asks: in this process, through Django's own test client."""

import time
from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts.models import User

ALLOWED = 12
FRAMES = ("BEGIN", "COMMIT", "ROLLBACK")


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


def counted(user: User | None, paths: Sequence[str]) -> list[int]:
    """Queries of each page at its second visit, when the process has loaded what it keeps. Raises on another answer."""
    browser, found = client(user), []
    for path in paths:
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                answer = browser.get(path)
        if answer.status_code != 200:
            raise LookupError(f"{answer.status_code} at {path.split('?')[0]}")
        found.append(sum(query["sql"] not in FRAMES for query in asked))
    return found
