"""Whatever is sent to an account form: never a 500, never a word of Python or SQL; valid input is always accepted."""

import itertools
from datetime import date, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.desks.public.accounts import latest_code, proof
from zhupei.desks.public.forms.accounts import LoginForm, OwnerForm, PersonForm, RegisterForm, StaffLoginForm
from zhupei.kernel import clock
from zhupei.world.fiction import generate

pytestmark = pytest.mark.django_db
EXAMPLES = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))

NASTY = [
    "\x00",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u200f",
    "５３０１０２",
    "𠮷" * 50,
    "·" * 51,
    "%s{}'\"\\;--",
    "\r\n",
    "\ufeff",
]
anything = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.lists(st.sampled_from([*NASTY, "530102199001010018", "15400000001", "a1!"]), max_size=4).map("".join),
    st.text(max_size=300),
)
_address = itertools.count(1)


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def send(client: Client, path: str, **data: str) -> int:
    """POST as a browser would that sends any bytes; the answer's status, after looking for leaks."""
    address = f"2001:db8:{next(_address):x}::1"
    data = {"altcha": proof(client, address), **data}
    encoded = "&".join(f"{quote(k)}={quote(v, errors='surrogatepass')}" for k, v in data.items())
    response = client.post(
        path,
        encoded,
        content_type="application/x-www-form-urlencoded",
        REMOTE_ADDR=address,
    )
    text, typed = response.content.decode(), "\n".join(data.values())  # what was typed may stand on the page
    for leak in ("Traceback", "psycopg", "Exception", "SELECT ", "UnicodeEncodeError", "None,"):
        assert leak not in text or leak in typed
    assert response.status_code < 500
    return response.status_code


FIELDS = {
    "/register/": ("document_type", "number", "name", "phone", "code", "password", "again", "ask"),
    "/login/": ("number", "password", "next"),
    "/forgot/": ("number", "phone", "again"),
    "/forgot/new/": ("number", "phone", "code", "password", "again"),
    "/staff/login/": ("login_name", "password", "next"),
    "/sms/submit/": ("next", "captcha_id", "captcha_answer"),
}


@pytest.mark.slow
@pytest.mark.parametrize("path", FIELDS)
@given(data=st.data())
@EXAMPLES
def test_any_input_gets_an_answer(path: str, data: st.DataObject) -> None:
    values = {name: data.draw(anything, name) for name in FIELDS[path]}
    send(Client(), path, **values)


@given(values=st.fixed_dictionaries({name: anything for name in FIELDS["/register/"]}), step=st.booleans())
@EXAMPLES
def test_any_second_step_gets_an_answer(values: dict[str, str], step: bool) -> None:
    send(Client(), "/register/", **values, **{"register" if step else "back": "1"})


@given(
    values=st.fixed_dictionaries({"document_type": anything, "number": anything, "name": anything, "phone": anything})
)
@EXAMPLES
def test_forms_take_text_that_no_browser_could_send(noon: datetime, values: dict[str, str]) -> None:
    given = {"allowed_types": ["resident-id"], "texts": [], "at": noon}
    for form in (
        PersonForm(values, **given),
        RegisterForm({**values, "code": values["number"], "password": values["name"]}, **given),
        OwnerForm(values),
        LoginForm({"number": values["number"], "password": values["name"], "altcha": values["phone"]}),
        StaffLoginForm({"login_name": values["name"], "password": values["name"], "captcha_id": values["number"]}),
    ):
        form.is_valid()
        for messages in form.errors.values():
            assert all(isinstance(message, str) and message for message in messages)


han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
rare = st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6)
word = st.text(st.one_of(han, rare), min_size=1, max_size=24)
names = st.one_of(word, st.tuples(word, st.sampled_from("·•‧．"), word).map("".join))
born = st.dates(date(1950, 1, 1), date(2008, 1, 1))
numbers = st.builds(
    generate.resident_id, st.sampled_from(["530114", "532701", "511202", "530102"]), born, st.integers(0, 999)
)
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
ways = st.sampled_from(
    [str, str.lower, lambda t: t.translate(FULL), lambda t: f" {t[:6]} {t[6:]}\u200e", lambda t: "\u202d" + t]
)


@given(name=names, number=numbers, way=ways)
@FEW
def test_valid_people_always_register(name: str, number: str, way) -> None:  # type: ignore[no-untyped-def]
    client, phone = Client(), factories.phone()
    person = {"document_type": "resident-id", "number": way(number), "name": name, "phone": way(phone)}
    assert send(client, "/register/", ask="1", **person) == 200
    secret = {"password": "Zq7-mountain-lark", "again": "Zq7-mountain-lark"}
    code = way(latest_code(phone))
    assert send(client, "/register/", register="1", code=code, **person, **secret) == 302
    assert send(Client(), "/login/", number=way(number), password="Zq7-mountain-lark") == 302
