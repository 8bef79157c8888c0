"""A simulated crowd keeps every promise of the system, and running it again adds nothing."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from tests.applicants import dump
from zhupei.accounts.models import User
from zhupei.applications.models import Application, Preference, Version
from zhupei.cycles.models import Stage
from zhupei.dossiers.decoding import decoder
from zhupei.kernel import clock
from zhupei.reports import competition, invariants
from zhupei.world import loading, samples, simulation, verdict_cache
from zhupei.world.fiction import logins
from zhupei.world.reviewing import OUTCOMES, outcome

pytestmark = pytest.mark.slow


@pytest.mark.django_db(transaction=True)
def test_a_crowd_goes_all_the_way_and_the_invariants_hold():
    cycle = loading.load(clock.now())
    samples.load(cycle, clock.now())
    result = simulation.simulate(cycle, applicants=10, seed=5, until="reviewed")
    assert [result.funnel[stage] for stage in simulation.STAGES[:3]] == [10, 10, 10]
    assert not result.refused
    assert sum(result.states.values()) == 10
    assert invariants.findings() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'failed')")
        assert cursor.fetchone()[0] == 0
    _times_lie_in_the_window()
    _competition_is_what_the_versions_say(cycle)
    before = dump()
    again = simulation.simulate(cycle, applicants=10, seed=5, until="reviewed")
    samples.load(cycle, clock.now())
    assert dump() == before
    assert again.states == result.states and again.funnel == result.funnel
    _samples_are_in_their_states(cycle)


def _times_lie_in_the_window():
    window = Stage.objects.get(round__number=1, kind="registration")
    for version in Version.objects.all():
        assert window.opens <= version.received_at < clock.now()
        moves = list(version.application.transitions.order_by("pk").values_list("at", flat=True))
        assert moves == sorted(moves)


def _competition_is_what_the_versions_say(cycle):
    in_force = Application.objects.filter(state__in=("submitted", "returned", "approved"))
    expected = Counter(Preference.objects.filter(version__in=in_force.values("version")).values_list("plan", flat=True))
    assert competition.count(cycle.rounds.get(number=1)) == dict(expected)


def _samples_are_in_their_states(cycle):
    states = {"submitted": "submitted", "resubmitted": "submitted", "chosen": "draft", "withdrawn": "draft"}
    from zhupei.accounts.queries import number_index

    for sample, facts in logins.samples(loading.first_day(cycle)):
        user = User.objects.get(document_index=number_index(facts.document_number))
        application = Application.objects.filter(person=user).first()
        if sample.state in ("registered", "partial", "complete", "designated"):
            assert application is None
        else:
            assert application.state == states.get(sample.state, sample.state)


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_simulation_goes_on_where_it_stopped():
    cycle = loading.load(clock.now())
    halves = [simulation.simulate(cycle, applicants=4, seed=6, until=stage) for stage in ("registered", "submitted")]
    assert [half.funnel["registered"] for half in halves] == [4, 4]
    assert halves[1].funnel["submitted"] == 4
    assert User.objects.filter(kind="applicant").count() == 4
    parts = [simulation.simulate(cycle, applicants=6, seed=6, until="submitted", part=(k, 2)) for k in (0, 1)]
    assert [part.funnel["submitted"] for part in parts] == [3, 3]
    assert Version.objects.count() == 6


@pytest.mark.django_db
def test_nobody_can_apply_before_the_registration_has_been_open_for_a_while():
    cycle = loading.load(clock.now())
    Stage.objects.filter(round__cycle=cycle, round__number=1, kind="registration").update(
        opens=clock.now() - timedelta(hours=1)
    )
    with pytest.raises(ValueError, match="two hours"):
        simulation.simulate(cycle, applicants=1, seed=1, until="registered")


def test_outcomes_are_fixed_by_the_seed_and_have_plausible_shares():
    drawn = Counter(outcome(1, index) for index in range(5000))
    assert drawn == Counter(outcome(1, index) for index in range(5000))
    for name, share in OUTCOMES:
        assert abs(drawn[name] / 5000 - share / 1000) < 0.02
    assert sum(share for _, share in OUTCOMES) == 1000


def test_a_remembered_answer_is_the_decoders_own():
    from zhupei.cycles.models import Round
    from zhupei.dossiers import rules
    from zhupei.world.drawn import portrait_variant

    data = portrait_variant(1)
    options = {
        "declared_name": "a.jpg",
        "limits": rules.intake_limits("portrait", Round()),
        "kind": "portrait",
    }
    first = decoder().accept(data, **options)
    with verdict_cache.cached_verdicts():
        assert decoder().accept(data, **options) == first
        assert decoder().accept(data, **options) == first
        assert decoder().accept(b"not an image", **options) != first
    assert decoder().accept(data, **options) == first
