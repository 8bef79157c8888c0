"""`zhupei check-document FILE --kind KIND [--json]`: exit 0 passes (perhaps with a warning), 1 fails, 2 unreadable."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from zhupei.pure.identity.today import beijing_today
from zhupei.pure.portrait.check_command import FAILED, PASSED, UNREADABLE, show
from zhupei.pure.portrait.report import Check
from zhupei.pure.scans.intake import accept
from zhupei.pure.scans.reading.limits import DocumentKind, DocumentLimits
from zhupei.pure.scans.reading.report import DocumentReport
from zhupei.pure.scans.results import Limits, Rejected
from zhupei.pure.terminal import say

# Refusals of files that are too much of something; any other means that nothing in them could be read.
READABLE = {"too_big", "too_small", "too_many_pixels", "too_many_pages"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a picture or a PDF, of which the first page counts")
    parser.add_argument("--kind", required=True, choices=get_args(DocumentKind), help="what it should show")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    try:
        data = args.file.read_bytes()
    except OSError as error:
        return _refused(f"文件无法读取（{error.strerror or error}）", UNREADABLE, as_json=args.json)
    clean = accept(data, declared_name=args.file.name, limits=Limits(), kind="document")
    if isinstance(clean, Rejected):
        return _refused(clean.message, FAILED if clean.code in READABLE else UNREADABLE, as_json=args.json)
    from zhupei.pure.scans.reading.checking import check_document

    picture = clean.pages[0] if clean.pages else clean.content
    report = check_document(picture, args.kind, DocumentLimits(), today=beijing_today())
    _show(report, as_json=args.json)
    return FAILED if report.verdict == "fail" else PASSED


def _refused(advice: str, code: int, *, as_json: bool) -> int:
    _show(DocumentReport((Check("file", "unreadable", "readable", "fail", False, advice),)), as_json=as_json)
    return code


def _show(report: DocumentReport, *, as_json: bool) -> None:
    show(report, as_json=as_json)
    if report.read and not as_json:
        told = {name: value for name, value in report.as_json()["read"].items() if value}
        say("  读到：" + "，".join(f"{name} {value}" for name, value in told.items()))
