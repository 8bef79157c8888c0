"""Who may enter: every address of the desk for every stranger to the base is the same 404, documents included."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.cast import Cast
from tests.desks.base.desk import Desk
from tests.world_small import World
from zhupei.applications import snapshot
from zhupei.bases.models import Membership
from zhupei.desks.base.urls import urlpatterns
from zhupei.kernel import clock
from zhupei.reports import actions
from zhupei.reports.tasks import make_export

Apply = Callable[..., Cast]


def addresses(world: World, cast: Cast) -> dict[str, tuple[str, str]]:
    """Name → (method, address) of everything below base A, with data that exists."""
    version = cast.fresh().version
    document = snapshot.read(version)["dossier"]["documents"][0]["id"]  # type: ignore[arg-type]
    application, a = cast.application.pk, world.a.pk
    reviewer, export = world.colleague.pk, exported(world)
    found = {
        "queue": ("get", [a]),
        "application": ("get", [a, application]),
        "decision": ("post", [a, application]),
        "revocation": ("post", [a, application]),
        "reveals": ("post", [a, application]),
        "document": ("get", [a, application, document]),
        "document_page": ("get", [a, application, document, 1]),
        "document_thumbnail": ("get", [a, application, document]),
        "onsite": ("get", [a]),
        "onsite_check": ("get", [a, cast.version_id]),
        "exports": ("get", [a]),
        "export": ("get", [a, export]),
        "export_file": ("post", [a, export]),
        "members": ("get", [a]),
        "member_ending": ("post", [a, reviewer]),
    }
    return {name: (method, reverse(f"base:{name}", args=args)) for name, (method, args) in found.items()}


def exported(world: World) -> UUID:
    """A file of the queue that the reviewer has asked for, and that is there."""
    asked = actions.ask(
        of_list="base.queue",
        desk=str(world.a.pk),
        address="?state=all",
        form="csv",
        whole=False,
        reason="核对",
        token=uuid4(),
        actor=world.reviewer,
        at=clock.now(),
    )
    make_export.func(str(asked.pk))
    return asked.pk


def test_the_list_of_addresses_is_complete(world: World, apply: Apply) -> None:
    def names(patterns: list) -> set[str]:
        return {
            name
            for pattern in patterns
            for name in (names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else {pattern.name})
        }

    assert names(urlpatterns) == {"home", *addresses(world, apply())}


def strangers(world: World, cast: Cast) -> dict[str, Client]:
    ended = factories.staff("reviewer", world.a)
    Membership.objects.filter(user=ended).update(ended_at=factories.AT)
    half = factories.staff("reviewer", world.a)
    half_way = factories.login(Client(), half)
    TOTPDevice.objects.filter(user=half).delete()
    return {
        "the applicant himself": factories.login(Client(), cast.person),
        "another base's reviewer": factories.login(Client(), factories.staff("reviewer", world.b)),
        "another base's administrator": factories.login(Client(), factories.staff("administrator", world.b)),
        "the province": factories.login(Client(), factories.staff("province")),
        "the system administrator": factories.login(Client(), factories.staff("system")),
        "the security administrator": factories.login(Client(), factories.staff("security")),
        "the auditor": factories.login(Client(), factories.staff("audit")),
        "the technical superuser": factories.login(Client(), factories.staff("technical")),
        "a former reviewer": factories.login(Client(), ended),
        "a reviewer without second factor": half_way,
    }


def test_strangers_find_nothing_anywhere(world: World, apply: Apply) -> None:
    cast = apply()
    for who, client in strangers(world, cast).items():
        for name, (method, address) in addresses(world, cast).items():
            assert getattr(client, method)(address).status_code == 404, f"{who} at {name}"


def test_the_unknown_are_led_to_the_login_of_staff(world: World, apply: Apply) -> None:
    for name, (method, address) in addresses(world, apply()).items():
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("public:staff_login")), name


def test_an_application_of_another_base_is_not_found_through_ones_own(world: World, apply: Apply) -> None:
    apply()
    cast = apply(plans=(("0100", "B"),))
    client = factories.login(Client(), world.administrator)
    for name, (method, address) in addresses(world, cast).items():
        if name in ("queue", "onsite", "exports", "members", "member_ending"):
            continue
        assert getattr(client, method)(address).status_code == 404, name


def test_reviewers_do_not_enter_the_administrators_pages(desk: Desk, world: World, apply: Apply) -> None:
    cast = apply()
    assert desk.get("members").status_code == 404
    assert desk.post("member_ending", world.colleague.pk).status_code == 404
    assert desk.post("revocation", cast.application.pk, version_id=cast.version_id, reason="x").status_code == 404


@pytest.mark.parametrize("name", ["application", "decision", "revocation", "reveals"])
def test_unknown_and_forbidden_look_the_same(chief: Desk, name: str) -> None:
    answer = chief.get(name, uuid4()) if name == "application" else chief.post(name, uuid4(), version_id=uuid4())
    assert answer.status_code == 404


def test_a_role_that_ends_shuts_the_door_at_the_next_click(desk: Desk, world: World) -> None:
    assert desk.get("queue").status_code == 200
    Membership.objects.filter(user=world.reviewer).update(ended_at=factories.AT)
    assert desk.get("queue").status_code == 404


def test_pages_are_kept_nowhere(desk: Desk, apply: Apply) -> None:
    cast = apply()
    for answer in (desk.get("queue"), desk.get("application", cast.application.pk)):
        assert "no-store" in answer["Cache-Control"]
