"""What was measured: durations by kind of request, collected by many threads, read as percentiles."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WORST_ALLOWED = 399


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed; 0.0 of nothing."""
    if not sorted_values:
        return 0.0
    return sorted_values[max(0, math.ceil(share * len(sorted_values)) - 1)]


@dataclass(frozen=True)
class Spread:
    """Milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    worst: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Spread":
        ordered = sorted(1000 * value for value in seconds)
        shares = (percentile(ordered, share) for share in (0.5, 0.95, 0.99, 1.0))
        return cls(len(ordered), *shares)


@dataclass
class Samples:
    """`observe` is safe from many threads: appending to a list and counting under the interpreter's lock."""

    taken: list[tuple[str, float, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def observe(self, kind: str, seconds: float, status: int) -> None:
        self.taken.append((kind, seconds, status))

    def fault(self, words: str) -> None:
        self.faults.append(words)

    @property
    def requests(self) -> int:
        return len(self.taken)

    @property
    def errors(self) -> Counter[str]:
        """Every answer that is neither success nor redirect, and every journey that got stuck."""
        found = Counter(f"{kind}: {status}" for kind, _, status in self.taken if status > WORST_ALLOWED)
        found.update(self.faults)
        return found

    def spread(self) -> Spread:
        return Spread.of(seconds for _, seconds, _ in self.taken)

    def by_kind(self) -> dict[str, Spread]:
        """Kinds in the order of their total time, the costliest first."""
        kinds: dict[str, list[float]] = {}
        for kind, seconds, _ in self.taken:
            kinds.setdefault(kind, []).append(seconds)
        ordered = sorted(kinds.items(), key=lambda item: -sum(item[1]))
        return {kind: Spread.of(values) for kind, values in ordered}
