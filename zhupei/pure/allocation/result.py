"""The result file (`zhupei-allocation-result/1`): a line per person, sorted, the same bytes for the same problem."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from msgspec.json import Encoder

from zhupei.pure.allocation.engine import Assigned, Outcome
from zhupei.pure.allocation.explain import Reasons
from zhupei.pure.allocation.files.result_file import FORMAT
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
    yield from _object(_assigned(outcome))
    yield b',\n"cutoffs":'
    yield from _object(_encoded({name: key})[1:-1] for name, key in outcome.cutoffs.items())
    yield b',\n"counts":' + _encoded(outcome.counts)
    yield b',\n"ties":' + _encoded([each._asdict() for each in outcome.ties])
    yield b',\n"reasons":'
    reasons = Reasons(outcome)
    people = sorted(problem.applicants, key=lambda each: each.id)
    yield from _object(_encoded({each.id: reasons.of(each)})[1:-1] for each in people)
    yield b"}\n"


def _object(members: Iterable[bytes]) -> Iterator[bytes]:
    before = b"{\n"
    for member in members:
        yield before + member
        before = b",\n"
    yield b"}" if before == b",\n" else b"{}"


def _assigned(outcome: Outcome) -> Iterator[bytes]:
    texts: dict[Assigned | None, bytes] = {None: b":null"}
    for person, assigned in outcome.assignment.items():
        text = texts.get(assigned)
        if text is None and assigned is not None:
            given = {name: value for name, value in assigned._asdict().items() if value is not None}
            text = texts[assigned] = b":" + _encoded(given)
        yield _encoded(person) + (text or b"")
