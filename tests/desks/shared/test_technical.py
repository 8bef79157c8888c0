"""The technical superuser's admin: who gets in, what is offered, what is recorded, what is never shown."""

import json

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests import factories, many_applications, world_small
from tests.world_small import World
from zhupei.accounts.queries import number_index
from zhupei.applications.models import Application, Version
from zhupei.audit.models import Event
from zhupei.bases.models import Base, Specialty
from zhupei.cycles.models import Cycle, DesignatedPlace, PersonCategory, Round
from zhupei.portal.models import Template

HOME = "/technical/"


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


@pytest.fixture
def technical(client, world):
    return factories.login(client, factories.staff("technical"))


def address(model: type, view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def test_a_stranger_is_sent_to_the_staff_login(client, world):
    answer = client.get(HOME, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("public:staff_login"))


def test_without_the_second_factor_even_the_superuser_sees_nothing(client, world):
    client.force_login(factories.staff("technical"))
    assert client.get(HOME, follow=True).status_code == 404


@pytest.mark.parametrize("role", ["province", "system", "security", "audit", "reviewer", "administrator"])
def test_no_other_staff_gets_in(client, world, role):
    factories.login(client, factories.staff(role))
    assert client.get(HOME, follow=True).status_code == 404


def test_no_applicant_gets_in(client, world):
    factories.login(client, factories.applicant())
    assert client.get(HOME, follow=True).status_code == 404


def test_every_page_offered_opens(technical, world):
    many_applications.apply(world.first, [world.line("0100")], 1)
    request = RequestFactory().get(HOME)
    for model, offered in admin.site._registry.items():
        assert technical.get(address(model, "changelist")).status_code == 200, model
        first = offered.get_queryset(request).first()
        if first is not None:
            assert technical.get(address(model, "change", first.pk)).status_code == 200, model


def test_keys_of_other_peoples_authenticators_are_not_offered(technical):
    assert {"auth.group", "otp_totp.totpdevice"}.isdisjoint(model._meta.label_lower for model in admin.site._registry)


def test_every_model_offered_has_a_chinese_name(technical):
    """So has every group of them on the first page."""
    for model in admin.site._registry:
        if model.__module__.startswith("zhupei."):
            assert not str(model._meta.verbose_name).isascii() and not str(model._meta.verbose_name_plural).isascii()
    for app in technical.get(HOME).context["app_list"]:
        assert not [name for name in (app["name"], *(row["name"] for row in app["models"])) if str(name).isascii()]


def test_nothing_is_removed_in_bulk_and_nothing_on_which_others_hang(technical, world):
    for model in admin.site._registry:
        assert "delete_selected" not in technical.get(address(model, "changelist")).content.decode(), model
    for model in (Specialty, Base, Cycle, Round):
        fact = model.objects.first()
        assert technical.get(address(model, "delete", fact.pk)).status_code == 403
        posted = {"action": "delete_selected", "_selected_action": [fact.pk], "post": "yes"}
        technical.post(address(model, "changelist"), posted)
        assert model.objects.filter(pk=fact.pk).exists()


@pytest.mark.parametrize("model", [Application, Version])
def test_facts_are_read_only(technical, world, model):
    many_applications.apply(world.first, [world.line("0100")], 1)
    fact = model.objects.get()
    assert technical.get(address(model, "add")).status_code == 403
    assert technical.post(address(model, "change", fact.pk), {"digest": "x", "state": "approved"}).status_code == 403
    assert technical.post(address(model, "delete", fact.pk), {"post": "yes"}).status_code == 403
    html = technical.get(address(model, "change", fact.pk)).content.decode()
    assert "和志远" not in html


def test_a_change_is_an_event_that_names_fields_and_no_values(technical, world):
    form = {name: getattr(world.a, name) for name in ("code", "name", "short_name", "city", "address", "brochure")}
    posted = {**form, "partners": "[]", "initial-partners": "[]", "active": "on", "phone": "0871-61234567"}
    assert technical.post(address(Base, "change", world.a.pk), posted).status_code == 302
    event = Event.objects.get(verb="admin-change")
    assert (event.object_type, event.object_id) == ("bases.base", str(world.a.pk))
    assert json.loads(event.detail) == {"changes": [{"field": "phone", "label": "咨询电话"}]}
    assert "61234567" not in event.detail


def test_a_designated_place_takes_a_number_seals_it_and_never_shows_it(technical, world):
    number = factories.number()
    posted = {
        "round": world.first.pk,
        "category": PersonCategory.objects.get(code="postgraduate").pk,
        "name": "和志远",
        "plan": world.line("0100").pk,
        "number": f" {number.lower()} ",
    }
    assert technical.post(address(DesignatedPlace, "add"), {**posted, "number": ""}).status_code == 200
    assert technical.post(address(DesignatedPlace, "add"), posted).status_code == 302
    place = DesignatedPlace.objects.get()
    assert place.document_number.plain() == number
    assert place.document_index == number_index(number)
    change = address(DesignatedPlace, "change", place.pk)
    for page in (change, address(DesignatedPlace, "changelist")):
        assert number not in technical.get(page).content.decode()
    assert technical.post(change, {**posted, "number": "", "name": "和志清"}).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.document_number.plain()) == ("和志清", number)


def test_saving_a_template_draws_it_afresh(technical, world):
    template = Template.objects.create(kind="graduation-proof", title="旧名", pdf=b"old")
    answer = technical.post(address(Template, "change", template.pk), {"title": "新名", "hint": "", "position": 1})
    assert answer.status_code == 302
    template.refresh_from_db()
    assert template.title == "新名" and bytes(template.pdf).startswith(b"%PDF")
