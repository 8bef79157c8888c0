"""Searching the trail: by number of an application, short id, person, words and days; with its place in the chain."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests import applicants, factories, world_small
from tests.applicants import WorldApplicant
from tests.support.given import Desk
from tests.tampering import past_the_triggers
from tests.world_small import World
from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.reports import trail
from zhupei.reports.trail import TrailLine
from zhupei.support import actions, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return world_small.load()


@pytest.fixture
def person(world: World) -> WorldApplicant:
    """Sent back once; beside somebody else with the same steps."""
    applicants.returned(world)
    return applicants.returned(world)


def links() -> None:
    """What the commit would do: the deferred trigger links the events."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def verbs(acts: list[TrailLine]) -> set[str]:
    return {act.event.verb for act in acts}


def objects(acts: list[TrailLine]) -> set[str]:
    return {act.event.object_id for act in acts}


MOVES = {"application.arrange", "application.submit", "application.return"}


def test_the_number_of_an_application_finds_what_has_become_of_it(person: WorldApplicant) -> None:
    number = str(person.reloaded().number)

    for typed in (number, number.lower(), f"{number}-1", number.replace("-", "－")):
        found = trail.search(typed)
        assert verbs(found) == MOVES and objects(found) == {str(person.application.pk)}, typed
    assert trail.search("2026-W1-999999") == []


def test_a_person_is_found_by_a_part_of_the_id_with_everything_of_his(person: WorldApplicant) -> None:
    pk = str(person.person.pk)

    found = trail.search(pk[:8])

    assert verbs(found) >= MOVES | {"document.upload", "document.accept", "account.consent"}
    assert {act.event.actor_id for act in found} == {pk, str(person.world.reviewer.pk), ""}
    mine = {str(person.application.pk), str(person.person.dossier.pk), pk}
    mine |= {str(pk) for pk in person.person.dossier.documents.values_list("pk", flat=True)}
    assert objects(found) <= mine
    for typed in (pk, pk.upper(), pk.replace("-", ""), pk[:6], pk[:20]):
        assert [act.event.pk for act in trail.search(typed)] == [act.event.pk for act in found], typed
    assert trail.search(pk[:5]) == []


def test_a_version_and_a_motion_are_found_where_they_are_told_of(person: WorldApplicant) -> None:
    desk = Desk()
    motion = desk.propose("account.freeze", person.person)
    desk.propose("account.freeze", factories.applicant())

    told = trail.search(str(person.version_id)[:8])
    proposed = trail.search(str(motion.pk)[:8])

    assert verbs(told) == {"application.submit", "application.return"}
    assert [(act.event.verb, act.event.object_id) for act in proposed] == [("motion.propose", str(person.person.pk))]


def test_staff_are_found_by_login_name_and_name_and_applicants_by_neither(person: WorldApplicant) -> None:
    reviewer = person.world.reviewer

    for typed in (str(reviewer.login_name), reviewer.name):
        assert verbs(trail.search(typed)) == {"application.return"}, typed
    assert trail.search(person.person.name) == []
    assert trail.search(person.person.phone.plain()) == []
    assert trail.search(person.person.document_number.plain()) == []


def test_verbs_roles_and_things_are_found_by_their_words(person: WorldApplicant) -> None:
    assert verbs(trail.search("退回补正")) == {"application.return"}
    assert verbs(trail.search("系统自动")) == {"document.accept"}
    assert verbs(trail.search("退回补正 基地审核员")) == {"application.return"}
    assert trail.search("退回补正 学员") == []
    assert "document.upload" in verbs(trail.search("材料"))
    assert "\x00" not in "".join(act.did for act in trail.search("\x00"))


def test_acts_of_the_machine_of_before_it_had_a_name_are_its_own(person: WorldApplicant) -> None:
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET actor_role = 'system' WHERE actor_role = 'machine'")

    assert verbs(trail.search("系统自动")) == {"document.accept"}
    assert trail.search("系统管理员") == []


def test_days_are_a_range_whose_end_is_not_in_it(person: WorldApplicant) -> None:
    moments = sorted(Event.objects.values_list("at", flat=True))
    first, last = moments[0], moments[-1]

    assert trail.search("", since=last, until=last) == []
    assert {act.event.at for act in trail.search("", since=last)} == {last}
    assert last not in {act.event.at for act in trail.search("", until=last)}
    assert {act.event.at for act in trail.search("", since=first, until=first + timedelta(microseconds=1))} == {first}


