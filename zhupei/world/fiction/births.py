"""Which birth date and sequence number the i-th generated person gets: never the same pair twice.

Every day of the allowed ages has one to four slots (more for the young, who are most of the applicants). Person i takes
slot i of a fixed shuffle; when all slots are used up, the next turn takes other sequence numbers of the same days. So
the pair (date, sequence) is unique whatever the region and the sex, for at least `CAPACITY` people.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import gcd

YOUNGEST, OLDEST = 22, 35
CAPACITY = 1_000_000

_SEQUENCES = 500  # for each sex: the last digit of the sequence number is odd for men
_PER_DAY = {age: 4 if age <= 26 else 2 if age <= 29 else 1 for age in range(YOUNGEST, OLDEST + 1)}


@dataclass(frozen=True, slots=True)
class _Calendar:
    """One entry per age: first day of birth, slots per day, and where its slots begin."""

    first_days: tuple[date, ...]
    per_day: tuple[int, ...]
    begins: tuple[int, ...]
    total: int


def birth(seed: int, index: int, *, on: date) -> tuple[date, int]:
    """(birth date, half sequence 0 to 499) of person `index`, aged 22 to 35 on `on`.

    Raises ValueError when `index` is negative or not below CAPACITY.
    """
    if not 0 <= index < CAPACITY:
        raise ValueError(f"index must be from 0 to {CAPACITY - 1}")
    calendar = _calendar(on)
    turn, place = divmod(index, calendar.total)
    slot = (place * _step(seed, calendar.total) + seed * 7919) % calendar.total
    age = bisect_right(calendar.begins, slot) - 1
    days, spare = divmod(slot - calendar.begins[age], calendar.per_day[age])
    born = calendar.first_days[age] + timedelta(days=days)
    used = turn * calendar.per_day[age] + spare
    return born, (born.toordinal() * 211 + seed * 97 + used) % _SEQUENCES


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


@lru_cache(maxsize=8)
def _calendar(on: date) -> _Calendar:
    ages = range(YOUNGEST, OLDEST + 1)
    first = tuple(years_before(on, age + 1) + timedelta(days=1) for age in ages)
    lengths = [(years_before(on, age) - start).days + 1 for age, start in zip(ages, first, strict=True)]
    slots = [length * _PER_DAY[age] for length, age in zip(lengths, ages, strict=True)]
    return _Calendar(first, tuple(_PER_DAY.values()), (0, *accumulate(slots[:-1])), sum(slots))


@lru_cache(maxsize=64)
def _step(seed: int, total: int) -> int:
    """A step that visits all slots, different for each seed."""
    step = 5003 + 2 * (seed % 1009)
    while gcd(step, total) != 1:
        step += 1
    return step
