"""Thresholds that are settings: each field says what it may be, and settings are held to that here and nowhere else.

A set of thresholds is a frozen dataclass below `Thresholds` whose fields are annotated with `Between`. Settings are
what JSON makes of `{"name": value}`: whole numbers, numbers, and pairs of numbers as lists.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, ClassVar, Self, get_args, get_type_hints


@dataclass(frozen=True)
class Between:
    """Annotation of a field: the least and the greatest value, both allowed; of a pair, of either number."""

    low: float
    high: float


@dataclass(frozen=True)
class Allowed:
    """What one threshold may be. `kind`: int, float, or the type of a pair of numbers in order."""

    kind: Any
    between: Between

    def fits(self, value: object) -> bool:
        if self.kind in (int, float):
            return self._is_number(value)
        if not isinstance(value, list | tuple) or len(value) != 2:
            return False
        return all(map(self._is_number, value)) and value[0] <= value[1]

    @property
    def words(self) -> str:
        """In Chinese, for who has to enter it."""
        low, high = self.between.low, self.between.high
        if self.kind in (int, float):
            return f"应为{'一个整数' if self.kind is int else '一个数值'}，{low} 至 {high}"
        return f"应为两个数值 [小, 大]，都在 {low} 至 {high} 之间"

    def _is_number(self, value: object) -> bool:
        """Neither true, NaN nor infinite; a whole number serves as a number, never the other way round."""
        wanted = int if self.kind is int else int | float
        if not isinstance(value, wanted) or isinstance(value, bool):
            return False
        return self.between.low <= value <= self.between.high


@dataclass(frozen=True)
class ThresholdFault:
    """Why a setting cannot be used; `name` is empty where the settings as a whole are none."""

    name: str
    words: str


@dataclass(frozen=True)
class Thresholds:
    """Base of `PortraitLimits` and `DocumentLimits`.

    ORDER names pairs of fields of which the first is at most the second, or, of pairs of numbers, lies within it.
    """

    ORDER: ClassVar[tuple[tuple[str, str], ...]] = ()

    @classmethod
    @cache
    def allowed(cls) -> Mapping[str, Allowed]:
        """By name, in the order of the fields."""
        hints = get_type_hints(cls, include_extras=True)
        return {field.name: Allowed(*get_args(hints[field.name])) for field in fields(cls)}

    @classmethod
    def words(cls, without: Collection[str] = ()) -> str:
        """All names but some with what they may be and are by default, in Chinese, for who has to enter them."""
        defaults = cls()
        return "；".join(
            f"{name}（默认 {json.dumps(getattr(defaults, name))}，{allowed.between.low} 至 {allowed.between.high}）"
            for name, allowed in cls.allowed().items()
            if name not in without
        )

    @classmethod
    def faults(cls, settings: object) -> tuple[ThresholdFault, ...]:
        """Everything that is wrong with settings, whatever they are."""
        if not isinstance(settings, Mapping):
            return (ThresholdFault("", '请写成 {"名称": 数值}'),)
        wrong = tuple(fault for name, value in settings.items() if (fault := cls._fault(name, value)))
        names = {fault.name for fault in wrong}
        return wrong + cls._crossed({name: value for name, value in settings.items() if name not in names})

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """From settings; what is not named has its default. ValueError: a name or a value that is not allowed."""
        if faults := cls.faults(settings):
            raise ValueError("；".join(fault.words for fault in faults))
        return cls.from_json(settings)

    @classmethod
    def sifted(cls, settings: Any) -> tuple[Self, tuple[ThresholdFault, ...]]:
        """From settings that may be wrong all the same: what cannot be used has its default and is a fault."""
        faults = cls.faults(settings)
        if not isinstance(settings, Mapping):
            return cls(), faults
        wrong = {fault.name for fault in faults}
        return cls.from_json({name: value for name, value in settings.items() if name not in wrong}), faults

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `dataclasses.asdict` gave, on the other end of a pipe; holds nothing to its range."""
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        return replace(cls(), **values)

    @classmethod
    def _crossed(cls, settings: Mapping[str, Any]) -> tuple[ThresholdFault, ...]:
        """Values that are right by themselves and wrong beside each other; the settings among them are to blame."""
        found, limits = [], cls.from_json(settings)
        for inner, outer in cls.ORDER:
            less, more = getattr(limits, inner), getattr(limits, outer)
            pair = isinstance(less, tuple)
            if (more[0] <= less[0] and less[1] <= more[1]) if pair else less <= more:
                continue
            at_most = f"应在 {outer} {json.dumps(more)} 之内" if pair else f"应不大于 {outer} {json.dumps(more)}"
            blamed = [name for name in (inner, outer) if name in settings]
            found += [ThresholdFault(name, f"{inner} {json.dumps(less)} {at_most}") for name in blamed]
        return tuple(found)

    @classmethod
    def _fault(cls, name: str, value: object) -> ThresholdFault | None:
        allowed = cls.allowed().get(name)
        if allowed is None:
            return ThresholdFault(name, f"没有名为 {name} 的阈值，可用的有：{'、'.join(cls.allowed())}")
        return None if allowed.fits(value) else ThresholdFault(name, f"{name} {allowed.words}")
