"""Captchas count once; what has expired, was altered or was not asked for here does not count."""

import base64
import json
import time
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from PIL import Image

from tests.races import together
from zhupei.accounts import captcha, pictures
from zhupei.accounts.models import ImageCaptcha
from zhupei.kernel import clock
from zhupei.world.captcha_solver import solve

pytestmark = pytest.mark.django_db
HERE = "198.51.100.7"


def altered(payload: str, **changes: object) -> str:
    """The same payload with other values in the challenge's parameters or the solution."""
    content = json.loads(base64.b64decode(payload))
    for key, value in changes.items():
        part = content["solution"] if key in content["solution"] else content["challenge"]["parameters"]
        part[key] = value
    return base64.b64encode(json.dumps(content).encode()).decode()


def test_a_solved_puzzle_counts_once() -> None:
    payload = solve(captcha.challenge(HERE))
    assert captcha.solved(payload, HERE)
    assert not captcha.solved(payload, HERE)


def test_writing_the_same_proof_differently_does_not_make_it_new() -> None:
    payload = solve(captcha.challenge(HERE))
    again = altered(payload, time=1)
    assert again != payload and captcha.solved(payload, HERE) and not captcha.solved(again, HERE)


@pytest.mark.parametrize("changes", [{"derivedKey": "00" * 32}, {"expiresAt": 4_000_000_000}, {"keySignature": ""}])
def test_an_altered_puzzle_does_not_count(changes: dict[str, object]) -> None:
    assert not captcha.solved(altered(solve(captcha.challenge(HERE)), **changes), HERE)


def test_a_puzzle_expires() -> None:
    payload = solve(captcha.challenge(HERE))
    with time_machine.travel(time.time() + captcha.PUZZLE_LIFE + 1):
        assert not captcha.solved(payload, HERE)


def test_a_puzzle_of_another_installation_does_not_count(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SECRET_KEY = "another"
    payload = solve(captcha.challenge(HERE))
    settings.SECRET_KEY = "ours"
    assert not captcha.solved(payload, HERE)


@pytest.mark.parametrize("text", ["", "x", "\x00", "\ud800", "e30=", "W10=", "bnVsbA==", "A" * 5000, "MTI="])
def test_any_text_is_just_no_proof(text: str) -> None:
    assert not captcha.solved(text, HERE)


def test_a_picture_is_read_once_whatever_the_case(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "random_text", lambda length: "AB2CD")
    number = uuid4()
    assert captcha.picture(number, HERE) == captcha.picture(number, HERE)
    assert captcha.read(number, " ａb2cd ", HERE)
    assert not captcha.read(number, "AB2CD", HERE)
    assert "AB2CD" not in str(ImageCaptcha.objects.values("answer_hash"))


def test_a_wrong_reading_uses_the_picture_up(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "random_text", lambda length: "AB2CD")
    number = uuid4()
    captcha.picture(number, HERE)
    assert not captcha.read(number, "AB2CE", HERE)
    assert not captcha.read(number, "AB2CD", HERE)


def test_a_picture_expires_and_one_that_was_never_drawn_does_not_count(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "random_text", lambda length: "AB2CD")
    number = uuid4()
    assert not captcha.read(number, "AB2CD", HERE)
    captcha.picture(number, HERE)
    with clock.frozen(clock.real() + captcha.PICTURE_LIFE):
        assert not captcha.read(number, "AB2CD", HERE)


def test_pictures_are_small_and_differ() -> None:
    drawn = [pictures.draw("AB2CD") for _ in range(5)]
    assert len(set(drawn)) == 5
    for picture in drawn:
        assert Image.open(BytesIO(picture)).size == (160, 48) and len(picture) < 6000
    assert all(len(pictures.random_text()) == 5 for _ in range(20))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_proof_or_picture_in_four_windows_at_once_counts_once(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "random_text", lambda length: "AB2CD")
    for _ in range(20):
        payload, number = solve(captcha.challenge(HERE)), uuid4()
        assert sum(map(bool, together(4, lambda _, payload=payload: captcha.solved(payload, HERE)))) == 1  # type: ignore[misc]
        together(4, lambda _, number=number: captcha.picture(number, HERE))  # type: ignore[misc]
        readings = together(4, lambda _, number=number: captcha.read(number, "AB2CD", HERE))  # type: ignore[misc]
        assert sorted(readings) == [False, False, False, True]  # type: ignore[type-var]
