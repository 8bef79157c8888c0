"""A problem with a result that claims to solve it, and the questions all checks ask of them."""

import hmac
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from zhupei.pure.allocation.problem import Applicant, Key, Problem, Programme
from zhupei.pure.allocation.reading.result_file import Placed, Result

PREFERENCE, DESIGNATED = "preference", "designated"
ADJUSTMENT, BY_BASE, BY_PROVINCE = "adjustment", "adjustment_base", "adjustment_province"


class Case:
    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem = problem
        self.result = result
        self.programmes: Mapping[str, Programme] = {each.id: each for each in problem.programmes}
        self._numbers: dict[str, bytes] = {}

    @cached_property
    def ordinary(self) -> list[Applicant]:
        """Those who apply, are not designated and have not withdrawn."""
        designated = self.problem.designated
        return [each for each in self.problem.applicants if not each.withdrawn and each.id not in designated]

    @cached_property
    def seats(self) -> dict[str, int]:
        """Quota less designated."""
        taken = Counter(self.problem.designated.values())
        return {name: each.quota - taken[name] for name, each in self.programmes.items()}

    @cached_property
    def admitted(self) -> dict[str, list[Applicant]]:
        """By preference, by programme."""
        found: dict[str, list[Applicant]] = {name: [] for name in self.programmes}
        for each in self.ordinary:
            placed = self.placed(each.id)
            if placed is not None and placed.by == PREFERENCE and placed.programme in found:
                found[placed.programme].append(each)
        return found

    def placed(self, person: str) -> Placed | None:
        return self.result.assignment.get(person)

    def key(self, person: str, programme: str) -> Key | None:
        return self.problem.lists[self.programmes[programme].list].get(person)

    def number(self, person: str) -> bytes:
        """His number in the lottery of the problem's seed: HMAC-SHA256(seed, input hash || id)."""
        number = self._numbers.get(person)
        if number is None:
            message = (self.problem.input_sha256 or "") + person
            number = hmac.digest(self.problem.seed.encode(), message.encode(), "sha256")
            self._numbers[person] = number
        return number

    def beats(self, one: str, his: Key, other: str, hers: Key) -> bool:
        """Whether `one` with the key `his` goes before `other` with the key `hers`."""
        if his != hers:
            return list(his) > list(hers)
        return self.number(one) < self.number(other)
