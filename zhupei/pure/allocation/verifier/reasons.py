"""The explanations: for everybody one verdict per choice, each the true one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec.json import Encoder

from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.reading.result_file import Placed
from zhupei.pure.allocation.verifier.case import PREFERENCE, Case
from zhupei.pure.allocation.verifier.findings import Findings, exactly

T = TypeVar("T")
_AT_ONCE = 1000
_encoded = Encoder().encode


def check(case: Case, cutoffs: Mapping[str, Key | None], findings: Findings) -> None:
    said = case.result.reasons
    if isinstance(said, bytes):
        if not _consists_of(said, _text(case, cutoffs)):
            findings.add("wrong reasons", "they are not the true ones, or written in another way")
        return
    verdicts = _Verdicts(case, cutoffs, lambda verdict: verdict)
    for each, placed in case.everybody:
        if not exactly(said.get(each.id, []), verdicts.of(each, placed)):
            findings.add("wrong reasons", f"those of {each.id} are missing or not the true ones")
            return
    if said.keys() - {each.id for each in case.problem.applicants}:
        findings.add("wrong reasons", "there are some for people who do not apply")


def _text(case: Case, cutoffs: Mapping[str, Key | None]) -> Iterator[bytes]:
    """As they are usually written: a line per person, by id, without spaces."""
    verdicts, before = _Verdicts(case, cutoffs, _encoded), b"{\n"
    for each, placed in case.everybody:
        yield b"%b%b:[%b]" % (before, _encoded(each.id), b",".join(verdicts.of(each, placed)))
        before = b",\n"
    yield b"}" if before == b",\n" else b"{}"


def _consists_of(said: bytes, parts: Iterator[bytes]) -> bool:
    at = 0
    while some := b"".join(islice(parts, _AT_ONCE)):
        if not said.startswith(some, at):
            return False
        at += len(some)
    return at == len(said)


class _Door(NamedTuple, Generic[T]):
    """`told`: by total what it tells those whom it refuses."""

    keys: Mapping[str, Key]
    line: int
    cutoff: Key | None
    told: dict[int | None, T]


class _Verdicts(Generic[T]):
    """The true ones, each as `told` has it, which is asked once for all who have the same."""

    def __init__(self, case: Case, cutoffs: Mapping[str, Key | None], told: Callable[[dict[str, Any]], T]) -> None:
        self._designated = case.problem.designated
        self._told = told
        self._doors: dict[str, _Door[T]] = {
            name: _Door(keys, line, cutoffs[name], {}) for name, (keys, line) in case.doors.items()
        }
        self._admitted, self._not_needed, self._withdrawn = (
            {name: told({"programme": name, "verdict": verdict}) for name in case.doors}
            for verdict in ("ADMITTED", "NOT_NEEDED", "WITHDRAWN")
        )

    def of(self, applicant: Applicant, placed: Placed | None) -> list[T]:
        choices = applicant.choices
        if applicant.withdrawn:
            return [self._withdrawn[name] for name in choices]
        if applicant.id in self._designated:
            return [self._not_needed[name] for name in choices]
        if placed is None or placed.by != PREFERENCE or placed.choice is None:
            return self._why_not(applicant.id, choices)
        taken = placed.choice - 1
        found = self._why_not(applicant.id, choices[:taken]) if taken else []
        found += map(self._admitted.__getitem__, choices[taken : taken + 1])
        found += map(self._not_needed.__getitem__, choices[taken + 1 :])
        return found

    def _why_not(self, person: str, names: Sequence[str]) -> list[T]:
        found = []
        for name in names:
            keys, line, cutoff, told = self._doors[name]
            key = keys.get(person)
            total = None if key is None else key[0]
            if key is not None and cutoff is not None and total == cutoff[0] and total >= line:
                found.append(self._told({"programme": name} | _tied(key, cutoff)))
                continue
            if total not in told:
                told[total] = self._told({"programme": name} | _by_total(total, line, cutoff))
            found.append(told[total])
        return found


def _by_total(total: int | None, line: int, cutoff: Key | None) -> dict[str, Any]:
    if total is None:
        return {"verdict": "NOT_ELIGIBLE", "fact": "not_on_list"}
    if total < line:
        return {"verdict": "BELOW_LINE", "line": line, "total": total}
    if cutoff is None:
        return {"verdict": "FULL", "cutoff": None, "gap": None}
    return {"verdict": "FULL", "cutoff": cutoff, "gap": cutoff[0] - total}


def _tied(key: Key, cutoff: Key) -> dict[str, Any]:
    part = next((at for at, hers in enumerate(cutoff) if at >= len(key) or key[at] != hers), None)
    if part is None:
        return {"verdict": "FULL_LOTTERY", "cutoff": cutoff}
    gap = None if part >= len(key) else cutoff[part] - key[part]
    return {"verdict": "FULL_TIE", "part": part, "cutoff": cutoff, "gap": gap}
