"""`zhupei check-document FILE --kind KIND [--pages DIR] [--json]`: exit 0 passes (perhaps with a warning), 1 fails, 2
unreadable, or the pages cannot be written.

The file takes the way of an upload: the same intake in the same child process. What DIR gets is what a reviewer sees.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from zhupei.pure.identity.today import beijing_today
from zhupei.pure.portrait.check_command import FAILED, PASSED, UNREADABLE, show
from zhupei.pure.portrait.report import CheckResult
from zhupei.pure.scans.child import Decoder
from zhupei.pure.scans.document_check.limits import DocumentKind, DocumentLimits
from zhupei.pure.scans.document_check.report import MOST_CARD_PAGES, DocumentReport, fitting
from zhupei.pure.scans.results import NOT_SHOWN, REMOVED, Accepted, Rejected, UploadLimits
from zhupei.pure.terminal import say, say_json
from zhupei.pure.whole_file import whole_file

# Refusals of files that are too much of something; any other means that nothing in them could be read.
READABLE = {"too_big", "too_small", "too_many_pages"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a picture or a PDF, of which the first page counts")
    parser.add_argument("--kind", required=True, choices=get_args(DocumentKind), help="what it should show")
    parser.add_argument("--pages", metavar="DIR", type=Path, help="write page-1.jpg, … as a reviewer will see them")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    try:
        data = args.file.read_bytes()
    except OSError as error:
        return _refused(f"文件无法读取（{error.strerror or error}）", UNREADABLE, as_json=args.json)
    with Decoder() as decoder:
        clean = decoder.accept(data, declared_name=args.file.name, limits=UploadLimits(), kind="document")
        if isinstance(clean, Rejected):
            return _refused(clean.message, FAILED if clean.code in READABLE else UNREADABLE, as_json=args.json)
        if args.pages is not None:
            try:
                _write(args.pages, _upright(decoder, clean))
            except OSError as error:
                say(f"无法写入 {args.pages}（{error.strerror or error}），请换一个文件夹", sys.stderr)
                return UNREADABLE
        try:
            report = fitting(_reports(decoder, clean, args.kind))
        except Unanswered as unanswered:
            return _refused(str(unanswered), UNREADABLE, as_json=args.json)
    _show(report, clean, as_json=args.json)
    return FAILED if report.verdict == "fail" else PASSED


class Unanswered(Exception):
    """The child could not read a page; the text says why."""


def _upright(decoder: Decoder, clean: Accepted) -> tuple[bytes, ...]:
    """As an upload: a picture that lies wrong is turned, pages of a PDF stay as they are."""
    if clean.pages:
        return clean.pages
    seen = decoder.inspect(clean.content, DocumentLimits())
    turned = None if isinstance(seen, Rejected) else seen.turned
    return (turned.content if turned else clean.content,)


def _reports(decoder: Decoder, clean: Accepted, kind: DocumentKind) -> Iterator[DocumentReport]:
    for picture in clean.pictures[:MOST_CARD_PAGES]:
        found = decoder.check(picture, kind, DocumentLimits(), today=beijing_today())
        if isinstance(found, Rejected):
            raise Unanswered(found.message)
        yield found


def _write(folder: Path, pictures: tuple[bytes, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures, 1):
        with whole_file(folder / f"page-{number}.jpg") as stream:
            stream.write(picture)


def _refused(advice: str, code: int, *, as_json: bool) -> int:
    report = DocumentReport((CheckResult("file", "unreadable", "readable", "fail", False, advice),))
    _show(report, None, as_json=as_json)
    return code


def _show(report: DocumentReport, clean: Accepted | None, *, as_json: bool) -> None:
    told = _told(clean)
    if as_json:
        say_json({**report.as_json(), **told})
        return
    show(report, as_json=False)
    if report.read:
        values = {name: value for name, value in report.as_json()["read"].items() if value}
        say("  读到：" + "，".join(f"{name} {value}" for name, value in values.items()))
    for sentence in (each for sentences in (told["removed"], told["not_shown"], told["notes"]) for each in sentences):
        say(f"  注意：{sentence}")


def _told(clean: Accepted | None) -> dict[str, Any]:
    """What was taken away, what could not be shown as it was meant, and what else was done to the file."""
    if clean is None:
        return {"pages": 0, "removed": [], "not_shown": [], "notes": []}
    rest = frozenset(finding.code for finding in clean.findings) - REMOVED - NOT_SHOWN
    return {
        "pages": len(clean.pictures),
        "removed": clean.told(REMOVED),
        "not_shown": clean.told(NOT_SHOWN),
        "notes": clean.told(rest),
    }
