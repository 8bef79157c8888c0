"""Steps of the account tests, as a browser takes them."""

import re
from typing import Any

from django.test import Client

from zhupei.accounts.actions import codes
from zhupei.accounts.models import VerificationCode
from zhupei.accounts.tasks import send_reset_code
from zhupei.notifications.models import Delivery
from zhupei.world.captcha_solver import solve


def proof(client: Client, address: str = "127.0.0.1") -> str:
    """A solved captcha for the next form."""
    return solve(client.get("/captcha/challenge/", REMOTE_ADDR=address).json())


def post(client: Client, path: str, **data: Any) -> Any:
    """POST a form with a fresh captcha."""
    return client.post(path, {"altcha": proof(client), **data})


def latest_code(phone: str) -> str:
    """The digits of the SMS that went to this phone last."""
    texts = [sent.body.plain() for sent in Delivery.objects.order_by("created_at") if sent.phone.plain() == phone]
    return re.findall(r"验证码 (\d{6})", "\n".join(texts))[-1]


def do_waiting_resets() -> None:
    """As the worker does."""
    for row in VerificationCode.objects.filter(purpose=codes.RESET, code_hash=""):
        send_reset_code(code_id=str(row.pk))


VOLATILE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|name="csrf-token" content="[^"]*"'
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def body(response: Any, *personal: str) -> str:
    """The page without what differs between any two requests, and without the person's own input."""
    text = VOLATILE.sub("", response.content.decode())
    for value in personal:
        text = text.replace(value, "")
    return text
