"""Who finds which application: one's own, or those in force at one's base; nobody else, and never a draft."""

import pytest

from tests import applicants, factories
from tests.world_small import World, later
from zhupei.accounts.models import User
from zhupei.applications import printed, queries
from zhupei.bases.models import Membership


def seen(user: User) -> set[object]:
    return set(queries.visible_to(user).values_list("pk", flat=True))


@pytest.mark.parametrize("state", ["ready", "submitted", "returned", "approved"])
def test_an_applicant_sees_his_own_in_every_state(world: World, state: str) -> None:
    mine, other = getattr(applicants, state)(world), applicants.submitted(world)
    assert seen(mine.person) == {mine.application.pk}
    assert seen(other.person) == {other.application.pk}
    assert seen(factories.applicant()) == set()


def test_a_base_sees_what_is_in_force_there(world: World) -> None:
    here = [applicants.submitted(world), applicants.returned(world), applicants.approved(world)]
    elsewhere = applicants.submitted(world, plans=[world.line("0100", "B")])
    draft, withdrawn = applicants.ready(world), applicants.submitted(world)
    applicants.withdraw(withdrawn)
    assert seen(world.reviewer) == seen(world.administrator) == {each.application.pk for each in here}
    assert seen(factories.staff("reviewer", world.b)) == {elsewhere.application.pk}
    assert draft.application.pk not in seen(world.reviewer)


def test_a_base_keeps_seeing_what_it_was_given_while_the_next_draft_is_elsewhere(world: World) -> None:
    """Which base sees it is decided by the version in force, not by the draft's choices."""
    once = applicants.submitted(world)
    applicants.withdraw(once)
    applicants.arrange(once, [world.line("0100", "B")])
    assert seen(world.reviewer) == set()
    applicants.submit(once)
    assert seen(world.reviewer) == set() and seen(factories.staff("reviewer", world.b)) == {once.application.pk}


def test_an_ended_membership_ends_at_once(world: World) -> None:
    submitted = applicants.submitted(world)
    assert seen(world.reviewer) == {submitted.application.pk}
    Membership.objects.filter(user=world.reviewer).update(ended_at=later())
    assert seen(world.reviewer) == set()


@pytest.mark.parametrize("role", ["province", "system", "security", "audit", "technical"])
def test_no_office_reads_dossiers(world: World, role: str) -> None:
    applicants.submitted(world)
    assert seen(factories.staff(role)) == set()


def test_the_code_on_the_paper_leads_to_its_version(world: World) -> None:
    submitted = applicants.submitted(world)
    version = submitted.reloaded().version
    assert version is not None
    code = printed.code_of(version)
    assert code.startswith(f"F-{version.receipt_number}.")
    assert printed.version_of_code(f" {code.lower()}\n") == version
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    for other in (forged, version.receipt_number, "", code.replace("-1.", "-2.")):
        assert printed.version_of_code(other) is None
