"""Every setting of a cycle and its rounds as data: groups of typed fields (ARCHITECTURE.md, Settings as data)."""

from collections.abc import Sequence
from uuid import UUID

from zhupei.cycles.models import Cycle, Round
from zhupei.cycles.policies import of_cycle, of_pictures, of_round
from zhupei.cycles.policies.fields import Hours, Number, OneOf, SettingField, Several, Switch
from zhupei.cycles.policies.groups import Group, Owner, Settings, SettingSection, Values

_GROUPS: dict[str, Group] = {group.name: group for group in (*of_round.GROUPS, *of_cycle.GROUPS, *of_pictures.GROUPS)}


def known() -> Sequence[Group]:
    return tuple(_GROUPS.values())


def get(name: str) -> Group:
    """KeyError for a group that nobody has defined."""
    return _GROUPS[name]


def find(group: Group, owner_id: UUID | str) -> Settings:
    """As the database has them. Raises `Cycle.DoesNotExist` or `Round.DoesNotExist`."""
    return of(group, _owner(group, owner_id, hold=False))


def hold(group: Group, owner_id: UUID | str) -> Settings:
    """The same; nobody else changes settings of this owner until the transaction ends."""
    return of(group, _owner(group, owner_id, hold=True))


def of(group: Group, owner: Owner) -> Settings:
    return Settings(group, owner, group.read(owner))


def cycle_of(owner: Owner) -> Cycle:
    return owner.cycle if isinstance(owner, Round) else owner


def _owner(group: Group, owner_id: UUID | str, *, hold: bool) -> Owner:
    rows = Round.objects.select_related("cycle") if group.scope == "round" else Cycle.objects.all()
    return (rows.select_for_update(of=("self",), no_key=True) if hold else rows).get(pk=owner_id)


__all__ = [
    "OneOf",
    "SettingField",
    "Group",
    "Hours",
    "Number",
    "Owner",
    "SettingSection",
    "Several",
    "Settings",
    "Switch",
    "Values",
    "cycle_of",
    "find",
    "get",
    "hold",
    "known",
    "of",
]
