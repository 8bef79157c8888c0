"""What a person is told about his choices and about adjustment, and what-if for one base."""

import copy
import random

import pytest
from hypothesis import given

from bench.market import market
from tests.pure.allocation.enumerated import Rules
from tests.pure.allocation.instances import Document, documents, many
from tests.pure.allocation.test_steps import problem
from tests.pure.allocation.tools import solved
from zhupei.pure.allocation.engine import Outcome, allocate
from zhupei.pure.allocation.explain import Reasons, explain
from zhupei.pure.allocation.files import problem_file
from zhupei.pure.allocation.whatif import WhatIf, WhatIfChange

KEYS = {
    "p1": [9000, 5, 5],
    "p2": [8000, 5, 5],
    "p3": [8000, 5, 4],
    "p4": [7000, 9, 9],
    "p5": [5000, 9, 9],
    "p6": [8000, 5],
}


def contested_problem() -> Document:
    """Two seats; everybody wants them."""
    people = [*KEYS, "p7", "p8"]
    return {
        "format": "zhupei-allocation/1",
        "seed": "s",
        "programmes": [
            {"id": "K/a", "base": "K", "list": "K", "quota": 3, "line": 6000},
            {"id": "K/b", "base": "K", "list": "K", "quota": 0},
        ],
        "lists": {"K": {**KEYS, "p8": [9500, 0, 0]}},
        "designated": {"z1": "K/a"},
        "applicants": [{"id": person, "choices": ["K/a", "K/b"], "withdrawn": person == "p8"} for person in people],
    }


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("p1", {"verdict": "ADMITTED"}),
        ("p3", {"verdict": "FULL_TIE", "part": 2, "cutoff": [8000, 5, 5], "gap": 1}),
        ("p4", {"verdict": "FULL", "cutoff": [8000, 5, 5], "gap": 1000}),
        ("p5", {"verdict": "BELOW_LINE", "line": 6000, "total": 5000}),
        ("p6", {"verdict": "FULL_TIE", "part": 2, "cutoff": [8000, 5, 5], "gap": None}),
        ("p7", {"verdict": "NOT_ELIGIBLE", "fact": "not_on_list"}),
        ("p8", {"verdict": "WITHDRAWN"}),
    ],
)
def test_the_verdict_of_the_first_choice(person: str, first: dict):
    outcome = solved(contested_problem())
    applicant = next(each for each in outcome.problem.applicants if each.id == person)
    assert Reasons(outcome).of(applicant)[0] == {"programme": "K/a", **first}


def test_after_a_place_nothing_more_is_needed_and_without_seats_there_is_no_cutoff():
    outcome = solved(contested_problem())
    verdicts = {each.id: Reasons(outcome).of(each)[1] for each in outcome.problem.applicants}
    assert verdicts["p1"] == {"programme": "K/b", "verdict": "NOT_NEEDED"}
    assert verdicts["p3"] == {"programme": "K/b", "verdict": "FULL", "cutoff": None, "gap": None}


def test_rank_quota_and_places_taken():
    standing = explain(solved(contested_problem()), "p3").choices[0]
    assert (standing.key, standing.rank, standing.of) == ([8000, 5, 4], 3, 6)
    assert (standing.quota, standing.seats, standing.taken, standing.cutoff) == (3, 2, 2, [8000, 5, 5])


def test_why_the_preferred_places_were_closed_in_adjustment():
    document = problem(
        {"K/a": (1, None), "K/b": (1, None), "K/l": (1, None), "K/o": (0, None), "K/s": (1, 1)},
        {
            "p1": (9000, ["K/b"]),
            "p2": (8000, ["K/b", "K/a", "K/l", "K/o", "K/s"]),
            "p3": (7000, ["K/a"]),
            "p4": (6000, ["K/b"]),
        },
    )
    document["programmes"][2]["line"] = 8500
    outcome = solved(document)
    assert explain(outcome, "p2").closed == [
        ("K/b", "HELD_BY_HIGHER"),
        ("K/a", "OTHERS_WOULD_LOSE"),
        ("K/l", "BELOW_LINE"),
        ("K/o", "NO_SEAT_LEFT"),
    ]
    assert explain(outcome, "p1").closed == []
    assert explain(outcome, "p4").closed == [("K/b", "HELD_BY_HIGHER")]
    del document["applicants"][2:]
    assert ("K/a", "SHORTAGE_FIRST") in explain(solved(document), "p2").closed


def test_each_base_explains_its_own_run_where_several_have_one():
    """Two bases place their own people first; what the other one does is no reason here."""
    document = {
        "format": "zhupei-allocation/1",
        "seed": "s",
        "policy": {"adjustment": "base_first"},
        "programmes": [
            {"id": f"{base}/{name}", "base": base, "list": base, "quota": 1, "line": 0, "tier": None}
            for base in "KL"
            for name in "ab"
        ],
        "lists": {"K": {}, "L": {}},
        "designated": {},
        "applicants": [
            {
                "id": f"{base}{at}",
                "base": base,
                "choices": [],
                "accepts_adjustment": True,
                "adjustment_key": [9000 - at],
                "rough_preference": [f"{base}/a", f"{base}/b"],
            }
            for base in "KL"
            for at in range(2)
        ],
    }
    outcome = solved(document)
    assert {placed.by for placed in outcome.assignment.values() if placed} == {"adjustment_base"}
    for base in "KL":
        assert explain(outcome, f"{base}0").closed == []
        assert explain(outcome, f"{base}1").closed == [(f"{base}/a", "HELD_BY_HIGHER")]


