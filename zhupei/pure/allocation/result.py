"""The result file (`zhupei-allocation-result/1`): a line per person, sorted, the same bytes for the same problem."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from msgspec.json import Encoder

from zhupei.pure.allocation.engine import Assigned, Outcome
from zhupei.pure.allocation.explain import Reasons
from zhupei.pure.allocation.reading.result_file import FORMAT
from zhupei.pure.whole_file import whole_file

# The version of the rules, not of the package: it changes when the same input may give another result.
ENGINE = "zhupei 1.0"
_LINES_AT_ONCE = 10_000
_encoded = Encoder().encode


def write(outcome: Outcome, file: Path) -> None:
    """Whole or not at all. Raises OSError."""
    with whole_file(file) as stream:
        parts = lines(outcome)
        while some := b"".join(islice(parts, _LINES_AT_ONCE)):
            stream.write(some)


def lines(outcome: Outcome) -> Iterator[bytes]:
    """The file, piece by piece."""
    problem = outcome.problem
    head = {"format": FORMAT, "input_sha256": problem.input_sha256, "engine": ENGINE, "seed": problem.seed}
    yield _encoded(head)[:-1] + b',\n"assignment":'
    assigned = cache(_assigned)
    yield from _object((person, assigned(each)) for person, each in outcome.assignment.items())
    yield b',\n"cutoffs":'
    yield from _object((name, _encoded(key)) for name, key in outcome.cutoffs.items())
    yield b',\n"counts":' + _encoded(outcome.counts)
    yield b',\n"ties":' + _encoded([each._asdict() for each in outcome.ties])
    yield b',\n"reasons":'
    reasons = Reasons(outcome, _encoded)
    people = sorted(problem.applicants, key=lambda each: each.id)
    yield from _object((each.id, b"[%b]" % b",".join(reasons.of(each))) for each in people)
    yield b"}\n"


def _object(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A line for each name with the text of its value."""
    before = b"{\n"
    for name, value in members:
        yield b"%b%b:%b" % (before, _encoded(name), value)
        before = b",\n"
    yield b"}" if before == b",\n" else b"{}"


def _assigned(assigned: Assigned | None) -> bytes:
    return _encoded(assigned and {name: value for name, value in assigned._asdict().items() if value is not None})
