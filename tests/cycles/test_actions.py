"""How strictly pictures are checked: only the province says so, nobody is overwritten unseen, and the trail has it."""

import json
from datetime import datetime

import pytest

from tests import factories
from tests.dossiers import people
from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.cycles import actions
from zhupei.cycles.models import Cycle, PictureCheck
from zhupei.cycles.strictness import USUAL, fingerprint, strictness
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(db: None) -> Cycle:
    return people.cycle()


@pytest.fixture
def officer(cycle: Cycle) -> User:
    return factories.staff("province")


def choose(officer: User, cycle: Cycle, shown: str = "", at: datetime | None = None, **modes: str) -> object:
    return actions.set_picture_checks(
        actor=officer,
        cycle_id=cycle.pk,
        modes=modes,
        shown=shown or fingerprint(strictness(cycle.pk)),
        at=at or clock.now(),
    )


def test_until_somebody_says_otherwise_portraits_are_held_to_all_and_documents_get_hints(cycle: Cycle) -> None:
    assert strictness(cycle.pk) == strictness(None) == USUAL
    assert (USUAL["background_white"], USUAL["blur"], USUAL["number"]) == ("block", "warn", "warn")


def test_what_is_chosen_holds_and_is_in_the_trail(officer: User, cycle: Cycle) -> None:
    assert choose(officer, cycle, border="warn", blur="block", glare="off", eyes="block") == {
        "blur": "block",
        "border": "warn",
        "glare": "off",
    }
    assert strictness(cycle.pk) == {**USUAL, "border": "warn", "blur": "block", "glare": "off"}
    event = Event.objects.get(verb="cycle.set-picture-checks")
    assert (event.actor_id, event.actor_role, event.object_id) == (str(officer.pk), "province", str(cycle.pk))
    assert json.loads(event.detail)["changes"] == [
        {"field": "blur", "label": "图片清晰", "old": "只提示", "new": "拦截"},
        {"field": "border", "label": "没有边框", "old": "拦截", "new": "只提示"},
        {"field": "glare", "label": "反光", "old": "只提示", "new": "不检查"},
    ]


def test_back_to_the_usual(officer: User, cycle: Cycle) -> None:
    choose(officer, cycle, border="warn")
    choose(officer, cycle, border="block")
    assert strictness(cycle.pk) == USUAL


def test_the_same_again_changes_nothing_and_is_no_event(officer: User, cycle: Cycle) -> None:
    before = fingerprint(strictness(cycle.pk))
    choose(officer, cycle, before, border="warn")
    assert choose(officer, cycle, before, border="warn") == {}
    assert Event.objects.filter(verb="cycle.set-picture-checks").count() == 1


def test_whoever_saw_something_else_is_refused(officer: User, cycle: Cycle) -> None:
    before = fingerprint(strictness(cycle.pk))
    choose(officer, cycle, border="warn")
    with pytest.raises(Refused) as caught:
        choose(officer, cycle, before, border="block", eyes="off")
    assert caught.value.refusal.code == "picture-checks:stale"
    assert strictness(cycle.pk) == {**USUAL, "border": "warn"}


@pytest.mark.parametrize("modes", [{"smile": "off"}, {"orientation": "block"}, {"border": "perhaps"}, {"border": ""}])
def test_only_checks_and_modes_that_exist(officer: User, cycle: Cycle, modes: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        choose(officer, cycle, **modes)
    assert caught.value.refusal.code == "picture-checks:unknown"
    assert not PictureCheck.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "security", "audit"])
def test_nobody_but_the_province(cycle: Cycle, role: str) -> None:
    with pytest.raises(Refused) as caught:
        choose(factories.staff(role), cycle, border="off")
    assert caught.value.refusal.code == "picture-checks:forbidden"
    assert not PictureCheck.objects.exists()
