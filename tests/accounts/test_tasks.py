"""The sweep takes what has expired, leaves what still counts, and may run twice."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests import factories
from zhupei.accounts import captcha, rules, tasks, throttles
from zhupei.accounts.actions import codes
from zhupei.accounts.models import CaptchaUse, ImageCaptcha, Throttle, VerificationCode
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.world.captcha_solver import solve

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"


def fill(at: datetime) -> None:
    given = {"user": None, "session_key": "s" * 32, "address": "192.0.2.1"}
    with clock.frozen(at):
        codes.send_code(purpose="register", phone=factories.phone(), at=at, **given)  # type: ignore[arg-type]
        captcha.picture(uuid4(), HERE)
        throttles.count(rules.LOGIN_UNKNOWN_DEVICE, "x")
    captcha.solved(solve(captcha.challenge(HERE)), HERE)
    Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=timezone.localtime())


def left() -> dict[str, int]:
    kinds = (VerificationCode, ImageCaptcha, Throttle, CaptchaUse, Session)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_nothing_that_still_counts_is_swept(noon: datetime) -> None:
    fill(noon)
    Session.objects.update(expire_date=timezone.localtime() + timedelta(hours=1))
    before = left()
    with clock.frozen(noon + timedelta(minutes=9)):
        tasks.sweep(0)
    assert left() == before
    assert min(before.values()) >= 1


def test_what_has_expired_goes_and_a_second_run_finds_nothing(noon: datetime) -> None:
    fill(noon)
    CaptchaUse.objects.update(expires_at=timezone.localtime() - timedelta(minutes=2))
    with clock.frozen(noon + timedelta(days=3)):
        tasks.sweep(0)
        assert set(left().values()) == {0}
        tasks.sweep(0)


def test_codes_of_today_still_count_against_the_limits_of_the_day(noon: datetime) -> None:
    phone, given = factories.phone(), {"user": None, "session_key": "s" * 32, "address": "192.0.2.1"}
    for minute in (*range(5), *range(61, 66)):
        at = noon + timedelta(minutes=minute)
        with clock.frozen(at):
            codes.send_code(purpose="submit", phone=phone, at=at, **given)  # type: ignore[arg-type]
    late = noon + timedelta(hours=20)
    with clock.frozen(late):
        tasks.sweep(0)
        with pytest.raises(Refused, match="sms:number"):
            codes.send_code(purpose="submit", phone=phone, at=late, **given)  # type: ignore[arg-type]
