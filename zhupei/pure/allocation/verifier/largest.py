"""How many seekers can be seated at all: a largest matching, people with the same places taken together (Kuhn)."""

from collections import Counter, deque
from collections.abc import Sequence

from zhupei.pure.allocation.verifier.programmes import OpenProgrammes, Seeker, bits


def count(ground: OpenProgrammes, seekers: Sequence[Seeker]) -> int:
    left = list(ground.room)
    sitting: list[Counter[int]] = [Counter() for _ in left]
    closed = 0
    for group, people in Counter(seeker.open for seeker in seekers).items():
        for _ in range(people):
            reached = _seat(group, closed, left, sitting)
            if reached:
                closed |= reached
                break
    return sum(ground.room) - sum(left)


def _seat(group: int, closed: int, left: list[int], sitting: list[Counter[int]]) -> int:
    """Seat one more of a group; or return all places reached, none of which leads to a seat any more."""
    seen = closed
    origin: dict[int, int | None] = {}
    queue: deque[int] = deque()

    def discover(places: int, start: int | None) -> None:
        nonlocal seen
        for place in bits(places & ~seen):
            origin[place] = start
            queue.append(place)
        seen |= places

    discover(group, None)
    while queue:
        place = queue.popleft()
        if left[place]:
            left[place] -= 1
            _move_along(place, group, origin, sitting)
            return 0
        onward = 0
        for other in sitting[place]:
            onward |= other
        discover(onward, place)
    return seen or 1 << len(left)


def _move_along(place: int, group: int, origin: dict[int, int | None], sitting: list[Counter[int]]) -> None:
    while (start := origin[place]) is not None:
        mover = next(other for other in sitting[start] if other >> place & 1)
        sitting[start][mover] -= 1
        if not sitting[start][mover]:
            del sitting[start][mover]
        sitting[place][mover] += 1
        place = start
    sitting[place][group] += 1
