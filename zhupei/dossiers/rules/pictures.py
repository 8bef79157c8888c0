"""What the measurements of a picture mean: each check blocks, warns or is off, as the province has it (imaging.md)."""

from collections.abc import Mapping
from dataclasses import replace

from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PictureCheck, Round
from zhupei.kernel.refusals import Refusal
from zhupei.pure.portrait import Check, PortraitReport

BLOCK, WARN, OFF = PictureCheck.Mode.BLOCK, PictureCheck.Mode.WARN, PictureCheck.Mode.OFF


def judged(measured: PortraitReport, round_: Round) -> PortraitReport:
    """The report as it counts in this round. Every check of a portrait blocks unless the province says otherwise."""
    modes = cycles.picture_checks(round_.cycle_id) if round_.cycle_id else {}
    return PortraitReport(tuple(_judged(each, modes) for each in measured.checks if modes.get(each.name) != OFF))


def portrait(judged: PortraitReport) -> Refusal | None:
    """`portrait:` and the first check that failed, with what to do about every one of them."""
    failed = _failed(judged)
    return Refusal(f"portrait:{failed[0].name}", "；".join(each.advice for each in failed)) if failed else None


def repairable(judged: PortraitReport) -> bool:
    """Whether repair may mend everything that is wrong."""
    return all(each.repairable for each in _failed(judged))


def _judged(check: Check, modes: Mapping[str, str]) -> Check:
    softer = check.verdict == "fail" and modes.get(check.name) == WARN
    return replace(check, verdict="warn") if softer else check


def _failed(judged: PortraitReport) -> list[Check]:
    return [each for each in judged.checks if each.verdict == "fail"]
