"""Groups of settings: where their values are kept, whose they are, and who may change them once people register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhupei.cycles.changes import SettingChange
from zhupei.cycles.models import Cycle, Round
from zhupei.cycles.policies.fields import SettingField
from zhupei.kernel import writes
from zhupei.kernel.refusals import Refusal

Owner = Cycle | Round
Values = Mapping[str, Any]


@dataclass(frozen=True)
class SettingSection:
    """Fields under one heading."""

    title: str
    about: str
    fields: Sequence[SettingField]


@dataclass(frozen=True, kw_only=True)
class Group:
    """What one form holds and one act changes.

    `scope` says whether it belongs to a round or to the whole cycle. `sections` may differ by owner. `together` is what
    no field can say alone. `alone`: one officer may change it at any time, because it concerns only what comes in
    later; everything else takes two persons as soon as registration has begun.
    """

    name: str
    title: str
    about: str
    scope: Literal["round", "cycle"]
    sections: Callable[[Any], Sequence[SettingSection]]
    read: Callable[[Any], dict[str, Any]]
    write: Callable[[Any, Values], None]
    together: Callable[[Values], Refusal | None] = lambda values: None
    alone: bool = False

    @property
    def verb(self) -> str:
        """The act of two persons that changes it (`approvals`)."""
        return f"policy.{self.name}"

    def fields(self, owner: Owner) -> dict[str, SettingField]:
        return {field.name: field for section in self.sections(owner) for field in section.fields}


@dataclass(frozen=True)
class Settings:
    """A group of one owner with the values that hold."""

    group: Group
    owner: Owner
    values: Values

    def fields(self) -> dict[str, SettingField]:
        return self.group.fields(self.owner)

    def changed(self, wanted: Values) -> dict[str, Any]:
        """What would be another value; fields that are not named stay."""
        return {name: wanted[name] for name in self.fields() if name in wanted and wanted[name] != self.values[name]}

    def changes(self, wanted: Values) -> list[SettingChange]:
        fields = self.fields()
        return [
            SettingChange(name, fields[name].label, fields[name].words(self.values[name]), fields[name].words(value))
            for name, value in self.changed(wanted).items()
        ]

    def facts(self) -> list[tuple[str, str]]:
        """What both persons must have seen alike."""
        return [(name, repr(self.values[name])) for name in self.fields()]


def of_columns(sections: Sequence[SettingSection]) -> dict[str, Any]:
    """For a group whose fields are columns of their owner."""
    fields = {field.name: field for section in sections for field in section.fields}

    def read(owner: Owner) -> dict[str, Any]:
        return {name: field.loaded(getattr(owner, name)) for name, field in fields.items()}

    def write(owner: Owner, changed: Values) -> None:
        for name, value in changed.items():
            setattr(owner, name, fields[name].stored(value))
        writes.update(owner, tuple(changed))

    return {"sections": lambda owner: sections, "read": read, "write": write}
