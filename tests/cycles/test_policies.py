"""Settings as data: what the fields allow, nobody overwritten unseen, old and new in the trail, two once it is on."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import factories
from tests.world_small import CLOSES, OPENS, World, later, load
from zhupei.accounts.models import User
from zhupei.approvals import actions as approvals
from zhupei.approvals.models import Motion
from zhupei.audit.models import Event
from zhupei.cycles import actions, policies, queries
from zhupei.cycles.actions.policies import digest
from zhupei.cycles.models import PersonCategory, PictureCheck, Round, Stage
from zhupei.cycles.policies import Hours, Number, Settings, Several
from zhupei.cycles.strictness import USUAL, strictness
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
BEFORE = OPENS - timedelta(seconds=1)
REASON = "按省里会议决定"


@pytest.fixture
def world(db: None) -> World:
    return load()


@pytest.fixture
def officer(world: World) -> User:
    return factories.staff(name="胡丽娟")


@pytest.fixture
def colleague(world: World) -> User:
    return factories.staff(name="吴春兰")


def settings(world: World, group: str = "applying") -> Settings:
    found = policies.get(group)
    return policies.find(found, world.first.pk if found.scope == "round" else world.cycle.pk)


def choose(
    actor: User,
    world: World,
    values: Mapping[str, Any],
    *,
    group: str = "applying",
    shown: str = "",
    at: datetime = BEFORE,
) -> list[str]:
    now = settings(world, group)
    changes = actions.set_policies(
        group=group, owner_id=now.owner.pk, values=values, shown=shown or digest(now), actor=actor, at=at
    )
    return [str(change) for change in changes]


def propose(
    actor: User, world: World, values: Mapping[str, Any], *, group: str = "applying", shown: str = ""
) -> Motion:
    now = settings(world, group)
    return actions.propose_policies(
        group=group,
        owner_id=now.owner.pk,
        values=values,
        reason=REASON,
        shown=shown or digest(now),
        actor=actor,
        at=later(),
    )


def code(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.refusal.code


def trail() -> list[dict[str, Any]]:
    return [
        json.loads(detail) for detail in Event.objects.filter(verb="policy.change").values_list("detail", flat=True)
    ]


def test_what_is_in_the_model_is_a_setting_with_its_default(world: World) -> None:
    for group in policies.known():
        now = settings(world, group.name)
        fields = now.fields()
        assert now.values.keys() == fields.keys()
        assert all(field.fault(now.values[name]) == "" for name, field in fields.items())
        assert all(now.values[name] == field.default for name, field in fields.items())
        assert all(field.label and field.sentence(now.values[name]) for name, field in fields.items())


def test_every_column_of_a_policy_belongs_to_a_group(world: World) -> None:
    """A new column is a new setting, or it is named here with the reason why it is none."""
    none = {
        "round": {"id", "cycle", "number", "name"},
        "cycle": {"id", "year", "name", "portrait_thresholds", "scan_thresholds"},
        "personcategory": {"id", "cycle", "code", "name", "position"},
    }
    names = {name.rpartition(".")[2] for group in policies.known() for name in settings(world, group.name).fields()}
    for owner in (world.first, world.cycle, PersonCategory.objects.all()[0]):
        columns = {field.name for field in owner._meta.concrete_fields}
        assert columns - none[owner._meta.model_name] <= names


def test_the_notice_says_what_holds() -> None:
    fields = policies.get("applying").fields(Round())

    assert fields["max_choices"].sentence(3) == "每名学员在同一培训基地最多填报 3 个专业志愿，按志愿顺序录取。"
    assert fields["submissions_limit"].words(None) == "不限"
    assert fields["onsite_required"].sentence(False) == "网上审核通过即可参加考试，不另行现场审核。"


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (group.name, field.name)
        for group in policies.known()
        if group.name in ("applying", "sizes")
        for field in group.fields(Round()).values()
        if isinstance(field, Number)
    ],
)
def test_both_sides_of_each_limit(group: str, name: str) -> None:
    field = policies.get(group).fields(Round())[name]
    assert isinstance(field, Number)

    assert field.fault(field.low) == field.fault(field.high) == ""
    for wrong in (field.low - 1, field.high + 1, True, "3", 3.0, []):
        assert f"{field.low} 至 {field.high}" in field.fault(wrong)
    assert bool(field.fault(None)) is not bool(field.empty)


def test_words_for_other_kinds() -> None:
    several = Several(name="x", label="证件", default=["a"], notice="{}", options={"a": "甲", "b": "乙"})
    hours = Hours(name="h", label="宽限", default=48, notice="{}", low=0, high=99)

    assert several.words(["b", "a"]) == "甲、乙"
    for wrong in ([], ["c"], ["a", "a"], "a", None, [1], [[]]):
        assert several.fault(wrong)
    assert hours.stored(hours.loaded(timedelta(hours=48))) == timedelta(hours=48)


def test_before_registration_one_officer_is_enough(world: World, officer: User) -> None:
    changed = choose(officer, world, {"max_choices": 5, "correction_grace": 24, "show_competition": True})

    assert changed == ["最多志愿数由“3 个”改为“5 个”", "补正宽限由“48 小时”改为“24 小时”"]
    now = Round.objects.get(pk=world.first.pk)
    assert (now.max_choices, now.correction_grace, now.show_competition) == (5, timedelta(hours=24), True)


def test_what_was_kept_of_the_round_is_kept_no_longer(world: World, officer: User) -> None:
    assert queries.current_round(OPENS).max_choices == 3

    choose(officer, world, {"max_choices": 2})

    assert queries.current_round(OPENS).max_choices == 2


def test_the_trail_has_old_and_new_in_words(world: World, officer: User) -> None:
    choose(officer, world, {"submissions_limit": 3})

    event = Event.objects.get(verb="policy.change")
    assert (event.actor_id, event.actor_role) == (str(officer.pk), "province")
    assert (event.object_type, event.object_id) == ("round", str(world.first.pk))
    change = {"field": "submissions_limit", "label": "提交次数上限", "old": "不限", "new": "3 次"}
    assert trail() == [{"group": "applying", "changes": [change]}]


def test_once_registration_has_begun_one_is_not_enough(world: World, officer: User) -> None:
    assert code(choose, officer, world, {"max_choices": 5}, at=OPENS) == "policy:two-persons"
    assert settings(world).values["max_choices"] == 3
    assert choose(officer, world, {"max_choices": 5}, at=OPENS - timedelta(microseconds=1))


def test_settings_of_the_cycle_wait_for_its_first_round(world: World, officer: User) -> None:
    values = {"document_types": ["resident-id"]}
    assert code(choose, officer, world, values, group="registering", at=OPENS) == "policy:two-persons"

    assert choose(officer, world, values, group="registering")


def test_the_second_round_is_still_one_persons(world: World, officer: User) -> None:
    now = policies.find(policies.get("applying"), world.second.pk)

    actions.set_policies(
        group="applying",
        owner_id=world.second.pk,
        values={"max_choices": 1},
        shown=digest(now),
        actor=officer,
        at=CLOSES,
    )

    world.second.refresh_from_db()
    world.first.refresh_from_db()
    assert (world.first.max_choices, world.second.max_choices) == (3, 1)


def test_two_officers_change_a_round_that_is_on(world: World, officer: User, colleague: User) -> None:
    motion = propose(officer, world, {"max_choices": 5, "show_competition": True})
    assert settings(world).values["max_choices"] == 3

    approvals.confirm(motion_id=motion.pk, shown=digest(settings(world)), actor=colleague, at=later())

    assert settings(world).values["max_choices"] == 5
    (detail,) = trail()
    assert detail["motion"] == str(motion.pk)
    assert detail["changes"] == [{"field": "max_choices", "label": "最多志愿数", "old": "3 个", "new": "5 个"}]
    assert motion.contents["values"] == {"max_choices": 5}


def test_nobody_confirms_his_own(world: World, officer: User) -> None:
    motion = propose(officer, world, {"max_choices": 5})
    given = {"motion_id": motion.pk, "shown": digest(settings(world)), "at": later()}

    assert code(approvals.confirm, **given, actor=officer) == "motion:same-person"
    assert code(approvals.confirm, **given, actor=factories.staff(name="胡 丽娟")) == "motion:same-person"
    assert settings(world).values["max_choices"] == 3


def test_a_proposal_that_others_have_overtaken_is_not_confirmed(world: World, officer: User, colleague: User) -> None:
    shown = digest(settings(world))
    motion = propose(officer, world, {"max_choices": 5})
    Round.objects.filter(pk=world.first.pk).update(submissions_limit=3)

    assert code(approvals.confirm, motion_id=motion.pk, shown=shown, actor=colleague, at=later()) == "motion:overtaken"
    assert settings(world).values["max_choices"] == 3


def test_a_proposal_says_what_it_does(world: World, officer: User, colleague: User) -> None:
    lie = {
        "values": {"max_choices": 9},
        "changes": [{"field": "max_choices", "label": "x", "old": "3 个", "new": "4 个"}],
    }
    given = {"verb": "policy.applying", "subject_id": world.first.pk, "reason": REASON, "actor": officer, "at": later()}

    assert code(approvals.propose, **given, payload=lie, shown=digest(settings(world))) == "policy:mistold"
    assert code(propose, officer, world, {"max_choices": 3}) == "policy:nothing"
    assert code(propose, officer, world, {"max_choices": 11}) == "policy:value"


def test_the_same_again_changes_nothing_and_is_no_event(world: World, officer: User) -> None:
    before = digest(settings(world))
    choose(officer, world, {"max_choices": 5}, shown=before)

    assert choose(officer, world, {"max_choices": 5}, shown=before) == []
    assert len(trail()) == 1


def test_whoever_saw_something_else_is_refused(world: World, officer: User) -> None:
    before = digest(settings(world))
    choose(officer, world, {"max_choices": 5})

    assert code(choose, officer, world, {"correction_grace": 0}, shown=before) == "policy:stale"
    assert settings(world).values["correction_grace"] == 48


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": 3}, "policy:unknown"),
        ({"max_choices": 0}, "policy:value"),
        ({"max_choices": None}, "policy:value"),
        ({"onsite_required": "no"}, "policy:value"),
    ],
)
def test_only_fields_that_exist_and_values_that_fit(
    world: World, officer: User, values: dict[str, Any], words: str
) -> None:
    assert code(choose, officer, world, values) == words
    assert trail() == []


@pytest.mark.parametrize(("least", "most", "fits"), [(500, 500, True), (501, 500, False), (150, 150, True)])
def test_a_portrait_of_some_size_must_be_possible(
    world: World, officer: User, least: int, most: int, fits: bool
) -> None:
    values = {"portrait_min_kb": least, "portrait_max_kb": most}

    if fits:
        assert choose(officer, world, values, group="sizes")
    else:
        assert code(choose, officer, world, values, group="sizes") == "policy:sizes"


def test_categories_are_settings_of_the_cycle(world: World, officer: User) -> None:
    values = {"postgraduate.choice_mode": "none", "unaffiliated.needs_employer": True}

    changed = choose(officer, world, values, group="categories")

    assert changed == [
        "社会人须填工作单位由“否”改为“是”",
        "专硕研究生的志愿方式由“指定基地与专业”改为“无需填报”",
    ]
    assert queries.categories(world.cycle.pk)["postgraduate"].choice_mode == "none"
    assert queries.categories(world.cycle.pk)["unaffiliated"].needs_employer


def test_picture_checks_are_one_officers_at_any_time(world: World, officer: User) -> None:
    values = {"border": "warn", "blur": "block", "glare": "off", "eyes": "block"}

    changed = choose(officer, world, values, group="picture-checks", at=CLOSES)

    assert len(changed) == 3
    assert strictness(world.cycle.pk) == {**USUAL, "border": "warn", "blur": "block", "glare": "off"}
    assert trail()[0]["changes"][0] == {"field": "border", "label": "没有边框", "old": "拦截", "new": "只提示"}


def test_picture_checks_back_to_the_usual(world: World, officer: User) -> None:
    choose(officer, world, {"border": "warn"}, group="picture-checks")
    choose(officer, world, {"border": "block"}, group="picture-checks")

    assert strictness(world.cycle.pk) == strictness(None) == USUAL


@pytest.mark.parametrize("values", [{"smile": "off"}, {"orientation": "block"}, {"border": "perhaps"}, {"border": ""}])
def test_only_checks_and_modes_that_exist(world: World, officer: User, values: dict[str, str]) -> None:
    assert code(choose, officer, world, values, group="picture-checks") in ("policy:unknown", "policy:value")
    assert not PictureCheck.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "security", "audit", "support", "technical"])
@pytest.mark.parametrize("group", [group.name for group in policies.known()])
def test_nobody_but_the_province(world: World, role: str, group: str) -> None:
    stranger, now = factories.staff(role), settings(world, group)
    name, value = next(iter(now.values.items()))

    assert code(choose, stranger, world, {name: value}, group=group) == "cycle:forbidden"
    assert trail() == [] and Stage.objects.exists()
    other = next(
        each for each in ("off", "warn", 2, ["resident-id"], "none", 400) if not now.fields()[name].fault(each)
    )
    assert code(propose, stranger, world, {name: other}, group=group) == "motion:forbidden"
