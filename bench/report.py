"""Tables as Markdown: what the terminal shows can be pasted into docs/PERFORMANCE.md."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.samples import Spread

SPREAD = ("n", "p50", "p95", "p99", "worst")


@dataclass
class Table:
    """`faults`: how many things went wrong while it was measured; any makes the command fail."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: int = 0

    def add(self, *cells: object) -> None:
        self.rows.append(tuple(cell if isinstance(cell, str) else _figure(cell) for cell in cells))

    def lines(self) -> list[str]:
        """Heading, table, notes; numbers to the right."""
        widths = [
            max((3, *(_width(row[place]) for row in [self.columns, *self.rows]))) for place in range(len(self.columns))
        ]
        rule = [
            "-" * (widths[0]) if place == 0 else "-" * (widths[place] - 1) + ":" for place in range(len(self.columns))
        ]
        table = [_line(row, widths) for row in (self.columns, tuple(rule), *self.rows)] if self.rows else []
        return [f"### {self.title}", "", *table, *([""] if table else []), *(f"{note}  " for note in self.notes), ""]


def spread_cells(spread: Spread) -> tuple[object, ...]:
    """Cells for the columns `SPREAD`, in milliseconds."""
    return spread.count, spread.p50, spread.p95, spread.p99, spread.worst


def shares(used: Mapping[str, float], seconds: float, cores: int) -> str:
    """`web 38 % · worker 21 % · …` of the processor time the machine had."""
    return " · ".join(f"{name} {100 * value / (seconds * cores):.0f} %" for name, value in used.items())


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value < 100 else f"{value:.0f}"
    return str(value)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (width - _width(cell)) if place == 0 else " " * (width - _width(cell)) + cell
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
