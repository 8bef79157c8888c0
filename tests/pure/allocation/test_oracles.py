"""Independent solvers on larger problems: `matching` for stage 1, `scipy` for numbers, tiers and weights."""

import random
import warnings

import numpy as np
import pytest
from matching.games import HospitalResident
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from bench.market import market
from tests.pure.allocation.enumerated import Rules
from tests.pure.allocation.instances import seeds
from tests.pure.allocation.tools import answered, solved, verdict


def crowded(seed: int, **more) -> dict:
    """A few hundred people, too few seats in what they want, and some left elsewhere."""
    return market(300, 4, random.Random(seed), **more)


@pytest.mark.parametrize("own_lists", [False, True])
@pytest.mark.parametrize("seed", seeds(4))
def test_stage_one_is_that_of_the_matching_library(seed: int, own_lists: bool):
    document = crowded(seed, own_lists=own_lists, seats=0.8)
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    able = {person: [name for name in row["choices"] if rules.at(person, name)] for person, row in rules.people.items()}
    able = {person: names for person, names in able.items() if names}
    wanted = {name for names in able.values() for name in names}
    order = {
        name: sorted((p for p in able if name in able[p]), key=lambda p: rules.at(p, name), reverse=True)
        for name in wanted
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(able, order, {name: rules.seats(name) for name in wanted})
        answer = game.solve(optimal="resident")
    expected = {person.name: programme.name for programme, people in answer.items() for person in people}
    held = {p: placed.programme for p, placed in outcome.assignment.items() if placed and placed.choice}
    assert held == expected


def adjustment_of(document: dict):
    """(people by priority, seats as programme ids, who sits where) of the joint run, from the outcome of stage 1."""
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    chosen = [placed.programme for placed in outcome.assignment.values() if placed and placed.choice]
    seats = [name for name in rules.programmes for _ in range(rules.seats(name) - chosen.count(name))]
    people = [applicant.id for applicant, _ in outcome.queue]
    moved = {p: each.programme for p, each in outcome.assignment.items() if each and each.by == "adjustment"}
    return rules, people, seats, moved


@pytest.mark.parametrize("seed", seeds(6))
def test_as_many_are_placed_as_scipy_can_seat(seed: int):
    rules, people, seats, moved = adjustment_of(crowded(seed))
    able = np.array([[name in rules.liking(person) for name in seats] for person in people])
    assert len(moved) == (maximum_bipartite_matching(csr_matrix(able)) >= 0).sum() > 5


@pytest.mark.parametrize("seed", seeds(6))
def test_people_and_tiers_are_those_of_the_best_weights(seed: int):
    """People: weights 2^n by priority. Tiers: with exactly those people, 10^6 for a seat of tier 1, 10^3 for tier 2."""
    rules, people, seats, moved = adjustment_of(market(120, 3, random.Random(seed), seats=0.9))
    able = np.array([[name in rules.liking(person) for name in seats] for person in people], dtype=float)
    kept: list[int] = []
    for row in range(len(people)):
        if (maximum_bipartite_matching(csr_matrix(able[[*kept, row]])) >= 0).sum() > len(kept):
            kept.append(row)
    assert {people[row] for row in kept} == set(moved)
    value = np.array([{1: 1e6, 2: 1e3, None: 1.0}[rules.programmes[name]["tier"]] for name in seats])
    cost = np.where(able[kept] > 0, -value, 1e12)
    rows, columns = linear_sum_assignment(cost)
    tiers = [rules.programmes[seats[column]]["tier"] for column in columns]
    ours = [rules.programmes[name]["tier"] for name in moved.values()]
    assert [ours.count(tier) for tier in (1, 2, None)] == [tiers.count(tier) for tier in (1, 2, None)]


@pytest.mark.parametrize("policy", ["joint", "base_first"])
@pytest.mark.parametrize("seed", range(3))
def test_the_verifier_agrees_on_larger_ones(seed: int, policy: str):
    document = market(3000, 6, random.Random(seed), own_lists=seed == 0, seats=(0.7, 1.0, 1.3)[seed])
    document["policy"]["adjustment"] = policy
    assert verdict(document, answered(document)) == []
