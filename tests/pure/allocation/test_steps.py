"""The order of the three steps, on problems small enough to follow by hand: who → which places → who goes where."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from tests.pure.allocation.tools import answered, solved, verdict


def problem(programmes: dict[str, tuple[int, int | None]], people: dict[str, tuple[int, list[str]]], **policy: str):
    """programme → (free seats, tier); person → (score, places he may take, best first). Everybody is unplaced."""
    return {
        "format": "zhupei-allocation/1",
        "seed": "s",
        "policy": {"adjustment": "joint", "objective": "max_placement"} | policy,
        "programmes": [
            {"id": name, "base": name.split("/")[0], "list": "all", "quota": seats, "tier": tier}
            for name, (seats, tier) in programmes.items()
        ],
        "lists": {"all": {}},
        "applicants": [
            {
                "id": person,
                "choices": [],
                "accepts_adjustment": True,
                "adjustment_key": [score],
                "eligible": liking,
                "rough_preference": liking,
            }
            for person, (score, liking) in people.items()
        ],
    }


def places(document: dict) -> dict[str, str | None]:
    assert verdict(document, answered(document)) == []
    return {person: placed and placed.programme for person, placed in solved(document).assignment.items()}


def test_a_maximum_total_would_give_the_place_of_a_better_score_away():
    """Least displeasure in all sends the best-scored to his last wish, so that the three after him get their first."""
    likings = {"p1": ["K/a", "K/d"], "p2": ["K/a", "K/b"], "p3": ["K/b", "K/c"], "p4": ["K/c", "K/d"]}
    document = problem(
        {f"K/{name}": (1, None) for name in "abcd"},
        {person: (9000 - 1000 * turn, liking) for turn, (person, liking) in enumerate(likings.items())},
    )
    displeasure = [
        [row.index(f"K/{name}") if f"K/{name}" in row else 99 for name in "abcd"] for row in likings.values()
    ]
    total = dict(zip(likings, linear_sum_assignment(np.array(displeasure))[1], strict=True))
    assert {person: f"K/{'abcd'[place]}" for person, place in total.items()} == {
        "p1": "K/d",
        "p2": "K/a",
        "p3": "K/b",
        "p4": "K/c",
    }
    assert places(document) == {"p1": "K/a", "p2": "K/b", "p3": "K/c", "p4": "K/d"}


def test_one_more_placed_comes_before_the_wish_of_a_higher_score():
    """p1 would like a best, but p2 can only sit there."""
    document = problem({"K/a": (1, None), "K/b": (1, None)}, {"p1": (9000, ["K/a", "K/b"]), "p2": (1000, ["K/a"])})
    assert places(document) == {"p1": "K/b", "p2": "K/a"}
    document["policy"]["objective"] = "score_first"
    assert places(document) == {"p1": "K/a", "p2": None}
    assert answered(document)["counts"]["placed_if_max_placement"] == 2


def test_who_is_placed_is_decided_by_score_before_any_tier_counts():
    """p1 and p2 compete for a; that p3 fills the shortage place does not help p2."""
    document = problem(
        {"K/a": (1, None), "K/s": (1, 1)},
        {"p1": (9000, ["K/a"]), "p2": (8000, ["K/a"]), "p3": (7000, ["K/a", "K/s"])},
    )
    assert places(document) == {"p1": "K/a", "p2": None, "p3": "K/s"}


def test_a_shortage_place_comes_before_the_wish_of_whoever_can_fill_it():
    """One of two must go to s; by priority p1 may choose first, and leaves it to p2."""
    document = problem({"K/a": (2, None), "K/s": (1, 1)}, {"p1": (9000, ["K/a", "K/s"]), "p2": (8000, ["K/a", "K/s"])})
    assert places(document) == {"p1": "K/a", "p2": "K/s"}
    document["applicants"][1]["eligible"] = ["K/a"]
    assert places(document) == {"p1": "K/s", "p2": "K/a"}


def test_tier_one_is_filled_before_tier_two():
    document = problem({"K/a": (1, None), "K/s": (1, 2), "K/t": (1, 1)}, {"p1": (9000, ["K/a", "K/s", "K/t"])})
    assert places(document) == {"p1": "K/t"}


def test_hiding_places_from_the_rough_preference_does_not_help():
    """They order only: p1 names a alone and is still moved to b."""
    document = problem({"K/a": (1, None), "K/b": (1, None)}, {"p1": (9000, ["K/a", "K/b"]), "p2": (1000, ["K/a"])})
    document["applicants"][0]["rough_preference"] = ["K/a"]
    assert places(document) == {"p1": "K/b", "p2": "K/a"}


def test_base_first_may_place_fewer_and_says_how_many():
    """p1 of K takes K/a in the base's own run, the only place that p2 could have had."""
    document = problem(
        {"K/a": (1, None), "L/a": (1, None)},
        {"p1": (9000, ["K/a", "L/a"]), "p2": (8000, ["K/a"])},
        adjustment="base_first",
    )
    document["applicants"][0]["base"], document["applicants"][1]["base"] = "K", "L"
    assert places(document) == {"p1": "K/a", "p2": None}
    answer = answered(document)
    assert answer["assignment"]["p1"]["by"] == "adjustment_base"
    assert answer["counts"]["placed_if_joint"] == answer["counts"]["placed"] + 1


def test_the_line_counts_in_adjustment_too():
    document = problem({"K/a": (1, None)}, {"p1": (5999, ["K/a"]), "p2": (6000, ["K/a"])})
    document["programmes"][0]["line"] = 6000
    assert places(document) == {"p1": None, "p2": "K/a"}


def test_a_better_score_that_reaches_the_line_of_a_shortage_place_may_bring_him_there():
    """The one way in which more can be worse: tiers come before wishes. It never costs him a place."""
    document = problem({"K/a": (1, None), "K/s": (1, 1)}, {"p1": (0, ["K/a", "K/s"])})
    document["programmes"][1]["line"] = 1
    assert places(document) == {"p1": "K/a"}
    document["applicants"][0]["adjustment_key"] = [1]
    assert places(document) == {"p1": "K/s"}
