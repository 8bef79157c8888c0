"""`zhupei sheet-template KIND [--of ID] -o FILE.xlsx`: the workbook that a clerk would download.

Exit 0, or 2 when there is no such kind or subject, or the file cannot be written.
"""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="designated, plan")
    parser.add_argument("--of", metavar="ID", help="batch, round or base; without it the only open one")
    parser.add_argument("-o", dest="output", metavar="FILE.xlsx", type=Path, required=True)


def run(args: argparse.Namespace) -> int:
    from zhupei.imports import command
    from zhupei.kernel import clock
    from zhupei.pure.terminal import say

    try:
        kind = command.kind(args.kind)
        subject = command.subject(kind, args.of, clock.now())
        args.output.write_bytes(command.filled(kind, subject))
    except command.NotAsked as asked:
        say(str(asked), sys.stderr)
        return 2
    except OSError as error:
        say(f"{args.output}: {error.strerror}", sys.stderr)
        return 2
    say(f"{args.output}: {kind.label}，{subject.label}")
    return 0
