"""Every address of the technical site, asked in every way somebody could think of: an answer, never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import applicants, factories, world_small
from zhupei.accounts.models import ConsentText, Invitation
from zhupei.bases.models import Base
from zhupei.kernel import clock
from zhupei.portal.models import Announcement, Page, SupportContact, Template

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NUL, LONG, HUGE = "a\x00b", "长" * 3000, "9" * 40
HOSTILE = (NUL, LONG, HUGE, "x")
UNKNOWN = "11111111-1111-4111-8111-111111111111"
KEYS = ("x", HUGE, "%00", UNKNOWN)

Ask = tuple[str, str, dict[str, Any]]


def address(model: type[models.Model], view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def offered() -> list[tuple[type[models.Model], Any]]:
    return sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def first_key(model_admin: Any) -> Any:
    row = model_admin.get_queryset(RequestFactory().get("/")).first()
    return row.pk if row is not None else None


def of_lists(model: type[models.Model]) -> Iterator[Ask]:
    page = address(model, "changelist")
    asked: list[dict[str, Any]] = [
        *({name: value} for name in ("o", "p", "q", "_to_field", "_facets") for value in (NUL, LONG, HUGE)),
        *({"o": value} for value in ("1.2", "1.1.1", "-99", "..")),
        {"p": "999999999"},
        {"_popup": "1", "_to_field": "password"},
        {"user__password__startswith": "a"},
        {"pk__in": "x,y"},
        {"unknown": "1"},
        {"_changelist_filters": NUL},
    ]
    for field in model._meta.concrete_fields:
        asked += [
            {f"{field.name}{lookup}": value}
            for lookup, value in (("", NUL), ("", "x"), ("__gte", HUGE), ("__in", "x,,\x00"), ("__code__exact", NUL))
        ]
    yield from (("GET", page, query) for query in asked)
    for body in (
        {},
        {"action": "delete_selected"},
        {"action": "none", "_selected_action": ["x", NUL], "index": "9"},
        {"action": "delete_selected", "_selected_action": [HUGE], "post": "yes", "select_across": "1"},
        {"_save": "1", "form-TOTAL_FORMS": HUGE},
        {"_save": "1", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "x"},
        *({"action": name, "_selected_action": [key]} for name in ("retry", "cancel", "abort") for key in ("1", "x")),
    ):
        yield "POST", page, body


def of_forms(page: str, model: type[models.Model], model_admin: Any) -> Iterator[Ask]:
    """An add or change page, opened and sent in every way."""
    names = [field.name for field in model._meta.concrete_fields]
    names += [name for name in getattr(model_admin.form, "declared_fields", {}) if name not in names]
    inside = [field for inline in model_admin.inlines for field in inline.model._meta.fields]
    inlines = [field.remote_field.get_accessor_name() for field in inside if field.related_model is model]
    yield "GET", page, {}
    for query in ({"_popup": "1"}, {"_to_field": "password"}, {"_to_field": NUL}, {"_changelist_filters": NUL}):
        yield "GET", page, query
    yield "POST", page, {}
    yield "POST", page, {"_popup": "1", "_to_field": "x", "_saveasnew": "1"}
    management = {f"{name}-{part}": "0" for name in inlines for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for value in HOSTILE:
        yield "GET", page, dict.fromkeys(names, value)
        yield "POST", page, dict.fromkeys(names, value)
        yield "POST", page, {**dict.fromkeys(names, value), **management}
        yield "POST", page, {**dict.fromkeys(names, value), **dict.fromkeys(management, value)}


def of_rows(model: type[models.Model], model_admin: Any) -> Iterator[Ask]:
    key = first_key(model_admin)
    for one in (*KEYS, *([] if key is None else [key])):
        yield "GET", f"{address(model, 'changelist')}{one}/", {}
        for view in ("change", "delete"):
            page = address(model, view, one)
            yield "GET", page, {"_to_field": "password", "_popup": "1"}
            if one == key:
                yield "POST", page, {"post": "yes"}
    if key is not None:
        yield from of_forms(address(model, "change", key), model, model_admin)


def of_the_site() -> Iterator[Ask]:
    home = "/technical/"
    for path in ("", "login/", "logout/", "password_change/", "password_change/done/", "jsi18n/", "nothing/", "auth/"):
        yield "GET", home + path, {}
        yield "GET", home + path, {"next": "//evil.example", "q": NUL}
        yield (
            "POST",
            home + path,
            {"old_password": factories.STAFF_PASSWORD, "new_password1": "1", "new_password2": "1"},
        )
    for app in sorted({model._meta.app_label for model, _ in offered()}):
        yield "GET", f"{home}{app}/", {}
    for kind in (*ContentType.objects.values_list("pk", flat=True), 0, "x", HUGE, "%00"):
        for key in ("x", UNKNOWN):
            yield "GET", f"{home}r/{kind}/{key}/", {}
    whole = {"app_label": "cycles", "model_name": "planline", "field_name": "base", "term": "医"}
    yield "GET", f"{home}autocomplete/", whole
    for name in whole:
        for value in (*HOSTILE, "password", "user", "accounts", "id"):
            yield "GET", f"{home}autocomplete/", {**whole, name: value}
        yield "GET", f"{home}autocomplete/", {other: value for other, value in whole.items() if other != name}
    for value in ("0", "-1", "x", HUGE, NUL):
        yield "GET", f"{home}autocomplete/", {**whole, "page": value}


def ordinary(field: forms.Field, name: str, given: Any) -> dict[str, Any]:
    """What somebody would send for one field: what the page shows, or something that fits the field."""
    value = field.prepare_value(given() if callable(given) else given)
    if isinstance(field, forms.BooleanField):
        return {name: "on"} if value else {}
    if isinstance(field, forms.SplitDateTimeField):
        day, hour = ("2026-07-01", "08:00") if value is None else field.widget.decompress(value)
        return {f"{name}_0": str(day), f"{name}_1": str(hour)}
    if value not in (None, "", []):
        return {name: value if isinstance(value, list) else str(value)}
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.first()
        return {name: str(row.pk)} if row is not None else {}
    if isinstance(field, forms.ChoiceField):
        return {name: [str(key) for key, _ in field.choices if key][-1:]}
    if isinstance(field, forms.JSONField):
        return {name: ""}
    if isinstance(field, forms.IntegerField):
        return {name: "1"}
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return {name: "2026-07-01"}
    return {name: "新" * min(getattr(field, "max_length", None) or 3, 3)}


def filled(form: Any, *, optional: bool) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for name, field in form.fields.items():
        if optional or field.required:
            sent |= ordinary(field, form.add_prefix(name), form.get_initial_for_field(field, name))
        else:
            sent |= dict.fromkeys((form.add_prefix(name + part) for part in ("", "_0", "_1")), "")
    return sent


def sent_ordinarily(technical: Client, page: str) -> Iterator[dict[str, Any]]:
    """The form of the page as somebody would send it: whole, and with every field empty that may be empty."""
    shown = technical.get(page)
    if shown.status_code != 200 or not shown.context or "adminform" not in shown.context:
        return
    for optional in (True, False):
        body = {"_save": "1", **filled(shown.context["adminform"].form, optional=optional)}
        for each in shown.context["inline_admin_formsets"]:
            body |= filled(each.formset.management_form, optional=True)
            for form in each.formset.forms:
                body |= filled(form, optional=optional)
        yield body


@pytest.fixture
def technical(db: None) -> Client:
    """Signed in, in a world where every table that is offered has a row."""
    world = world_small.load()
    applicants.submitted(world)
    at = clock.now()
    Announcement.objects.create(title="公告", body="正文", published_at=at)
    Page.objects.get_or_create(slug="procedure", defaults={"title": "流程", "body": "正文"})
    SupportContact.objects.get_or_create(track="western", defaults={"name": "支持", "phone": "0871", "hours": "全天"})
    Template.objects.get_or_create(kind="graduation-proof", defaults={"title": "模版"})
    ConsentText.objects.get_or_create(
        key="privacy", version=1, defaults={"title": "告知", "body": "正文", "published_at": at}
    )
    factories.staff("system")
    Invitation.objects.create(
        token_hash="x" * 64, login_name="later", name="段云霞", role="system", created_at=at, expires_at=at
    )
    return factories.login(Client(HTTP_HOST="localhost"), factories.staff("technical"))


def table(page: str) -> str:
    return ".".join(page.split("/")[2:4])


def accepted(technical: Client, asked: list[Ask]) -> set[str]:
    """The tables in which a form of these was saved; everything is undone."""
    tables = set()
    for _, page, body in asked:
        with transaction.atomic():
            if technical.post(page, body).status_code == 302:
                tables.add(table(page))
            transaction.set_rollback(True)
    return tables


def faults(technical: Client, asked: Iterator[Ask]) -> list[str]:
    """Which of these end in an exception of ours; whatever they change is undone."""
    found = []
    for method, page, values in asked:
        try:
            with transaction.atomic():
                answer = technical.get(page, values) if method == "GET" else technical.post(page, values)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                found.append(f"{method} {page} {values}: {answer.status_code}")
        except Exception as error:
            found.append(f"{method} {page} {str(values)[:200]}: {type(error).__name__} {str(error)[:100]}")
    return found


def test_lists_are_asked_for_everything(technical: Client) -> None:
    assert faults(technical, (ask for model, _ in offered() for ask in of_lists(model))) == []


def test_rows_are_opened_changed_and_deleted_by_every_key(technical: Client) -> None:
    assert faults(technical, (ask for model, each in offered() for ask in of_rows(model, each))) == []


def test_new_rows_are_filled_with_everything(technical: Client) -> None:
    asked = (ask for model, each in offered() for ask in of_forms(address(model, "add"), model, each))
    assert faults(technical, asked) == []


def test_forms_are_sent_as_somebody_would_fill_them_in(technical: Client) -> None:
    pages = [address(model, "add") for model, _ in offered()]
    pages += [address(model, "change", key) for model, each in offered() if (key := first_key(each)) is not None]
    asked = [("POST", page, body) for page in pages for body in sent_ordinarily(technical, page)]

    assert faults(technical, iter(asked)) == []
    fillable = {table(page) for _, page, _ in asked if page.endswith("/add/")}
    assert len(fillable) > 10 and accepted(technical, asked) >= fillable


LISTS = {"": [[]], "null": [[]], '["甲医院"]': [["甲医院"]], "5": [], "{}": []}


@pytest.mark.parametrize("typed", LISTS)
def test_a_list_stays_a_list(technical: Client, typed: str) -> None:
    page = address(Base, "add")
    body = next(sent_ordinarily(technical, page))

    answer = technical.post(page, {**body, "partners": typed})

    assert answer.status_code == (302 if LISTS[typed] else 200)
    assert list(Base.objects.filter(code=body["code"]).values_list("partners", flat=True)) == LISTS[typed]


def test_the_rest_of_the_site_is_asked_for_everything(technical: Client) -> None:
    assert faults(technical, of_the_site()) == []
