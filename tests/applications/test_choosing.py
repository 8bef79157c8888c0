"""志愿填报: drafts, their choices, and what a submitted version does not notice."""

from uuid import uuid4

import pytest

from tests import applicants, factories
from tests.world_small import World, later
from zhupei.accounts.models import User
from zhupei.applications import actions, states
from zhupei.applications.models import Application
from zhupei.audit.models import Event
from zhupei.cycles.models import PlanLine, Round


def draft(world: World, person: User, round_: Round | None = None, track: str = "western") -> Application:
    return actions.open_draft(actor=person, round_=round_ or world.first, track=track, kind="residency", at=later())


def picked(world: World, plans: list[PlanLine]) -> applicants.WorldApplicant:
    return applicants.drafted(world, factories.applicant(), plans)


def ranks(application: Application) -> list[tuple[int, str]]:
    return list(application.choices.order_by("rank").values_list("rank", "plan__specialty_id"))


def test_a_draft_is_opened_once(world: World) -> None:
    person = factories.applicant()
    first = draft(world, person)
    assert (first.state, first.version, first.number) == (states.DRAFT, None, None)
    assert draft(world, person) == first and Application.objects.count() == 1


def test_coming_through_the_other_entry_costs_no_choice(world: World) -> None:
    chosen = picked(world, [world.line("0100"), world.line("0700")])
    before = applicants.dump()
    application = draft(world, chosen.person, track="tcm")
    assert (application.pk, application.track) == (chosen.application.pk, "western")
    assert applicants.dump() == before


def test_an_empty_draft_follows_the_entry_and_keeps_the_answer(world: World) -> None:
    chosen = picked(world, [])
    answer, before = chosen.reloaded().accepts_adjustment, chosen.reloaded().revision
    application = draft(world, chosen.person, track="tcm")
    assert (application.track, application.accepts_adjustment, application.revision) == ("tcm", answer, before + 1)


def test_choosing_on_the_other_side_takes_the_draft_there(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    application = applicants.arrange(chosen, [world.line("3500")])
    assert (application.track, ranks(application)) == ("tcm", [(1, "3500")])


def test_asking_for_what_is_there_already_changes_nothing(world: World) -> None:
    """A saving in the background may have been quicker than the button: the button's page is then one step behind."""
    chosen = picked(world, [world.line("0100")])
    old = chosen.reloaded().revision
    applicants.arrange(chosen, [world.line("0100")], False)
    before = applicants.dump()
    assert applicants.arrange(chosen, [world.line("0100")], False, revision=old).accepts_adjustment is False
    assert applicants.dump() == before
    assert applicants.refused(applicants.arrange, chosen, [world.line("0100")], True, revision=old) == "choice:stale"


def test_the_same_entry_keeps_everything(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    application = draft(world, chosen.person)
    assert ranks(application) == [(1, "0100")] and application.revision == chosen.reloaded().revision


def test_a_submitted_application_does_not_follow_the_entry(world: World) -> None:
    submitted = applicants.submitted(world)
    before = applicants.dump()
    assert draft(world, submitted.person, track="tcm").state == states.SUBMITTED
    assert applicants.dump() == before


def test_choices_are_replaced_as_a_whole_and_in_order(world: World) -> None:
    chosen = picked(world, [world.line("0100"), world.line("0700"), world.line("0900")])
    assert ranks(chosen.application) == [(1, "0100"), (2, "0700"), (3, "0900")]
    application = applicants.arrange(chosen, [world.line("0900"), world.line("0100")], False)
    assert ranks(application) == [(1, "0900"), (2, "0100")]
    assert (application.base, application.accepts_adjustment) == (world.a, False)
    assert Event.objects.filter(verb="application.arrange", object_id=str(application.pk)).count() == 2


def test_another_base_takes_the_place_of_the_first(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    assert applicants.arrange(chosen, [world.line("0100", "B")]).base == world.b


def test_clearing_keeps_the_base_for_the_page(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    application = applicants.arrange(chosen, [])
    assert ranks(application) == [] and application.base == world.a


def test_the_second_tab_does_not_overwrite_the_first(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    seen = chosen.reloaded().revision
    applicants.arrange(chosen, [world.line("0700")])
    before = applicants.dump()
    assert applicants.refused(applicants.arrange, chosen, [world.line("0900")], revision=seen) == "choice:stale"
    assert applicants.dump() == before


@pytest.mark.parametrize("state", ["submitted", "returned", "approved", "rejected", "given_up"])
def test_nothing_is_rearranged_once_it_is_submitted(world: World, state: str) -> None:
    submitted = applicants.submitted(world)
    Application.objects.filter(pk=submitted.application.pk).update(state=state)
    assert applicants.refused(applicants.arrange, submitted, [world.line("0700")]) == "choice:locked"
    assert ranks(submitted.reloaded()) == [(1, "0100")]


def test_unknown_and_impossible_choices_are_refused(world: World) -> None:
    chosen = picked(world, [world.line("0100")])
    assert applicants.refused(applicants.arrange, chosen, [], plan_ids=[uuid4()]) == "choice:unknown"
    assert applicants.refused(applicants.arrange, chosen, [world.line(), world.line()]) == "choice:twice"
    assert applicants.refused(applicants.arrange, chosen, [world.line(), world.line("0100", "B")]) == "choice:bases"
    four = [world.line(code) for code in ("0100", "0700", "0900", "2300")]
    assert applicants.refused(applicants.arrange, chosen, four) == "choice:many"
    assert applicants.refused(applicants.arrange, chosen, [world.line("0100"), world.line("3500")]) == "choice:track"
    assert ranks(chosen.reloaded()) == [(1, "0100")]


def test_the_major_is_judged_at_the_submission(world: World) -> None:
    """A draft may hold what does not fit yet: the person may still correct the education row."""
    ready = applicants.ready(world, plans=[world.line("2300")])
    assert applicants.refused(applicants.submit, ready) == "choice:major"


def test_who_is_on_the_list_takes_the_place_of_the_list(world: World) -> None:
    person = applicants.people.filled(category="postgraduate")
    world.designate(person, world.line("0700"))
    applicants.documented(world, person)
    chosen = applicants.drafted(world, person, [world.line("0100")])
    assert applicants.refused(applicants.submit, chosen) == "designated:place"
    applicants.arrange(chosen, [world.line("0700"), world.line("0100")])
    assert applicants.refused(applicants.submit, chosen) == "designated:one"
    applicants.arrange(chosen, [world.line("0700")])
    assert applicants.submit(chosen).category == "postgraduate"


def test_who_is_on_the_list_says_so(world: World) -> None:
    ready = applicants.ready(world)
    world.designate(ready.person, world.line("0100"))
    assert applicants.refused(applicants.submit, ready) == "category:listed"


def test_who_is_designated_but_not_on_the_list_brings_the_proof(world: World) -> None:
    ready = applicants.ready(world, category="postgraduate")
    version = applicants.submit(ready)
    assert "designation" in version.documents.values_list("slot", flat=True)


def test_who_need_not_choose_cannot(world: World) -> None:
    assert applicants.refused(applicants.submit, applicants.ready(world, category="exempt")) == "category:none"
