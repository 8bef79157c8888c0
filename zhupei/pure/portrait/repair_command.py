"""`zhupei repair-portrait IN OUT [--json]`: exit 0 repaired, 1 refused with the reasons, 2 IN cannot be read.

OUT is written only when the portrait has been repaired; OUT may be IN.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from zhupei.pure.portrait.check_command import FAILED, PASSED, UNREADABLE, show, unreadable
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.terminal import say, say_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="IN", type=Path, help="a photograph: JPEG, PNG or HEIC")
    parser.add_argument("target", metavar="OUT", type=Path, help="the repaired JPEG")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    from zhupei.pure.portrait.photograph import original
    from zhupei.pure.portrait.repair import repair

    try:
        data = args.source.read_bytes()
    except OSError as error:
        return unreadable(error.strerror or str(error), as_json=args.json)
    limits = PortraitLimits()
    answer = repair(data, limits)
    if answer.content is not None:
        args.target.write_bytes(answer.content)
    if args.json:
        say_json(answer.as_json())
    else:
        show(answer.report, as_json=False)
        say("已修复" if answer.content else "不能修复：" + "；".join(answer.reasons))
    if answer.content is not None:
        return PASSED
    return FAILED if original(data, limits).width else UNREADABLE
