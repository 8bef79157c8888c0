"""Larger problems that look like a province: specialties that crowd, correlated scores, tiers, few eligible."""

import random
from typing import Any

SPECIALTIES = ("内科", "外科", "儿科", "妇产科", "急诊科", "麻醉科", "精神科", "全科", "神经内科", "眼科")
SHORT = {"儿科": 1, "急诊科": 1, "精神科": 2}


def market(
    people: int, bases: int, chance: random.Random, seats: float = 1.1, own_lists: bool = False
) -> dict[str, Any]:
    """`seats` for one person on average, spread evenly while people crowd into the first specialties."""
    quota = max(1, round(people * seats / bases / len(SPECIALTIES)))
    programmes = [
        {
            "id": f"B{base}/{name}",
            "base": f"B{base}",
            "list": f"B{base}/{name}" if own_lists else f"B{base}",
            "quota": quota,
            "line": 4000,
            "tier": SHORT.get(name),
        }
        for base in range(bases)
        for name in SPECIALTIES
    ]
    lists: dict[str, dict[str, list[int]]] = {str(each["list"]): {} for each in programmes}
    applicants = [_applicant(number, bases, chance, lists, own_lists) for number in range(people)]
    return {
        "format": "zhupei-allocation/1",
        "seed": "1234",
        "policy": {"adjustment": "joint", "objective": "max_placement"},
        "programmes": programmes,
        "lists": lists,
        "designated": {},
        "applicants": applicants,
    }


def _applicant(
    number: int, bases: int, chance: random.Random, lists: dict[str, dict[str, list[int]]], own_lists: bool
) -> dict[str, Any]:
    base, person = f"B{chance.randrange(bases)}", f"p{number:07}"
    written, practical = chance.randint(20, 100) * 50, chance.randint(40, 100) * 50
    wanted = [name for name in SPECIALTIES if chance.random() < 0.4][: chance.randint(1, 3)] or ["内科"]
    for name in [f"{base}/{each}" for each in wanted] if own_lists else [base]:
        bonus = chance.randint(0, 20) * 50 if own_lists else 0
        lists[name][person] = [written + practical + bonus, written, practical]
    able = chance.sample(SPECIALTIES, 4)
    return {
        "id": person,
        "choices": [f"{base}/{name}" for name in wanted],
        "accepts_adjustment": chance.random() < 0.8,
        "adjustment_key": [written + practical, written, practical],
        "eligible": [f"{home}/{name}" for home in sorted({base, f"B{chance.randrange(bases)}"}) for name in able],
        "rough_preference": [f"{base}/{able[0]}"],
    }


def adjusters(people: int, bases: int, chance: random.Random, shape: str) -> dict[str, Any]:
    """Nobody has a choice, everybody accepts adjustment, and there are seats for half of them.

    `shape`: "few sets" (everybody may take what one of twenty groups may), "own sets" (eight places of anywhere each),
    "chain" (two or three neighbouring places each, so that making room takes long rearrangements).
    """
    document = market(0, bases, chance)
    names = [each["id"] for each in document["programmes"]]
    for row in document["programmes"]:
        row["quota"] = people // 2 // len(names)
    groups = [sorted(chance.sample(names, min(30, len(names)))) for _ in range(20)]
    for number in range(people):
        start = chance.randrange(len(names) - 2)
        if shape == "few sets":
            able = chance.choice(groups)
        elif shape == "own sets":
            able = sorted(chance.sample(names, 8))
        else:
            able = names[start : start + 3] if chance.random() < 0.5 else names[start : start + 2]
        total = chance.randint(80, 200) * 50
        document["applicants"].append(
            {
                "id": f"p{number:07}",
                "choices": [],
                "base": f"B{chance.randrange(bases)}",
                "accepts_adjustment": True,
                "adjustment_key": [total, total // 2],
                "eligible": able,
                "rough_preference": chance.sample(able, 2),
            }
        )
    return document
