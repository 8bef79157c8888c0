import threading

import pytest

from tests import many_applications, world_small
from tests.world_small import World
from zhupei.applications import states
from zhupei.reports import competition


@pytest.fixture
def world(db: None) -> World:
    competition.forget()
    return world_small.load()


def test_counts_everybody_who_names_a_line_in_a_version_in_force(world):
    many_applications.apply(world.first, [world.line("0100"), world.line("0900")], 3)
    many_applications.apply(world.first, [world.line("0900")], 2, state=states.APPROVED)
    many_applications.apply(world.first, [world.line("0900")], 1, state=states.RETURNED)
    assert competition.count(world.first) == {world.line("0100").pk: 3, world.line("0900").pk: 6}


@pytest.mark.parametrize("state", [states.REJECTED, states.GIVEN_UP])
def test_who_is_out_does_not_count(world, state):
    many_applications.apply(world.first, [world.line("0100")], 2, state=state)
    assert competition.count(world.first) == {}


def test_a_withdrawn_version_and_an_earlier_one_do_not_count(world):
    withdrawn, changed = many_applications.apply(world.first, [world.line("0100")], 2)
    withdrawn.state, withdrawn.version = states.DRAFT, None
    withdrawn.save()
    newer = many_applications._version(changed, world.line("0900"))
    newer.ordinal, newer.receipt_number = 2, "R-2"
    newer.save()
    newer.preferences.create(rank=1, plan=world.line("0900"))
    changed.version = newer
    changed.save()
    assert competition.count(world.first) == {world.line("0900").pk: 1}


def test_each_round_has_its_own_figures(world):
    many_applications.apply(world.first, [world.line("0100")], 1)
    assert competition.count(world.second) == {}


def test_the_answer_is_kept_for_ten_seconds(world, django_assert_num_queries, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(competition.time, "monotonic", lambda: now[0])
    assert competition.counts(world.first) == {}
    many_applications.apply(world.first, [world.line("0100")], 2)
    now[0] += 9.9
    with django_assert_num_queries(0):
        assert competition.counts(world.first) == {}
    now[0] += 0.2
    with django_assert_num_queries(1):
        assert competition.counts(world.first) == {world.line("0100").pk: 2}


def test_while_one_counts_the_others_get_the_old_figures_at_once(world, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(competition.time, "monotonic", lambda: now[0])
    old = competition.counts(world.first)
    now[0] += 60
    begun, finish, answers = threading.Event(), threading.Event(), []

    def slow(round_):
        begun.set()
        finish.wait(10)
        return {world.line("0100").pk: 99}

    monkeypatch.setattr(competition, "count", slow)
    counting = threading.Thread(target=lambda: answers.append(competition.counts(world.first)))
    counting.start()
    assert begun.wait(10)
    assert competition.counts(world.first) is old
    finish.set()
    counting.join(10)
    assert answers == [{world.line("0100").pk: 99}]
    assert competition.counts(world.first) == answers[0]
