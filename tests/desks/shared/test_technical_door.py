"""The technical site's door: closed in production, entered like every staff desk, and every use of it in the trail."""

import importlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client, RequestFactory
from django.urls import clear_url_caches, reverse

from tests import applicants, factories, world_small
from tests.accounts.people import code_for
from tests.kernel.test_records import protected
from zhupei.accounts.actions import staff
from zhupei.accounts.models import ConsentText, User
from zhupei.audit.models import Event
from zhupei.config import urls
from zhupei.config.environment import Environment
from zhupei.cycles.models import PlanLine, Round
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
HOME = "/technical/"


@pytest.fixture
def superuser(db: None) -> User:
    return factories.staff("technical")


@pytest.fixture
def technical(client: Client, superuser: User) -> Client:
    return factories.login(client, superuser)


@pytest.fixture
def closed(settings: Any) -> Iterator[None]:
    """As the process starts when the setting says so."""
    settings.TECHNICAL_DOOR = False
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.TECHNICAL_DOOR = True
    importlib.reload(urls)
    clear_url_caches()


def test_it_is_open_in_a_demonstration_and_closed_in_production_unless_a_setting_opens_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Environment().technical_door_open
    monkeypatch.setenv("ZHUPEI_TECHNICAL_DOOR", "off")
    assert not Environment().technical_door_open
    monkeypatch.delenv("ZHUPEI_TECHNICAL_DOOR")

    production = {
        "MODE": "production",
        "SECRET_KEY": "s",
        "FIELD_KEYS": "k1:x",
        "INDEX_KEY": "x",
        "SMS": "http",
        "SMS_URL": "https://sms.example",
        "ALLOWED_HOSTS": "zhupei.example",
        "HTTPS": "1",
    }
    for name, value in production.items():
        monkeypatch.setenv(f"ZHUPEI_{name}", value)

    assert not Environment().technical_door_open
    monkeypatch.setenv("ZHUPEI_TECHNICAL_DOOR", "on")
    assert Environment().technical_door_open


def test_closed_it_answers_like_an_address_that_does_not_exist(technical: Client, closed: None) -> None:
    unknown = technical.get("/no-such-desk/")

    for path in (HOME, f"{HOME}login/", f"{HOME}password_change/", f"{HOME}accounts/user/"):
        answer = technical.get(path)
        assert (answer.status_code, answer.content) == (404, unknown.content), path


def test_closed_the_superuser_who_signs_in_lands_on_the_first_page(technical: Client, closed: None) -> None:
    assert technical.get(reverse("public:staff_login"))["Location"] == reverse("public:home")


def test_no_page_there_takes_a_password(technical: Client, superuser: User) -> None:
    weak = {"old_password": factories.STAFF_PASSWORD, "new_password1": "1", "new_password2": "1"}

    for method in (technical.get, technical.post):
        assert method(f"{HOME}password_change/", weak).status_code == 404
        assert method(f"{HOME}password_change/done/", weak).status_code == 404

    superuser.refresh_from_db()
    assert superuser.check_password(factories.STAFF_PASSWORD)
    assert "password_change" not in technical.get(HOME).content.decode()


def test_a_new_password_comes_by_the_link_of_all_staff_and_under_its_rules(superuser: User, noon: datetime) -> None:
    token = staff.invite_again(actor=factories.staff("system"), user=superuser, at=noon)
    code = code_for(noon, superuser.phone.plain(), staff.PURPOSE, user=superuser)

    with pytest.raises(Refused) as caught:
        staff.set_password(token=token, password="1", code_id=code, at=noon)
    assert caught.value.refusal.code.startswith("password:")

    staff.set_password(token=token, password="Fuxian-3cormorant-pair", code_id=code, at=noon)
    superuser.refresh_from_db()
    assert superuser.check_password("Fuxian-3cormorant-pair")


def test_every_session_that_enters_is_in_the_trail_once(technical: Client, superuser: User) -> None:
    technical.get(HOME)
    technical.get(f"{HOME}accounts/user/")
    factories.login(technical, superuser)
    technical.get(f"{HOME}bases/base/")

    events = Event.objects.filter(verb="technical.enter")
    assert [(event.actor_id, event.actor_role) for event in events] == [(str(superuser.pk), "technical")]

    technical.logout()
    factories.login(technical, superuser)
    technical.get(HOME)
    assert events.all().count() == 2


