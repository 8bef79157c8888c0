"""The rules by enumeration, written from docs/ALLOCATION.md and nothing else: slow, short, and for six people."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

Document = dict[str, Any]
Places = dict[str, str | None]


class Rules:
    def __init__(self, document: Document, input_sha256: str) -> None:
        self.document = document
        self.programmes = {each["id"]: each for each in document["programmes"]}
        designated = set(document["designated"])
        self.people = {
            each["id"]: each
            for each in document["applicants"]
            if each["id"] not in designated and not each.get("withdrawn")
        }
        self.taken = Counter(document["designated"].values())
        self.digest = input_sha256

    def number(self, person: str) -> str:
        return hmac.new(self.document["seed"].encode(), (self.digest + person).encode(), hashlib.sha256).hexdigest()

    def standing(self, person: str, key: list[int]) -> tuple[list[int], int]:
        """Larger goes first."""
        return key, -int(self.number(person), 16)

    def at(self, person: str, name: str) -> tuple[list[int], int] | None:
        """His standing at a programme; None where he is not acceptable."""
        key = self.document["lists"][self.programmes[name]["list"]].get(person)
        if key is None or key[0] < (self.programmes[name].get("line") or 0):
            return None
        return self.standing(person, key)

    def seats(self, name: str) -> int:
        quota: int = self.programmes[name]["quota"]
        return quota - self.taken[name]

    # Stage 1

    def acceptable(self) -> Iterator[Places]:
        """Every assignment by preference within quotas."""
        options = [
            [None] + [name for name in each["choices"] if self.at(person, name)] for person, each in self.people.items()
        ]
        for row in product(*options):
            if all(people <= self.seats(name) for name, people in Counter(row).items() if name):
                yield dict(zip(self.people, row, strict=True))

    def wants(self, places: Places, person: str) -> list[str]:
        """Acceptable programmes he would rather have."""
        choices = self.people[person]["choices"]
        held = places[person]
        return [name for name in choices[: choices.index(held) if held else None] if self.at(person, name)]

    def stable(self, places: Places) -> bool:
        for person in self.people:
            for name in self.wants(places, person):
                inside = [self.at(other, name) for other, held in places.items() if held == name]
                if len(inside) < self.seats(name) or any(self.at(person, name) > each for each in inside):
                    return False
        return True

    def best_stable(self) -> Places:
        """The stable assignment that is best for everybody at once."""
        stable = [places for places in self.acceptable() if self.stable(places)]
        wishes = [{person: len(self.wants(places, person)) for person in self.people} for places in stable]
        for places, his in zip(stable, wishes, strict=True):
            if all(his[person] <= other[person] for other in wishes for person in self.people):
                return places
        raise AssertionError("no stable assignment is best for all")

    # Stage 2

    def own_base(self, person: str) -> str | None:
        row = self.people[person]
        return row.get("base") or (self.programmes[row["choices"][0]]["base"] if row["choices"] else None)

    def key(self, person: str) -> list[int] | None:
        row = self.people[person]
        if "adjustment_key" in row or not row["choices"]:
            return row.get("adjustment_key")
        return self.document["lists"][self.programmes[row["choices"][0]]["list"]].get(person)

    def liking(self, person: str) -> list[str]:
        """All programmes he may be adjusted to, best first."""
        row, key = self.people[person], self.key(person)
        named = row.get("rough_preference", [])
        able = [
            name
            for name, each in self.programmes.items()
            if name in row.get("eligible", self.programmes) and key and key[0] >= (each.get("line") or 0)
        ]
        base = self.own_base(person)
        return sorted(
            able,
            key=lambda name: (
                named.index(name) if name in named else len(named),
                self.programmes[name]["base"] != base,
                name,
            ),
        )

    def adjusted(self, before: Places) -> Places:
        """Id → programme for those placed by adjustment."""
        room = {name: self.seats(name) - list(before.values()).count(name) for name in self.programmes}
        left = [
            person
            for person, row in self.people.items()
            if before[person] is None and row["accepts_adjustment"] and self.key(person) is not None
        ]
        left.sort(key=lambda person: self.standing(person, self.key(person) or []), reverse=True)
        policy = self.document["policy"]
        if policy["adjustment"] == "none":
            return {}
        if policy["adjustment"] == "joint":
            return self.run(left, room, set(self.programmes))
        found: Places = {}
        for base in {each["base"] for each in self.programmes.values()}:
            own = {name for name, each in self.programmes.items() if each["base"] == base}
            found |= self.run([person for person in left if self.own_base(person) == base], room, own)
        for name in found.values():
            room[str(name)] -= 1
        return found | self.run([person for person in left if person not in found], room, set(self.programmes))

    def run(self, people: list[str], room: dict[str, int], among: set[str]) -> Places:
        likings = {person: [name for name in self.liking(person) if name in among] for person in people}
        if self.document["policy"]["objective"] == "score_first":
            return self.serve(people, likings, room)
        best = max(self.seatings(people, likings, room), key=lambda row: self.worth(people, row, likings), default={})
        return {person: name for person, name in best.items() if name}

    def serve(self, people: list[str], likings: dict[str, list[str]], room: dict[str, int]) -> Places:
        found: Places = {}
        for person in people:
            free = [name for name in likings[person] if room[name] > list(found.values()).count(name)]
            if free:
                found[person] = free[0]
        return found

    def seatings(self, people: list[str], likings: dict[str, list[str]], room: dict[str, int]) -> Iterator[Places]:
        for row in product(*([*likings[person], None] for person in people)):
            if all(count <= room[name] for name, count in Counter(row).items() if name):
                yield dict(zip(people, row, strict=True))

    def worth(self, people: list[str], row: Places, likings: dict[str, list[str]]) -> tuple[Any, ...]:
        """Compared in this order: how many, who (by priority), tiers, and how much each likes it (by priority)."""
        tiers = Counter(self.programmes[name]["tier"] for name in row.values() if name)
        return (
            sum(name is not None for name in row.values()),
            [row[person] is not None for person in people],
            [tiers[tier] for tier in sorted({each["tier"] for each in self.programmes.values()} - {None})],
            [-likings[person].index(row[person]) if row[person] else 0 for person in people],
        )
