"""How an SMS leaves the system: console, file (demonstration inbox), or HTTP gateway."""

import json
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from zhupei.kernel.folders import private


class Channel(Protocol):
    """Sends one message or raises; called by the delivery job only."""

    def send(self, *, delivery_id: str, phone: str, body: str, at: datetime) -> None: ...


class Console:
    """Prints the message: for development only."""

    def send(self, *, delivery_id: str, phone: str, body: str, at: datetime) -> None:
        print(f"SMS {phone}: {body}", flush=True)


class File:
    """Appends to a file that the demonstration inbox shows. Only in the demonstration."""

    def send(self, *, delivery_id: str, phone: str, body: str, at: datetime) -> None:
        path = inbox_path()
        private(path.parent)
        line = json.dumps({"id": delivery_id, "phone": phone, "body": body, "at": at.isoformat()}, ensure_ascii=False)
        with path.open("a", encoding="utf-8") as inbox:
            inbox.write(line + "\n")


class Http:
    """POSTs JSON to the gateway of the province; `delivery_id` lets the gateway drop a repeated one."""

    def send(self, *, delivery_id: str, phone: str, body: str, at: datetime) -> None:
        request = urllib.request.Request(  # noqa: S310  the address comes from the settings, not from a person
            settings.SMS_URL,
            data=json.dumps({"id": delivery_id, "phone": phone, "text": body}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"},
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            if answer.status >= 300:
                raise OSError(f"gateway answered {answer.status}")


def current() -> Channel:
    channels: dict[str, type[Channel]] = {"console": Console, "file": File, "http": Http}
    return channels[settings.SMS_CHANNEL]()


def inbox_path() -> Path:
    return Path(settings.DATA_DIR) / "sms" / "inbox.jsonl"


def read_file(phone: str = "", limit: int = 50) -> list[dict[str, str]]:
    """The latest messages of the file channel, newest first."""
    path = inbox_path()
    if not path.exists():
        return []
    with path.open("rb") as inbox:
        inbox.seek(0, 2)
        inbox.seek(max(0, inbox.tell() - 200_000))
        lines = inbox.read().decode("utf-8", "ignore").splitlines()
    messages = []
    for line in reversed(lines):
        try:
            message = json.loads(line)
        except json.JSONDecodeError:
            continue  # the first line may be cut
        if phone in ("", message["phone"]):
            messages.append(message)
        if len(messages) == limit:
            break
    return messages
