"""Logging in: nobody is locked out by others' guesses, nothing tells whether a number is registered."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from tests import factories
from tests.accounts.people import guess
from zhupei.accounts import sources
from zhupei.accounts.actions import devices, passwords
from zhupei.accounts.actions import login as logins
from zhupei.accounts.hashers import Argon2
from zhupei.accounts.models import Device, LoginRecord, User
from zhupei.audit.models import Event
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db
RIGHT = factories.PASSWORD
ELSEWHERE = "203.0.113.9"
OF_TODAY = "argon2$argon2id$v=19$m=7168,t=5,p=1$"


def code(at: datetime, number: str, password: str = "wrong-1!", **over: object) -> str:
    with pytest.raises(Refused) as caught:
        guess(at, number, password, **over)
    return caught.value.refusal.code


@pytest.fixture
def person() -> User:
    return factories.applicant()


@pytest.fixture
def number(person: User) -> str:
    return person.document_number.plain()


def test_the_right_password_opens(noon: datetime, person: User, number: str) -> None:
    assert guess(noon, number, RIGHT) == person
    assert guess(noon, f" {number[:6]} {number[6:].lower()} ", RIGHT) == person
    record = LoginRecord.objects.first()
    assert record and (record.succeeded, record.device, record.address) == (
        True,
        "Windows 上的 Chrome",
        "198.51.100.*",
    )


@pytest.mark.parametrize("password", ["", RIGHT + " ", RIGHT.lower(), "\x00", "\ud800", "密码", "x" * 5000])
def test_any_other_password_does_not(noon: datetime, number: str, password: str) -> None:
    assert code(noon, number, password) == "login:wrong"


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "530", "９" * 200, "和志远", "\u202e530102"])
def test_any_other_number_gives_the_same_refusal(noon: datetime, typed: str) -> None:
    assert code(noon, typed, RIGHT) == "login:wrong"


def test_a_disabled_account_answers_like_a_wrong_password(noon: datetime, person: User, number: str) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert code(noon, number, RIGHT) == "login:wrong"


def test_staff_do_not_enter_by_the_applicants_door(noon: datetime) -> None:
    user = factories.staff("province")
    assert code(noon, user.login_name, factories.STAFF_PASSWORD) == "login:wrong"


def test_nothing_is_evaluated_or_counted_without_a_captcha(noon: datetime, number: str) -> None:
    for _ in range(10):
        assert code(noon, number, RIGHT, captcha_ok=False) == "captcha"
    assert guess(noon, number, RIGHT)


@pytest.mark.parametrize("known", [True, False])
def test_five_guesses_then_a_pause_for_known_and_unknown_numbers_alike(
    noon: datetime, number: str, known: bool
) -> None:
    typed = number if known else factories.number()
    answers = [code(noon, typed) for _ in range(7)]
    assert answers == ["login:wrong"] * 5 + ["wait:login-account"] * 2
    assert code(noon, typed, RIGHT if known else "x") == "wait:login-account"
    assert code(noon + timedelta(seconds=60), typed) == "login:wrong"
    assert code(noon + timedelta(seconds=60), typed) == "wait:login-account"


def test_an_enemy_does_not_lock_out_a_known_browser(noon: datetime, person: User, number: str) -> None:
    token = devices.fresh_token()
    guess(noon, number, RIGHT, device_token=token)
    for _ in range(8):
        code(noon, number, address=ELSEWHERE)
    assert guess(noon, number, RIGHT, device_token=token) == person
    assert code(noon, number, RIGHT, device_token=devices.fresh_token()) == "wait:login-account"


def test_a_known_browser_has_five_guesses_of_its_own(noon: datetime, number: str) -> None:
    token = devices.fresh_token()
    guess(noon, number, RIGHT, device_token=token)
    answers = [code(noon, number, device_token=token) for _ in range(6)]
    assert answers == ["login:wrong"] * 5 + ["wait:login-device"]
    assert guess(noon, number, RIGHT)


def test_a_token_known_to_one_account_is_unknown_to_another(noon: datetime, number: str) -> None:
    enemy, token = factories.applicant(), devices.fresh_token()
    guess(noon, enemy.document_number.plain(), RIGHT, device_token=token)
    for _ in range(5):
        code(noon, number, device_token=token)
    assert code(noon, number, device_token=token) == "wait:login-account"


def test_resetting_by_sms_opens_the_way_at_once(noon: datetime, person: User, number: str) -> None:
    from tests.accounts.people import code_for

    token = devices.fresh_token()
    for _ in range(6):
        code(noon, number, address=ELSEWHERE)
    assert code(noon, number, RIGHT, device_token=token) == "wait:login-account"
    fresh = "Cangshan-4clouds"
    code_id = code_for(noon, person.phone.plain(), "reset", user=person)
    passwords.reset_password(
        user=person, code_id=code_id, password=fresh, device_token=token, user_agent="Firefox", at=noon
    )
    assert guess(noon, number, fresh, device_token=token) == person


def test_one_address_guessing_at_many_accounts_is_slowed_down(noon: datetime) -> None:
    limit = sources.WRONG_LOGINS
    answers = [code(noon, factories.number()) for _ in range(limit.most + 1)]
    assert answers == ["login:wrong"] * limit.most + ["wait:login-address"]
    assert code(noon, factories.number(), address=ELSEWHERE) == "login:wrong"
    assert code(noon + timedelta(seconds=limit.seconds + 1), factories.number()) == "login:wrong"


def test_a_whole_campus_may_log_in_from_one_address(noon: datetime) -> None:
    for _ in range(sources.WRONG_LOGINS.most + 5):
        user = factories.applicant()
        assert guess(noon, user.document_number.plain(), RIGHT) == user


def test_people_who_clear_their_cookies_are_not_slowed_down(noon: datetime, number: str) -> None:
    for _ in range(12):
        guess(noon, number, RIGHT, device_token=devices.fresh_token())


def test_a_new_device_is_told_by_sms_and_inbox_a_known_one_is_not(noon: datetime, person: User, number: str) -> None:
    token = devices.fresh_token()
    for _ in range(3):
        guess(noon, number, RIGHT, device_token=token)
    notice, message = Notice.objects.get(recipient=person), Delivery.objects.get()
    assert notice.title == "账号在新设备登录" and "Windows 上的 Chrome" in notice.body
    assert message.phone.plain() == person.phone.plain() and "如不是您本人" in message.body.plain()
    assert Device.objects.get(user=person).last_seen == noon
    assert token not in str(Device.objects.values())


def test_history_and_trail_tell_success_and_failure_without_personal_data(
    noon: datetime, person: User, number: str
) -> None:
    guess(noon, number, RIGHT)
    code(noon, number)
    code(noon, factories.number())
    assert list(LoginRecord.objects.order_by("pk").values_list("user", "succeeded")) == [
        (person.pk, True),
        (person.pk, False),
        (None, False),
    ]
    trail = list(Event.objects.order_by("pk").values_list("verb", "object_id"))
    assert trail == [
        ("account.login", str(person.pk)),
        ("account.login-refused", str(person.pk)),
        ("account.login-refused", "unknown"),
    ]
    assert number not in str(list(Event.objects.values()))


def test_an_unknown_number_costs_a_hash_as_well(
    noon: datetime, monkeypatch: pytest.MonkeyPatch, real_hasher: None
) -> None:
    made: list[str] = []

    def counted(password: str) -> str:
        made.append(password)
        return make_password(password)

    monkeypatch.setattr(logins, "make_password", counted)
    assert code(noon, factories.number(), "guess-1!") == "login:wrong"
    assert made == ["guess-1!"]


def test_an_old_hash_is_renewed_at_login(noon: datetime, settings, number: str, person: User) -> None:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["zhupei.accounts.hashers.Argon2", "django.contrib.auth.hashers.MD5PasswordHasher"]
    assert person.password.startswith("md5$")
    guess(noon, number, RIGHT)
    person.refresh_from_db()
    assert person.password.startswith(OF_TODAY)


class Older(Argon2):
    """The figures of the first years."""

    memory_cost, time_cost = 19 * 1024, 2


def test_a_hash_of_older_figures_counts_and_is_renewed_at_login(
    noon: datetime,
    settings,  # type: ignore[no-untyped-def]
    number: str,
    person: User,
) -> None:
    settings.PASSWORD_HASHERS = ["zhupei.accounts.hashers.Argon2"]
    person.password = older = Older().encode(RIGHT, "a-salt-of-its-own")
    person.save(update_fields=["password"])
    assert older.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")

    assert code(noon, number, "wrong-1!") == "login:wrong"
    person.refresh_from_db()
    assert person.password == older

    for _ in range(2):
        guess(noon, number, RIGHT)
        person.refresh_from_db()
        assert person.password.startswith(OF_TODAY)
