"""Telling people. Everything here is part of the caller's transaction; sending is a job of that transaction."""

from datetime import datetime
from typing import Any

from zhupei.kernel import jobs, writes
from zhupei.notifications.models import Delivery, Notice

DELIVER = "notifications.deliver"


def notify(*, recipient: Any, kind: str, title: str, body: str = "", path: str = "", at: datetime) -> Notice:
    """Put a message into a person's inbox. Text carries no ID number and no phone."""
    return writes.insert(Notice(recipient=recipient, kind=kind, title=title, body=body, path=path, at=at))


def send_sms(*, phone: str, body: str, purpose: str, at: datetime, recipient: Any = None) -> Delivery:
    """Queue an SMS; it leaves after the caller's transaction has committed, and only then."""
    delivery = writes.insert(Delivery(phone=phone, body=body, purpose=purpose, created_at=at, recipient=recipient))
    jobs.enqueue(DELIVER, delivery_id=str(delivery.pk))
    return delivery


def tell(*, recipient: Any, kind: str, title: str, body: str, path: str = "", at: datetime) -> None:
    """Inbox and SMS: for everything that changes a person's application or account."""
    notify(recipient=recipient, kind=kind, title=title, body=body, path=path, at=at)
    if phone := recipient.phone.plain():
        send_sms(phone=phone, body=f"【住培招录】{title}。{body}", purpose=kind, at=at, recipient=recipient)


def mark_read(*, recipient: Any, at: datetime) -> int:
    """All of a person's notices are read; returns how many were not."""
    return Notice.objects.filter(recipient=recipient, read_at=None).update(read_at=at)
