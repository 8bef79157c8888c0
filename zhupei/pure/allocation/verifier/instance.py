"""A problem with a result that claims to solve it, and the questions all checks ask of them."""

import hmac
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from zhupei.pure.allocation.files.result_file import Placed, PublishedResult
from zhupei.pure.allocation.problem import Applicant, Key, Problem, Programme

PREFERENCE, DESIGNATED = "preference", "designated"
ADJUSTMENT, BY_BASE, BY_PROVINCE = "adjustment", "adjustment_base", "adjustment_province"


class ProgrammeRequirement(NamedTuple):
    """What a programme asks: a key on its list that reaches its line."""

    keys: Mapping[str, Key]
    line: int


class Instance:
    def __init__(self, problem: Problem, result: PublishedResult) -> None:
        self.problem = problem
        self.result = result
        self.programmes: Mapping[str, Programme] = {each.id: each for each in problem.programmes}
        self.doors = {each.id: ProgrammeRequirement(problem.lists[each.list], each.line) for each in problem.programmes}
        self._lottery = hmac.new(problem.seed.encode(), (problem.input_sha256 or "").encode(), "sha256")

    @cached_property
    def everybody(self) -> list[tuple[Applicant, Placed | None]]:
        """Those who apply, with what the result says of them."""
        placed = self.result.assignment.get
        return [(each, placed(each.id)) for each in self.problem.applicants]

    @cached_property
    def ordinary(self) -> list[tuple[Applicant, Placed | None]]:
        """Those who apply, are not designated and have not withdrawn."""
        designated = self.problem.designated
        return [row for row in self.everybody if not row[0].withdrawn and row[0].id not in designated]

    @cached_property
    def places(self) -> Mapping[Placed, int]:
        """Each answer there is, and how many people have it."""
        found = Counter(self.result.assignment.values())
        return {placed: people for placed, people in found.items() if placed is not None}

    @cached_property
    def seats(self) -> dict[str, int]:
        """Quota less designated."""
        taken = Counter(self.problem.designated.values())
        return {name: each.quota - taken[name] for name, each in self.programmes.items()}

    @cached_property
    def admitted(self) -> dict[str, list[str]]:
        """By preference: ids by programme."""
        found: dict[str, list[str]] = {name: [] for name in self.programmes}
        for each, placed in self.ordinary:
            if placed is not None and placed.by == PREFERENCE and placed.programme in found:
                found[placed.programme].append(each.id)
        return found

    def placed(self, person: str) -> Placed | None:
        return self.result.assignment.get(person)

    def number(self, person: str) -> bytes:
        """His number in the lottery of the problem's seed: HMAC-SHA256(seed, input hash || id)."""
        own = self._lottery.copy()
        own.update(person.encode())
        return own.digest()
