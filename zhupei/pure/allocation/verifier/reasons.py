"""The explanations: for everybody one verdict per choice, each the true one."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec.json import Encoder

from zhupei.pure.allocation.files.result_file import Placed
from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.verifier.findings import Findings, exactly
from zhupei.pure.allocation.verifier.instance import PREFERENCE, Instance

_AT_ONCE = 1000
_encoded = Encoder().encode


def check(instance: Instance, cutoffs: Mapping[str, Key | None], findings: Findings) -> None:
    said = instance.result.reasons
    if isinstance(said, bytes):
        if not _consists_of(said, _text(instance, cutoffs)):
            findings.add("wrong reasons", "they are not the true ones, or written in another way")
        return
    for each, placed in instance.everybody:
        if not exactly(said.get(each.id, []), _expected(instance, cutoffs, each, placed)):
            findings.add("wrong reasons", f"those of {each.id} are missing or not the true ones")
            return
    if said.keys() - {each.id for each in instance.problem.applicants}:
        findings.add("wrong reasons", "there are some for people who do not apply")


def _text(instance: Instance, cutoffs: Mapping[str, Key | None]) -> Iterator[bytes]:
    """As they are usually written: a line per person, by id, without spaces."""
    before = b"{\n"
    for each, placed in instance.everybody:
        yield before + _encoded({each.id: _expected(instance, cutoffs, each, placed)})[1:-1]
        before = b",\n"
    yield b"}" if before == b",\n" else b"{}"


def _consists_of(said: bytes, parts: Iterator[bytes]) -> bool:
    at = 0
    while some := b"".join(islice(parts, _AT_ONCE)):
        if not said.startswith(some, at):
            return False
        at += len(some)
    return at == len(said)


def _expected(
    instance: Instance, cutoffs: Mapping[str, Key | None], applicant: Applicant, placed: Placed | None
) -> list[dict[str, Any]]:
    choices = applicant.choices
    if applicant.withdrawn:
        return [{"programme": name, "verdict": "WITHDRAWN"} for name in choices]
    if applicant.id in instance.problem.designated:
        return [{"programme": name, "verdict": "NOT_NEEDED"} for name in choices]
    if placed is None or placed.by != PREFERENCE or placed.choice is None:
        return [_refusal(instance, cutoffs, applicant.id, name) for name in choices]
    taken = placed.choice - 1
    return [
        *[_refusal(instance, cutoffs, applicant.id, name) for name in choices[:taken]],
        *[{"programme": name, "verdict": "ADMITTED"} for name in choices[taken : taken + 1]],
        *[{"programme": name, "verdict": "NOT_NEEDED"} for name in choices[taken + 1 :]],
    ]


def _refusal(instance: Instance, cutoffs: Mapping[str, Key | None], person: str, name: str) -> dict[str, Any]:
    keys, line = instance.doors[name]
    key, cutoff = keys.get(person), cutoffs[name]
    if key is None:
        return {"programme": name, "verdict": "NOT_ELIGIBLE", "fact": "not_on_list"}
    if key[0] < line:
        return {"programme": name, "verdict": "BELOW_LINE", "line": line, "total": key[0]}
    if cutoff is None:
        return {"programme": name, "verdict": "FULL", "cutoff": None, "gap": None}
    if key[0] != cutoff[0]:
        return {"programme": name, "verdict": "FULL", "cutoff": cutoff, "gap": cutoff[0] - key[0]}
    part = next((at for at, hers in enumerate(cutoff) if at >= len(key) or key[at] != hers), None)
    if part is None:
        return {"programme": name, "verdict": "FULL_LOTTERY", "cutoff": cutoff}
    gap = None if part >= len(key) else cutoff[part] - key[part]
    return {"programme": name, "verdict": "FULL_TIE", "part": part, "cutoff": cutoff, "gap": gap}
