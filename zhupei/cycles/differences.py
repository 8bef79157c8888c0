"""What is otherwise than last time: every setting of a round and its cycle beside those of the cycle before."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhupei.cycles import policies
from zhupei.cycles.models import Cycle, Round
from zhupei.cycles.policies import Group, Owner


@dataclass(frozen=True)
class SettingDifference:
    label: str
    before: str
    now: str

    @property
    def differs(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True)
class Compared:
    """A group with its fields; `owner` is whose it is now."""

    group: Group
    owner: Owner
    rows: list[SettingDifference]

    @property
    def different(self) -> list[SettingDifference]:
        return [row for row in self.rows if row.differs]


def former_cycle(cycle: Cycle) -> Cycle | None:
    return Cycle.objects.filter(year__lt=cycle.year).order_by("-year").first()


def compared(round_: Round, former: Cycle | None) -> Iterator[Compared]:
    """Every group; beside the same round of the former cycle, or what is usual where there is none."""
    before = former.rounds.filter(number=round_.number).first() if former else None
    for group in policies.known():
        owner, other = (round_, before) if group.scope == "round" else (round_.cycle, former)
        yield Compared(group, owner, _rows(group, owner, other))


def _rows(group: Group, owner: Owner, former: Owner | None) -> list[SettingDifference]:
    now, fields = group.read(owner), group.fields(owner)
    then = group.read(former) if former else {}
    return [
        SettingDifference(field.label, field.words(then.get(name, field.default)), field.words(now[name]))
        for name, field in fields.items()
    ]
