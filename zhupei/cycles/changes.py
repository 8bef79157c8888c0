"""What was altered, in words, as the trail keeps it.

An event whose detail holds `changes`, a list of `{"field", "label", "old", "new"}`, can be shown by whoever reads the
trail without knowing what kind of setting it is: the label and both values are words for people already.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class SettingChange:
    """One value before and after, in words. `field` is its stable name."""

    field: str
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label}由“{self.old}”改为“{self.new}”"


def detail(changes: Iterable[SettingChange]) -> list[dict[str, str]]:
    """For `audit.record(changes=…)`."""
    return [asdict(change) for change in changes]
