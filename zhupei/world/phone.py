"""A person's telephone: what the system's SMS said.

Before the delivery job has run the text is on its row, afterwards it is with the file channel, as on a real phone.
"""

import re
from datetime import datetime

from zhupei.notifications import channels
from zhupei.notifications.models import Delivery

CODE = re.compile(r"验证码 (\d{6})")


def read_code(phone: str, purpose: str, sent_at: datetime) -> str:
    """The six digits of the message that was sent to `phone` at `sent_at`. Raises LookupError when none arrived."""
    for text in _texts(phone, purpose, sent_at):
        if found := CODE.search(text):
            return found[1]
    raise LookupError(f"no code for {purpose} has arrived")


def _texts(phone: str, purpose: str, sent_at: datetime) -> list[str]:
    waiting = Delivery.objects.filter(purpose=purpose, created_at=sent_at, state=Delivery.State.QUEUED)
    texts = [delivery.body.plain() for delivery in waiting if delivery.phone.plain() == phone]
    return texts or [message["body"] for message in channels.read_file(phone)]
