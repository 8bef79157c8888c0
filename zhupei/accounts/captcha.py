"""Before an SMS is sent or a password is checked, a person (or at least some computing time) must be behind it.

Two ways. With JavaScript and HTTPS the browser solves an altcha puzzle in the background; the signed puzzle counts
once. Without them the person reads five characters from a picture; each picture allows one guess.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import altcha
from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from zhupei.accounts import pictures
from zhupei.accounts.models import ImageCaptcha
from zhupei.accounts.queries import secret_hash
from zhupei.pure.identity import normalise

PUZZLE_LIFE = 20 * 60
PICTURE_LIFE = timedelta(minutes=10)
LONGEST_PAYLOAD = 4000


def _key(name: str) -> bytes:
    return salted_hmac("zhupei.captcha", name, algorithm="sha256").digest()


def challenge() -> dict[str, Any]:
    """A signed puzzle as the widget expects it: find the number up to `CAPTCHA_COST` whose hash begins as given.

    Puzzles live by the wall clock, as the browser that solves them does, not by the demonstration's.
    """
    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=secrets.randbelow(settings.CAPTCHA_COST) + 1,
        expires_at=int(time.time()) + PUZZLE_LIFE,
        hmac_secret=_key("puzzle"),
        hmac_key_secret=_key("answer"),
    )
    return made.to_dict()


def solved(payload: str) -> bool:
    """Whether this is the answer to a puzzle of ours, within its time and for the first time."""
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    result = altcha.verify_solution(payload, _key("puzzle"), hmac_key_secret=_key("answer"))
    return result.verified and _first_use(payload)


def _first_use(payload: str) -> bool:
    """The server's signature names the puzzle; the payload around it could be written in many ways."""
    puzzle = json.loads(base64.b64decode(payload))["challenge"]
    digest = hashlib.sha256(puzzle["signature"].encode()).hexdigest()
    expires = datetime.fromtimestamp(puzzle["parameters"]["expiresAt"], tz=UTC)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_captchause (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [digest, expires],
        )
        return cursor.rowcount == 1


def picture(picture_id: UUID, at: datetime) -> bytes:
    """The PNG for an id that a page has made up; drawn at the first request, the same for every later one."""
    row = ImageCaptcha.objects.filter(pk=picture_id).first()
    if row is None:
        text = pictures.random_text()
        row, _ = ImageCaptcha.objects.get_or_create(
            pk=picture_id,
            defaults={
                "answer_hash": _answer_hash(picture_id, text),
                "picture": pictures.draw(text),
                "expires_at": at + PICTURE_LIFE,
            },
        )
    return bytes(row.picture)


def read(picture_id: UUID, answer: str, at: datetime) -> bool:
    """Whether the characters are those of the picture. Right or wrong, the picture is used up."""
    with transaction.atomic(durable=True):
        row = ImageCaptcha.objects.select_for_update().filter(pk=picture_id, used_at=None, expires_at__gt=at).first()
        if row is None:
            return False
        row.used_at = at
        row.save(update_fields=["used_at"])
    return hmac.compare_digest(row.answer_hash, _answer_hash(picture_id, normalise(answer)))


def _answer_hash(picture_id: UUID, text: str) -> str:
    return secret_hash("picture", f"{picture_id}:{text}")
