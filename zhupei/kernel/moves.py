"""States as a table: (from, verb, to, who). A pair that is not in the table is refused.

The same table refuses in the actions, draws `docs/states/*.md` and feeds invariant 4.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhupei.kernel.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Move:
    """One row: in state `source`, `verb` by `role` leads to `target`; `rule` is the condition in words."""

    source: str
    verb: str
    role: str
    target: str
    rule: str = ""


@dataclass(frozen=True)
class Moves:
    """The whole table of one kind of object. `labels` are the Chinese names of states and verbs."""

    name: str
    initial: str
    table: tuple[Move, ...]
    labels: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Move]:
        return iter(self.table)

    @property
    def states(self) -> list[str]:
        """All states in the order in which the table names them."""
        seen = dict.fromkeys([self.initial])
        for move in self.table:
            seen.setdefault(move.source)
            seen.setdefault(move.target)
        return list(seen)

    @property
    def verbs(self) -> list[str]:
        return list(dict.fromkeys(move.verb for move in self.table))

    def find(self, source: str, verb: str, role: str) -> Move | None:
        for move in self.table:
            if (move.source, move.verb, move.role) == (source, verb, role):
                return move
        return None

    def refusal(self, source: str, verb: str, role: str) -> Refusal | None:
        """Why `role` may not do `verb` in state `source`, or None."""
        if self.find(source, verb, role):
            return None
        return Refusal(
            code=f"move:{source}:{verb}",
            message=f"当前状态为“{self.label(source)}”，不能{self.label(verb)}。请重新打开这一页查看最新状态。",
        )

    def target(self, source: str, verb: str, role: str) -> str:
        """The state after the move; raises `Refused` for a pair that is not in the table."""
        move = self.find(source, verb, role)
        if move is None:
            refusal = self.refusal(source, verb, role)
            assert refusal is not None
            raise Refused(refusal)
        return move.target

    def label(self, word: str) -> str:
        return self.labels.get(word, word)

    def allowed(self, source: str, role: str) -> Iterable[str]:
        return [move.verb for move in self.table if move.source == source and move.role == role]

    def diagram(self) -> str:
        """The table as Markdown: a Mermaid state diagram and the rows."""
        lines = [
            f"# {self.name}",
            "",
            "Drawn from the table in code by `zhupei draw-states`; do not edit.",
            "",
        ]
        lines += ["```mermaid", "stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {m.source} --> {m.target}: {m.verb} ({m.role})" for m in self.table]
        lines += ["```", "", "| from | verb | by | to | rule |", "|---|---|---|---|---|"]
        lines += [
            f"| {m.source} {self.label(m.source)} | {m.verb} {self.label(m.verb)} | {m.role} "
            f"| {m.target} {self.label(m.target)} | {m.rule} |"
            for m in self.table
        ]
        return "\n".join(lines) + "\n"
