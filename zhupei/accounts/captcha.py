"""Before an SMS is sent or a password is checked, a person (or at least some computing time) must be behind it.

Two ways. With JavaScript and HTTPS the browser solves an altcha puzzle in the background; the signed puzzle counts
once. Without them the person reads characters from a picture; each picture allows one guess.

Both cost more where many codes stay unused (`sources.captcha_factor`). A puzzle names its factor and the network it was
made for, and counts only there and while at most twice as much is asked: cheap ones cannot be collected for later.
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

from zhupei.accounts import pictures, rules, sources, throttles
from zhupei.accounts.models import ImageCaptcha
from zhupei.accounts.queries import secret_hash
from zhupei.kernel import clock
from zhupei.pure.identity import normalise

PUZZLE_LIFE = 20 * 60
PICTURE_LIFE = timedelta(minutes=10)
LONGEST_PAYLOAD = 4000


def _key(name: str) -> bytes:
    return salted_hmac("zhupei.captcha", name, algorithm="sha256").digest()


def challenge(address: str) -> dict[str, Any]:
    """A signed puzzle as the widget expects it: find the number up to `CAPTCHA_COST` times the factor of this address
    whose hash begins as given.

    Puzzles live by the wall clock, as the browser that solves them does, not by the demonstration's.
    """
    factor = sources.captcha_factor(address)
    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=secrets.randbelow(settings.CAPTCHA_COST * factor) + 1,
        expires_at=int(time.time()) + PUZZLE_LIFE,
        data={"factor": factor, "network": sources.of(address).network},
        hmac_secret=_key("puzzle"),
        hmac_key_secret=_key("answer"),
    )
    return made.to_dict()


def solved(payload: str, address: str) -> bool:
    """Whether this is the answer to a puzzle of ours, dear enough for this address, within its time and for the first
    time.
    """
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    result = altcha.verify_solution(payload, _key("puzzle"), hmac_key_secret=_key("answer"))
    if not result.verified:
        return False
    puzzle = json.loads(base64.b64decode(payload))["challenge"]
    return _dear_enough(puzzle["parameters"]["data"], address) and _first_use(puzzle)


def _dear_enough(data: dict[str, Any], address: str) -> bool:
    """Twice as much may be asked by now: others have asked for codes while this person filled in the form."""
    return data["network"] == sources.of(address).network and sources.captcha_factor(address) <= 2 * data["factor"]


def _first_use(puzzle: dict[str, Any]) -> bool:
    """The server's signature names the puzzle; the payload around it could be written in many ways."""
    digest = hashlib.sha256(puzzle["signature"].encode()).hexdigest()
    expires = datetime.fromtimestamp(puzzle["parameters"]["expiresAt"], tz=UTC)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_captchause (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [digest, expires],
        )
        return cursor.rowcount == 1


def picture(picture_id: UUID, address: str) -> bytes:
    """The PNG for an id that a page has made up; drawn at the first request, the same for every later one."""
    row = ImageCaptcha.objects.filter(pk=picture_id).first()
    if row is None:
        length = _length(sources.captcha_factor(address))
        text = pictures.random_text(length)
        row, _ = ImageCaptcha.objects.get_or_create(
            pk=picture_id,
            defaults={
                "answer_hash": _answer_hash(picture_id, text),
                "picture": pictures.draw(text),
                "length": length,
                "expires_at": clock.real() + PICTURE_LIFE,
            },
        )
    return bytes(row.picture)


def _length(factor: int) -> int:
    """5, 6 or 7 characters."""
    return pictures.LENGTH + (factor >= 4) + (factor >= sources.DEAREST)


def read(picture_id: UUID, answer: str, address: str) -> bool:
    """Whether the characters are those of the picture. Right or wrong, the picture is used up.

    What was read right does not count as drawn (`rules.PICTURES_PER_ADDRESS`).
    """
    with transaction.atomic(durable=True):
        row = ImageCaptcha.objects.select_for_update().filter(pk=picture_id).first()
        now = clock.real()
        if row is None or row.used_at is not None or row.expires_at <= now:
            return False
        row.used_at = now
        row.save(update_fields=["used_at"])
    fits = hmac.compare_digest(row.answer_hash, _answer_hash(picture_id, normalise(answer)))
    if not fits or row.length < _length(max(1, sources.captcha_factor(address) // 2)):
        return False
    throttles.refund(rules.PICTURES_PER_ADDRESS, sources.of(address).address)
    return True


def _answer_hash(picture_id: UUID, text: str) -> str:
    return secret_hash("picture", f"{picture_id}:{text}")