def possible(outcome: Outcome, rules: Rules, person: str, wanted: str) -> bool:
    """Could he sit there, with everybody before him where he is, and everybody after him somewhere? In his own run."""
    places = outcome.assignment
    run = places[person].by
    before = ("preference", "adjustment_base") if run == "adjustment_province" else ("preference",)
    room = {name: rules.seats(name) for name in rules.programmes}
    for placed in places.values():
        if placed and placed.by in before:
            room[placed.programme] -= 1
    mine = [each.id for each, _ in outcome.queue if (placed := places[each.id]) and placed.by == run]
    turn = mine.index(person)
    for each in mine[:turn]:
        room[places[each].programme] -= 1
    room[wanted] -= 1

    def seated(others: list[str]) -> bool:
        if not others:
            return True
        for name in rules.liking(others[0]):
            base = rules.own_base(others[0]) if run == "adjustment_base" else rules.programmes[name]["base"]
            if room[name] > 0 and rules.programmes[name]["base"] == base:
                room[name] -= 1
                if seated(others[1:]):
                    return True
                room[name] += 1
        return False

    return room[wanted] >= 0 and seated(mine[turn + 1 :])


@many
@given(documents(most_people=9))
def test_everybody_gets_a_verdict_for_every_choice_and_everything_liked_better_is_explained(document: Document):
    outcome = solved(document)
    rules = Rules(document, outcome.problem.input_sha256)
    turns = {applicant.id: turn for turn, (applicant, _) in enumerate(outcome.queue)}
    for each in outcome.problem.applicants:
        told = explain(outcome, each.id)
        assert [row.reason["programme"] for row in told.choices] == list(each.choices)
        placed = outcome.assignment[each.id]
        if told.closed is None:
            continue
        assert placed is None or placed.programme not in [closed.programme for closed in told.closed]
        last = "adjustment" if outcome.problem.policy.adjustment == "joint" else "adjustment_province"
        run = placed.by if placed else last
        for closed in told.closed:
            if closed.why == "HELD_BY_HIGHER":
                held = {person for person, seat in outcome.assignment.items() if seat and seat.by == run}
                sitting = [person for person in held if outcome.assignment[person].programme == closed.programme]
                assert sitting and all(turns[person] < turns[each.id] for person in sitting)
            elif closed.why in ("SHORTAGE_FIRST", "OTHERS_WOULD_LOSE"):
                assert possible(outcome, rules, each.id, closed.programme) == (closed.why == "SHORTAGE_FIRST")


BASE = market(1000, 2, random.Random(3), seats=0.9)


def test_what_if_nothing_changes_nothing():
    loaded = problem_file.problem(copy.deepcopy(BASE))
    difference = WhatIf(loaded, "B0").ask(WhatIfChange())
    placed = {
        person: row.programme
        for person, row in allocate(loaded).assignment.items()
        if row and row.choice and row.programme.startswith("B0/")
    }
    assert difference.before == difference.after == placed
    assert difference.moved == []


def test_what_if_is_what_an_allocation_with_the_change_gives():
    """Quotas, lines and weights together, the lottery held."""
    loaded = problem_file.problem(copy.deepcopy(BASE))
    change = WhatIfChange(weights=[70, 30], lines={"B0/内科": 3000}, quotas={"B0/内科": 90, "B0/外科": 3})
    difference = WhatIf(loaded, "B0", draw=str.encode).ask(change)
    other = copy.deepcopy(BASE)
    for row in other["programmes"]:
        row["line"] = change.lines.get(row["id"], row["line"])
        row["quota"] = change.quotas.get(row["id"], row["quota"])
    for key in other["lists"]["B0"].values():
        key[0] = (70 * key[1] + 30 * key[2] + 50) // 100
    outcome = solved(other, str.encode)
    placed = {p: row.programme for p, row in outcome.assignment.items() if row and row.choice}
    assert difference.after == {p: name for p, name in placed.items() if name.startswith("B0/")}
    assert difference.cutoffs == {name: key for name, key in outcome.cutoffs.items() if name.startswith("B0/")}
    assert difference.moved


def test_what_if_refuses_what_cannot_be():
    loaded = problem_file.problem(contested_problem())
    with pytest.raises(KeyError):
        WhatIf(loaded, "X")
    base = WhatIf(loaded, "K")
    with pytest.raises(ValueError, match="1 designated for a quota of 0"):
        base.ask(WhatIfChange(quotas={"K/a": 0}))
    with pytest.raises(ValueError, match="do not sum to 100"):
        base.ask(WhatIfChange(weights=[50, 40]))
    with pytest.raises(ValueError, match="p6 has 1 parts on K for 2 weights"):
        base.ask(WhatIfChange(weights=[60, 40]))