def test_an_act_shows_what_was_before_and_after_and_who_by_login_name(person: WorldApplicant) -> None:
    (act,) = [each for each in trail.search("退回补正") if each.event.object_id == str(person.application.pk)]

    assert act.who == f"基地审核员 {person.world.reviewer.login_name}"
    assert act.what == f"报名 {str(person.application.pk)[:8]}"
    assert [(change.label, change.old, change.new) for change in act.changes] == [("状态", "待审核", "已退回")]
    assert [(fact.label, fact.ids) for fact in act.facts] == [("版本", (str(person.version_id),))]


def test_an_act_knows_its_place_in_the_chain_and_whether_it_holds(person: WorldApplicant) -> None:
    assert not trail.search("退回补正")[0].sound

    links()
    found = trail.search("")
    assert all(act.sound for act in found)
    sequences = [act.position.sequence for act in found if act.position]
    assert sequences == list(range(sequences[0], sequences[0] - len(found), -1))
    altered, after = found[3], found[2]
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET actor_role = 'x' WHERE id = %s", [altered.event.pk])
        cursor.execute("UPDATE audit_link SET hash = repeat('a', 64) WHERE event_id = %s", [found[6].event.pk])

    unsound = {act.event.pk for act in trail.search("") if not act.sound}

    assert unsound == {altered.event.pk, found[6].event.pk, found[5].event.pk}
    assert altered.position and trail.act(altered.position.sequence) is not None
    assert after.position and trail.act(after.position.sequence).sound  # type: ignore[union-attr]
    assert trail.act(10**6) is None


def test_who_reads_the_trail_looks_up_people_on_the_record(person: WorldApplicant, noon: datetime) -> None:
    auditor = factories.staff("audit")

    for typed in (
        person.person.document_number.plain(),
        person.person.phone.plain(),
        str(person.reloaded().number),
    ):
        assert list(actions.trace(words=typed, actor=auditor, at=clock.now())) == [person.person]
    events = [act for act in trail.search(str(auditor.login_name)) if act.event.verb == "trail.look-up"]

    assert [act.who for act in events] == [f"审计管理员 {auditor.login_name}"] * 3
    assert all(act.event.object_id == str(person.person.pk) for act in events)
    assert person.person.phone.plain() not in "".join(act.event.detail for act in events)


@pytest.mark.parametrize("role", ["support", "system", "security", "province", "reviewer"])
def test_nobody_else_looks_up_people_for_the_trail(role: str, noon: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.trace(words="13800138000", actor=factories.staff(role), at=noon)

    assert refused.value.refusal.code == "motion:forbidden"
    assert not Event.objects.filter(verb="trail.look-up").exists()


def test_looking_up_people_for_the_trail_has_a_limit(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TRACES", rules.TRACES._replace(most=1))
    auditor: User = factories.staff("audit")
    actions.trace(words="13800138000", actor=auditor, at=noon)

    with pytest.raises(Refused) as refused:
        actions.trace(words="13800138000", actor=auditor, at=noon)

    assert refused.value.refusal.code == "look-up:limit"


SEARCHES = {
    "3fa2c1d8": {"audit_event_object", "audit_event_actor"},
    "00112233-4455-6677-8899-aabbccddeeff": {"audit_event_object", "audit_event_actor"},
    "补正逾期": {"audit_event_verb"},
}


@pytest.mark.parametrize("typed", SEARCHES)
def test_what_is_rare_is_found_by_an_index(typed: str) -> None:
    with past_the_triggers() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, actor_id, actor_role, verb, object_type, object_id, detail)"
            " SELECT now() - n * interval '1 minute', md5((n % 500)::text)::uuid::text, 'applicant', 'account.login',"
            " 'account', md5(n::text)::uuid::text, '{}' FROM generate_series(1, 20000) n"
        )
        cursor.execute("ANALYZE audit_event")
    assert trail.search(typed) == []

    plan = trail.queries.search([trail._meant(typed)]).explain()

    assert {name for name in SEARCHES[typed] if name in plan} == SEARCHES[typed], plan
    assert "Seq Scan on audit_event" not in plan


def test_a_day_of_long_ago_is_found_by_an_index() -> None:
    with past_the_triggers() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, actor_id, actor_role, verb, object_type, object_id, detail)"
            " SELECT timestamptz '2026-03-01' + n * interval '1 minute', '', 'machine', 'document.read', 'document',"
            " n::text, '{}' FROM generate_series(1, 20000) n"
        )
        cursor.execute("ANALYZE audit_event")
    day = datetime(2026, 3, 3, tzinfo=clock.SHANGHAI)

    plan = trail.queries.search([], since=day, until=day + timedelta(days=1)).explain()

    assert "audit_event_at" in plan, plan
