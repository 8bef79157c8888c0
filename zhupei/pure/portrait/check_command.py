"""`zhupei check-portrait FILE [--json]`: exit 0 passes (perhaps with a warning), 1 fails, 2 the file cannot be read."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import CheckResult, PictureReport, PortraitReport
from zhupei.pure.terminal import say, say_json

PASSED, FAILED, UNREADABLE = range(3)
VERDICTS = {"pass": "通过", "warn": "提醒", "fail": "不通过"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the portrait")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    from zhupei.pure.portrait.verify import verify

    try:
        report = verify(args.file.read_bytes(), PortraitLimits())
    except OSError as error:
        report = unreadable(error)
    show(report, as_json=args.json)
    return code(report)


def code(report: PortraitReport) -> int:
    """The exit code that a report deserves."""
    if report.verdict != "fail":
        return PASSED
    return UNREADABLE if report.unread else FAILED


def unreadable(error: OSError) -> PortraitReport:
    """The report of a file that the system does not hand over."""
    reason = error.strerror or str(error)
    return PortraitReport((CheckResult("file", reason, "jpg", "fail", False, f"文件无法读取（{reason}）"),))


def show(report: PictureReport, *, as_json: bool) -> None:
    """The report as JSON, or a line for each check and what to do."""
    if as_json:
        say_json(report.as_json())
        return
    say(VERDICTS[report.verdict])
    for check in report.checks:
        line = f"  {VERDICTS[check.verdict]}  {check.name}  {check.value}（{check.threshold}）"
        say(line + (f"  {check.advice}" if check.advice else ""))
