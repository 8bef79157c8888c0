"""The largest memory a process of each kind has had."""

from collections.abc import Mapping

from zhupei.world.bench import usage
from zhupei.world.bench.report import Table


def peaks(roots: Mapping[str, int]) -> Table:
    """Megabytes of the largest single process below each root; the worker's own and its decoding child apart."""
    table = Table("Memory (largest process, MB)", ("process", "MB"))
    family = usage.children()
    for name, root in roots.items():
        below = [pid for pid in usage.tree(root, family) if pid != root]
        table.add(name, usage.peak_megabytes([root]))
        if below:
            table.add(f"{name}: below it", usage.peak_megabytes(below))
    return table
