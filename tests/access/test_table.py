"""The authorisation table is complete (from the resolver) and true (by asking every address as every role)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests import applicants, factories, world_small
from tests.access.table import ROLES, TABLE
from tests.imports import lists
from tests.province import Province
from tests.support.given import Desk
from zhupei.accounts.models import User
from zhupei.applications import printed
from zhupei.audit.models import Link
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.kernel.crypto import codes, vault
from zhupei.portal.models import Announcement, Template
from zhupei.pure.paper import TEMPLATE_TITLES
from zhupei.reports import actions, tasks
from zhupei.world.drawn import portrait_variant

OFFICES = ("province", "system", "security", "audit", "support", "technical")
WHOLE_SITES = {"admin": "technical"}


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """Every named address of the resolver, once."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}:{entry.name}"
        else:
            yield from addresses(entry.url_patterns, entry.namespace or namespace)


NAMES = sorted(set(addresses()))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    listed = {name for name in NAMES if name.split(":")[0] not in WHOLE_SITES}
    assert listed - TABLE.keys() == set(), "add a row to tests/access/table.py"
    assert TABLE.keys() - listed == set()


class Scene:
    """One submitted application with everything that could leak, and one person per role."""

    def __init__(self) -> None:
        self.world = world_small.load()
        self.owner = applicants.submitted(self.world)
        other = applicants.ready(self.world)
        version = self.owner.reloaded().version
        assert version is not None
        base = version.base
        dossier = self.owner.person.dossier
        announcement = Announcement.objects.create(title="公告", body="正文", published_at=version.received_at)
        Template.objects.get_or_create(kind=next(iter(TEMPLATE_TITLES)), defaults={"title": "模版"})
        self.objects: dict[str, Any] = {
            "base": base.pk,
            "application": self.owner.application.pk,
            "version": version.pk,
            "version_document": version.documents.order_by("pk")[0].document_id,
            "paged_document": self._paged(version),
            "document": dossier.documents.get(slot="portrait").pk,
            "education": dossier.educations.first().pk,
            "employment": self._employment(dossier),
            "announcement": announcement.pk,
            "template": next(iter(TEMPLATE_TITLES)),
            "form_code": codes.sign("form", version.receipt_number),
            "paper_code": printed.code_of(version),
            "unknown": uuid4(),
            "word": "x" * 43,
            "slot": "portrait",
            "region": "530000",
            "purpose": "submit",
            "picture": "portrait",
            "sheet": "designated",
            "one": 1,
            "kind": "release",
            "round": self.world.first.pk,
            "group": "applying",
        }
        self.people = {
            "applicant": self.owner.person,
            "other_applicant": other.person,
            "disabled": factories.applicant(is_active=False, password=make_password("x")),
            "reviewer": factories.staff("reviewer", base),
            "other_reviewer": factories.staff("reviewer"),
            "administrator": factories.staff("administrator", base),
            "other_administrator": factories.staff("administrator"),
            "unverified_reviewer": factories.staff("reviewer", base),
            "former_reviewer": self._former(base),
            "pending_reviewer": factories.staff("reviewer", base, pending=True),
            "pending_administrator": factories.staff("administrator", base, pending=True),
            "pending_security": factories.staff("security", pending=True),
            **{role: factories.staff(role) for role in OFFICES},
        }
        self.objects["import"] = lists.checked(self.world, lists.listed(lists.row(0), lists.row(0)))[0].pk
        self.objects["person"] = self.owner.person.pk
        self.objects["motion"] = Desk().propose("account.freeze", self.owner.person).pk
        self.objects["extension"] = Province(self.world).propose().pk
        self.objects["export"] = self._export(base)
        self.objects["reviewer"] = self.people["reviewer"].pk
        self.objects["waiting"] = f"membership-{self.people['pending_reviewer'].memberships.get().pk}"
        self.objects["linked"] = self._linked()
        self.objects["membership"] = self.people["other_reviewer"].memberships.get().pk

    def _linked(self) -> int:
        """An event of the trail as it stands in the chain once it is committed."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return Link.objects.order_by("-sequence").values_list("sequence", flat=True)[0]

    def _paged(self, version: Any) -> Any:
        """A submitted PDF: one of the documents gets a page, as the decoder would give it."""
        document = version.documents.order_by("pk")[0].document
        document.page_keys = [vault.put(portrait_variant(1))]
        document.media_type = "application/pdf"
        document.save()
        return document.pk

    def _employment(self, dossier: Any) -> Any:
        return dossier.employments.create(employer="样例医院", created_at=clock.now()).pk

    def _export(self, base: Any) -> Any:
        """A file that the reviewer has asked for, and that is there."""
        wanted = {"of_list": "base.queue", "desk": str(base.pk), "address": "?state=all", "form": "csv", "whole": False}
        asked = actions.ask(**wanted, reason="核对", token=uuid4(), actor=self.people["reviewer"], at=clock.now())
        tasks.make_export.func(str(asked.pk))
        return asked.pk

    def _former(self, base: Any) -> User:
        user = factories.staff("reviewer", base)
        Membership.objects.filter(user=user).update(ended_at=clock.now())
        return user

    def ask(self, role: str, method: str, address: str, body: dict[str, Any]) -> Any:
        client = self.client(role)
        return client.post(address, body) if method == "POST" else client.generic(method, address)

    def client(self, role: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        if role == "anonymous":
            return client
        factories.login(client, self.people[role])
        if role == "unverified_reviewer":
            session = client.session
            session.pop("otp_device_id")
            session.save()
        return client


def category(response: Any) -> str:
    if response.status_code == 404:
        return "404"
    if response.status_code in (301, 302, 303) and "login" in response["Location"]:
        return "login"
    return "ok"


@pytest.mark.django_db
@pytest.mark.slow
def test_every_role_gets_the_answer_of_the_table() -> None:
    """One scene for all: every address as every role, and the technical site besides."""
    scene = Scene()
    wrong = [fault for role in ROLES for fault in [*faults_of_pages(scene, role), *faults_of_the_site(scene, role)]]
    assert wrong == []


def faults_of_pages(scene: Scene, role: str) -> Iterator[str]:
    for name, row in TABLE.items():
        address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
        with transaction.atomic():
            body = {key: scene.objects[value] for key, value in row.body.items()}
            response = scene.ask(role, row.method, address, body)
            transaction.set_rollback(True)
        found, expected = category(response), row.policy.answer(role)
        if name == "public:logout" and found == "login":
            found = "ok"
        if found != expected or response.status_code >= 500:
            yield f"{role} {name}: {found} ({response.status_code}), the table says {expected}"


def faults_of_the_site(scene: Scene, role: str) -> Iterator[str]:
    """The technical site opens for the technical superuser only."""
    expected = "ok" if role == "technical" else "login" if role in ("anonymous", "disabled") else "404"
    for path in ("/technical/", "/technical/applications/version/", "/technical/accounts/user/"):
        response = scene.client(role).get(path, follow=True)
        found = "404" if response.status_code == 404 else "login" if response.redirect_chain else "ok"
        if found != expected:
            yield f"{role} {path}: {found}, expected {expected}"


@pytest.mark.django_db
@pytest.mark.slow
def test_a_strangers_object_and_an_unknown_one_look_the_same() -> None:
    scene = Scene()
    for role in ("other_applicant", "other_reviewer", "other_administrator"):
        client = scene.client(role)
        for name, row in TABLE.items():
            if row.policy.answer(role) != "404" or not row.about:
                continue
            real = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
            ids = {
                key: uuid4() if not isinstance(scene.objects[value], (str, int)) else scene.objects[value]
                for key, value in row.about.items()
            }
            theirs, unknown = client.generic(row.method, real), client.generic(row.method, reverse(name, kwargs=ids))
            assert theirs.content == unknown.content, (role, name)
