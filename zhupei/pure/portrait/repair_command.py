"""`zhupei repair-portrait IN OUT [--json]`: exit 0 repaired, 1 refused with the reasons, 2 IN cannot be read or OUT
cannot be written.

OUT is written only when the portrait has been repaired, and whole or not at all; OUT may be IN.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhupei.pure.portrait.check_command import FAILED, PASSED, UNREADABLE, code, show, unreadable
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import Repair
from zhupei.pure.terminal import say, say_json
from zhupei.pure.whole_file import check_target, whole_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", type=Path, help="a photograph: JPEG, PNG or HEIC")
    parser.add_argument("target", metavar="OUT", type=Path, help="the repaired JPEG")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    from zhupei.pure.portrait.repair import repair

    try:
        check_target(args.target)
    except OSError as error:
        return _unwritable(args.target, error)
    try:
        answer = repair(args.source.read_bytes(), PortraitLimits())
    except OSError as error:
        report = unreadable(error)
        answer = Repair(None, report, report.advice)
    if answer.content is not None:
        try:
            with whole_file(args.target) as stream:
                stream.write(answer.content)
        except OSError as error:
            return _unwritable(args.target, error)
    if args.json:
        say_json(answer.as_json())
    else:
        show(answer.report, as_json=False)
        say("已修复" if answer.content else "不能修复：" + "；".join(answer.reasons))
    return PASSED if answer.content is not None else code(answer.report) or FAILED


def _unwritable(target: Path, error: OSError) -> int:
    say(f"无法写入 {target}（{error.strerror or error}），请换一个文件名或文件夹", sys.stderr)
    return UNREADABLE
