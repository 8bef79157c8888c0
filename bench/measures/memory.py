"""How much memory a process of each kind holds: what is its own, with its share of what it has in common."""

from collections.abc import Mapping

from bench import usage
from bench.report import Table


def held(roots: Mapping[str, int]) -> Table:
    """Megabytes of the largest process at and below each root. `share`: proportional set size (what forked processes
    share is divided among them); `resident` counts the shared part in full; `peak` is the largest it has been.
    """
    table = Table("Memory (largest process, MB)", ("process", "share", "resident", "peak"))
    family = usage.children()
    for name, root in roots.items():
        below = [pid for pid in usage.tree(root, family) if pid != root]
        for words, pids in ((name, [root]), (f"{name}: below it", below)):
            if pids:
                found = [usage.memory(pid) for pid in pids]
                table.add(words, *(max(values) for values in zip(*found, strict=True)))
    return table


def largest(roots: Mapping[str, int]) -> dict[str, float]:
    """Name → megabytes resident of the largest process at or below each root."""
    family = usage.children()
    return {name: max(usage.memory(pid)[1] for pid in usage.tree(root, family)) for name, root in roots.items()}
