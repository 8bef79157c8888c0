"""The demonstration world: what is in it, and that loading it again changes nothing."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db.models import Sum
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts.actions.staff_login import token_fits
from zhupei.accounts.models import ConsentText, Post, User
from zhupei.bases.models import Base, Membership, Specialty
from zhupei.cycles import rules as windows
from zhupei.cycles.models import Cycle, DesignatedPlace, DocumentDemand, MajorRule, PersonCategory, PlanLine, Stage
from zhupei.dossiers.rules import condition
from zhupei.kernel import clock
from zhupei.portal.models import Announcement, Page, SupportContact, Template
from zhupei.world import loading, staff
from zhupei.world.fiction import logins

pytestmark = pytest.mark.slow
TABLES = (Cycle, Stage, Base, Specialty, PlanLine, PersonCategory, DocumentDemand, MajorRule, DesignatedPlace)
TEXTS = (Announcement, Page, SupportContact, Template, ConsentText, User, Post, Membership, TOTPDevice)


@pytest.fixture
def world(db: None) -> Cycle:
    return loading.load(clock.now())


def contents() -> dict[str, str]:
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in (*TABLES, *TEXTS)}


def test_the_world_of_the_domain(world):
    """Domain section 12: about 20 bases, both tracks, the catalogue, 1,500 seats, a list, staff for every role."""
    assert Base.objects.count() == 22
    assert Specialty.objects.count() == 38
    plan = PlanLine.objects.filter(round__number=1)
    assert plan.aggregate(seats=Sum("seats"))["seats"] == 1500
    assert set(plan.values_list("specialty__track", flat=True)) == {"western", "tcm"}
    assert set(plan.values_list("specialty__kind", flat=True)) == {"residency", "assistant_gp"}
    assert DesignatedPlace.objects.count() == 12
    assert set(Post.objects.values_list("role", flat=True)) == set(Post.Role.values)
    assert User.objects.filter(kind="technical").count() == 1
    for role in Membership.Role.values:
        assert set(Base.objects.filter(memberships__role=role)) == set(Base.objects.all())
    assert Announcement.objects.count() == 4 and Announcement.objects.filter(pinned=True).count() == 1
    assert all(bytes(template.pdf).startswith(b"%PDF") for template in Template.objects.all())
    assert SupportContact.objects.count() == 2 and Page.objects.count() == 2


def test_registration_and_review_are_open_and_the_second_round_is_not(world):
    at = clock.now()
    first, second = world.rounds.order_by("number")
    open_now = {(stage.round, stage.kind): windows.open_window(stage, at, "") is None for stage in Stage.objects.all()}
    assert open_now[first, "registration"] and open_now[first, "review"]
    assert not open_now[second, "registration"]
    window = Stage.objects.get(round=first, kind="registration")
    today = at.date()
    assert window.opens.astimezone(clock.SHANGHAI).date() == today - timedelta(days=5)
    assert window.closes.astimezone(clock.SHANGHAI).date() == today + timedelta(days=24)
    assert window.closes.astimezone(clock.SHANGHAI).hour == 22
    assert loading.first_day(world) == today
    assert world.year == today.year


def test_every_line_of_the_document_matrix_names_a_known_condition(world):
    lines = DocumentDemand.objects.filter(cycle=world)
    assert lines.count() == 10
    assert all(condition(line.condition) for line in lines)


def test_loading_again_changes_nothing_not_even_what_was_edited(world):
    Base.objects.filter(code="YN001").update(phone="0871-99999999")
    Stage.objects.filter(round__number=1, kind="registration").update(closes=clock.now() + timedelta(days=3))
    before = contents()
    assert loading.load(clock.now() + timedelta(days=2)) == world
    assert contents() == before


def test_staff_came_by_invitation_and_log_in_with_what_is_shown(world):
    for shown in logins.staff():
        user = User.objects.get(login_name=shown.login_name)
        assert user.is_active and user.check_password(logins.STAFF_PASSWORD)
        device = TOTPDevice.objects.get(user=user, confirmed=True)
        device.last_t = -1
        assert token_fits(device, staff.digits(device))


def test_the_person_who_is_to_confirm_a_place_is_on_the_list(world):
    from zhupei.accounts.queries import number_index

    listed = [facts for sample, facts in logins.samples(loading.first_day(world)) if sample.state == "designated"]
    place = DesignatedPlace.objects.get(document_index=number_index(listed[0].document_number))
    assert place.name == listed[0].name and place.plan.base.code == "YN001"


def test_the_page_of_logins_shows_the_digits_of_the_moment(world, client):
    device = TOTPDevice.objects.get(user__login_name="yn002.review")
    before = staff.digits(device)

    html = client.get("/demo/logins/?staff=YN002.review").content.decode()

    assert before in html or staff.digits(device) in html
    assert logins.STAFF_PASSWORD in html
    assert "还没有演示学员" in html
    assert client.get("/demo/logins/?staff=nobody").status_code == 200
