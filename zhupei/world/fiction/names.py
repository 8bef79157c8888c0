"""Names as people in Yunnan bear them: 26 peoples, names with ·, compound and rare surnames, rare characters."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from zhupei.pure.reference.files import document

_RARE_SURNAME = 0.004
_RARE_GIVEN = 0.012
_SINGLE = 0.75  # share of one-character given names that stay single

Weighted = Sequence[tuple[Any, int]]


def pick(random: Random, weighted: Weighted) -> Any:
    """One value of (value, weight) pairs."""
    point = random.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        point -= weight
        if point < 0:
            return value
    return weighted[-1][0]


def person_name(random: Random, sex: str) -> tuple[str, str]:
    """(name, ethnicity code of GB/T 3304)."""
    people = pick(random, _peoples())
    return _STYLES[people["style"]](random, sex, people), people["ethnicity"]


def relative_name(random: Random, name: str, sex: str) -> str:
    """The name of a blood relative: with the same surname where there is one."""
    if "·" in name:
        return person_name(random, sex)[0]
    names = document("world", "names.json")
    compound = next((each for each, _ in names["surnames"] if len(each) > 1 and name.startswith(each)), "")
    return (compound or name[0]) + _given(random, names[f"given_{sex}"], names["rare_given"])


@cache
def _peoples() -> Weighted:
    return tuple((people, people["weight"]) for people in document("world", "names.json")["peoples"])


def _han(random: Random, sex: str, people: dict[str, Any]) -> str:
    names = document("world", "names.json")
    surnames = people.get("surnames", names["surnames"])
    if random.random() < _RARE_SURNAME:
        surnames = names["rare_surnames"]
    return str(pick(random, surnames)) + _given(random, names[f"given_{sex}"], names["rare_given"])


def _given(random: Random, ordinary: list[str], rare: list[str]) -> str:
    if random.random() < _RARE_GIVEN:
        return random.choice(rare) + random.choice(("", random.choice(rare)))
    first = random.choice(ordinary)
    if len(first) > 1 or random.random() < _SINGLE:
        return first
    return first + random.choice([each for each in ordinary if len(each) == 1])


def _dai(random: Random, sex: str, people: dict[str, Any]) -> str:
    names = document("world", "names.json")["dai"]
    return f"{random.choice(names[sex])}{random.choice(names[f'given_{sex}'])}"


def _tibetan(random: Random, sex: str, people: dict[str, Any]) -> str:
    names = document("world", "names.json")["tibetan"]
    return f"{random.choice(names[sex])}{random.choice(names[f'second_{sex}'])}"


def _uyghur(random: Random, sex: str, people: dict[str, Any]) -> str:
    names = document("world", "names.json")["uyghur"]
    return f"{random.choice(names[sex])}·{random.choice(names['father'])}"


def _mongol(random: Random, sex: str, people: dict[str, Any]) -> str:
    return str(random.choice(document("world", "names.json")["mongol"][sex]))


_STYLES = {"han": _han, "dai": _dai, "tibetan": _tibetan, "uyghur": _uyghur, "mongol": _mongol}