def test_the_trail_tells_what_was_changed_from_what_to_what(technical: Client) -> None:
    world = world_small.load()
    line = world.line("0100")
    change = reverse("admin:cycles_planline_change", args=[line.pk])
    posted = {"round": line.round_id, "base": line.base_id, "specialty": line.specialty_id, "seats": line.seats + 3}

    assert technical.post(change, posted).status_code == 302

    event = Event.objects.get(verb="admin-change")
    assert (event.object_type, event.object_id) == ("cycles.planline", str(line.pk))
    told = json.loads(event.detail)
    seats = {"field": "seats", "label": "名额", "old": str(line.seats), "new": str(line.seats + 3)}
    assert told == {"changes": [seats]}
    assert PlanLine.objects.get(pk=line.pk).seats == line.seats + 3


def test_the_trail_tells_of_the_rows_inside_a_form_too(technical: Client) -> None:
    world = world_small.load()
    posted = {"cycle": world.cycle.pk, "number": 1, "name": world.first.name}
    posted |= {"stages-TOTAL_FORMS": 1, "stages-INITIAL_FORMS": 0, "stages-0-kind": "tickets"}
    for end, day in (("opens", "2026-07-29"), ("closes", "2026-07-30")):
        posted |= {f"stages-0-{end}_0": day, f"stages-0-{end}_1": "23:59:59"}

    answer = technical.post(reverse("admin:cycles_round_change", args=[world.first.pk]), posted)

    assert answer.status_code == 302, answer.context["errors"]
    told = json.loads(Event.objects.get(verb="admin-change").detail)
    changes = {change["label"]: change for change in told["changes"]}
    assert "2026-07-30" in changes["阶段 截止（不含）"]["new"]
    assert Round.objects.get(pk=world.first.pk).stages.filter(kind="tickets").exists()


def test_nothing_is_written_beside_the_trail(technical: Client) -> None:
    world = world_small.load()
    kind = {"key": "privacy", "version": 99, "title": "告知", "body": "正文"}
    kind |= {"published_at_0": "2026-07-01", "published_at_1": "12:00:00"}

    assert technical.post(reverse("admin:accounts_consenttext_add"), kind).status_code == 302
    technical.post(reverse("admin:cycles_planline_delete", args=[world.line("0100").pk]), {"post": "yes"})

    added, removed = Event.objects.filter(verb__startswith="admin-").order_by("pk")
    versions = [change for change in json.loads(added.detail)["changes"] if change["field"] == "version"]
    assert [(change["old"], change["new"]) for change in versions] == [(None, "99")]
    seats = [change for change in json.loads(removed.detail)["changes"] if change["field"] == "seats"]
    assert [(bool(change["old"]), change["new"]) for change in seats] == [(True, None)]
    assert not LogEntry.objects.exists()


def test_evidence_is_not_changed_by_hand() -> None:
    request = RequestFactory().get(HOME)
    request.user = factories.staff("technical")
    evidence = protected()
    offered = {model: each for model, each in admin.site._registry.items() if model._meta.db_table in evidence}

    assert len(offered) >= 8
    for model, each in offered.items():
        assert not each.has_change_permission(request) and not each.has_delete_permission(request), model
        assert model is ConsentText or not each.has_add_permission(request), model


def test_jobs_are_neither_stopped_nor_repeated_there(technical: Client) -> None:
    page = technical.get(f"{HOME}procrastinate/procrastinatejob/")

    assert page.context["cl"].model_admin.get_actions(page.wsgi_request) == {}


def test_no_page_shows_what_is_sealed(technical: Client, superuser: User) -> None:
    person = applicants.submitted(world_small.load()).person
    secrets = [person.document_number.plain(), person.phone.plain(), superuser.phone.plain(), superuser.password]
    request = RequestFactory().get(HOME)

    for model, each in admin.site._registry.items():
        table = f"{HOME}{model._meta.app_label}/{model._meta.model_name}/"
        row = each.get_queryset(request).first()
        for page in (table, f"{table}{row.pk}/change/" if row else table):
            html = technical.get(page).content.decode()
            assert not [secret for secret in secrets if secret in html], page
