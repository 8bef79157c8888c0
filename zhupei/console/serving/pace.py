"""How fast a body comes: what the last seconds have brought, not what it once brought."""

from collections import deque

from zhupei.console.serving.limits import ServingLimits

STEPS = 20  # marks in a window


class Pace:
    """The clock of one body of at most `most` bytes that begins `now`. Seconds of `time.monotonic`, bytes."""

    def __init__(self, limits: ServingLimits, most: int, now: float) -> None:
        self.limits, self.began = limits, now
        self.ends = now + limits.patience + most / limits.steady_rate
        self.marks = deque([(now, 0)])

    def note(self, now: float, size: int) -> None:
        """By now `size` bytes of it have come."""
        if now - self.marks[-1][0] >= self.limits.window / STEPS:
            self.marks.append((now, size))

    def came(self, now: float, size: int) -> int:
        """How many of its `size` bytes the last window has brought."""
        while len(self.marks) > 1 and self.marks[1][0] <= now - self.limits.window:
            self.marks.popleft()
        return size - self.marks[0][1]

    def slow(self, now: float, size: int) -> bool:
        late = min(now - self.began - self.limits.grace, self.limits.window)
        return now > self.ends or (late > 0 and self.came(now, size) < late * self.limits.least_rate)

    def burden(self, now: float, size: int) -> float:
        """What it costs the others: the bytes that it holds, and for how many windows at its present pace."""
        came = max(self.came(now, size), self.limits.window * self.limits.least_rate)
        return size * size / came
